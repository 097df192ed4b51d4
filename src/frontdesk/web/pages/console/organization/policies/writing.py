"""A control policy written or changed."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.organization.policies.asking import HOME, policy
from frontdesk.web.pages.console.organization.policies.kinds import BY_TYPE, KINDS, Kind
from frontdesk.web.pages.console.policies import writing
from frontdesk.web.pages.console.policies.writing import Fault


class Written(Form):
    """Name, description and text."""

    name: Field = forms.text(
        Message("Policy name"), most=128, parameter="Name", missing=Message("Enter a policy name.")
    )
    description: Field = forms.text(
        Message("Description"), hint=Message("Why it is there."), most=512, required=False, parameter="Description"
    )
    document: Field = forms.long(
        Message("Policy"), mono=True, parameter="Content", missing=Message("Enter the policy."), most=20_000
    )


def get_new(request: PageRequest) -> Response:
    """Ask for the new policy, with a text to begin from."""
    kind = _kind(request)
    return _show(request, kind, Written.showing(document=kind.beginning), None)


def _kind(request: PageRequest) -> Kind:
    return BY_TYPE.get(request.query.get("type", ""), KINDS[0])


def _show(request: PageRequest, kind: Kind, form: Written, fault: Fault | None, name: str = "") -> Response:
    back = f"{HOME}/{request.params['policy']}" if name else HOME
    template = "console/organization/policies/write.html"
    return request.render(template, form=form, fault=fault, kind=kind, name=name, back=back)


def post_new(request: PageRequest) -> Response:
    """Write the policy and go to its page."""
    kind, form, id = _kind(request), Written.read(request.form), ""

    def create(text: str) -> None:
        nonlocal id
        id = ask(
            request,
            "organizations:CreatePolicy",
            Name=form.name.value,
            Description=form.description.value,
            Type=kind.type,
            Content=text,
        )["Policy"]["PolicySummary"]["Id"]

    fault = writing.save(form, form.document, kind.language, create)
    if not form.ok:
        return _show(request, kind, form, fault)
    return request.see_other(f"{HOME}/{id}?done=created")


def get_edit(request: PageRequest) -> Response:
    """Show the policy, ready to be changed."""
    found = policy(request)
    form = Written.showing(name=found["Name"], description=found["Description"], document=found["Content"])
    return _show(request, BY_TYPE[found["Type"]], form, None, found["Name"])


def post_edit(request: PageRequest) -> Response:
    """Change the policy wherever it hangs."""
    found, form = policy(request), Written.read(request.form)
    kind = BY_TYPE[found["Type"]]

    def change(text: str) -> None:
        ask(
            request,
            "organizations:UpdatePolicy",
            PolicyId=found["Id"],
            Name=form.name.value,
            Description=form.description.value,
            Content=text,
        )

    fault = writing.save(form, form.document, kind.language, change)
    if not form.ok:
        return _show(request, kind, form, fault, found["Name"])
    return request.see_other(f"{HOME}/{found['Id']}?done=changed")


pages = (
    Page(HOME + "/~new", get=get_new, post=post_new, signed_in=True),
    Page(HOME + "/{policy}/edit", get=get_edit, post=post_edit, signed_in=True),
)
