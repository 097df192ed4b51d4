"""A policy written into one user or group: a new one, or another text for one that is there."""

from __future__ import annotations

from frontdesk.authorization.policies import PolicyKind
from frontdesk.core.errors import NotFound
from frontdesk.core.messages import Message
from frontdesk.core.secret import digest
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form, Refusal
from frontdesk.web.pages.console.asking import require
from frontdesk.web.pages.console.owners import KINDS, Owner
from frontdesk.web.pages.console.policies import writing
from frontdesk.web.pages.console.policies.writing import Fault
from frontdesk.web.pages.console.users import create as user

_CHARACTERS = {"user": 2048, "group": 5120}


class NewInline(Form):
    """The new policy's name and text."""

    name: Field = writing.name_field()
    document: Field = writing.field()


class Inline(Form):
    """The text; ``seen`` tells which one stood there when the page was opened."""

    document: Field = writing.field()
    seen: Field = forms.hidden()


def _owner(request: PageRequest) -> Owner:
    """Return the user or group of this address; raises NotFound for anything else."""
    for kind in KINDS:
        if request.params["kind"] == kind:
            return Owner(kind, request.params["owner"])
    raise NotFound("Policies are written into users and groups only.")


def _show(request: PageRequest, owner: Owner, form: Form, fault: Fault | None, policy: str = "") -> Response:
    return request.render(
        "console/policies/inline.html", form=form, owner=owner, fault=fault, policy=policy, most=_CHARACTERS[owner.kind]
    )


def get_new(request: PageRequest) -> Response:
    """Ask for the new policy, with a text to begin from."""
    owner = _owner(request)
    owner.inline(request)
    return _show(request, owner, NewInline.showing(document=writing.BEGINNING), None)


def post_new(request: PageRequest) -> Response:
    """Write the policy into the owner; one of the same name is never replaced."""
    owner, form = _owner(request), NewInline.read(request.form)
    require(form.name, user.NAME, user.NAME_WORDS)
    if form.name.value in owner.inline(request):
        form.fault("name", Message("There is an inline policy of this name. Choose another, or change that one."))
    fault = _save(request, owner, form, form.document, form.name.value)
    return _show(request, owner, form, fault) if not form.ok else request.see_other(_back(owner))


def _save(request: PageRequest, owner: Owner, form: Form, document: Field, name: str) -> Fault | None:
    def put(text: str) -> None:
        owner.ask(request, "Put{}Policy", PolicyName=name, PolicyDocument=text)

    return writing.save(form, document, PolicyKind.IDENTITY, put)


def _back(owner: Owner) -> str:
    return f"{owner.path}/permissions?done=written"


def get(request: PageRequest) -> Response:
    """Show the text, ready to be changed."""
    owner, policy = _owner(request), request.params["policy"]
    text = _text(request, owner, policy)
    return _show(request, owner, Inline.showing(document=text, seen=digest(text)), None, policy)


def _text(request: PageRequest, owner: Owner, policy: str) -> str:
    text: str = owner.ask(request, "Get{}Policy", PolicyName=policy)["PolicyDocument"]
    return text


def post(request: PageRequest) -> Response:
    """Replace the text, unless somebody else did so meanwhile."""
    owner, policy, form = _owner(request), request.params["policy"], Inline.read(request.form)
    present = digest(_text(request, owner, policy))
    if form.seen.value != present:
        form.refusal = Refusal(
            Message("The policy was changed meanwhile"),
            Message("Somebody saved another text after you opened this page. Yours is below and not saved yet."),
            advice=Message("Look at theirs in another window first. Saving again puts yours in its place."),
        )
        form.seen.value = present
    fault = _save(request, owner, form, form.document, policy)
    return _show(request, owner, form, fault, policy) if not form.ok else request.see_other(_back(owner))


_PATH = "/console/policies/inline/{kind}/{owner}"
pages = (
    Page(_PATH, get=get_new, post=post_new, signed_in=True),
    Page(_PATH + "/{policy}", get=get, post=post, signed_in=True),
)
