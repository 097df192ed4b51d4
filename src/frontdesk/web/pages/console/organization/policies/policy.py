"""One control policy: its text, where it hangs, hanging it elsewhere, deleting it."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, refuse
from frontdesk.web.pages.console.organization.policies.asking import HOME, counting, places, policy
from frontdesk.web.pages.console.organization.policies.kinds import BY_TYPE
from frontdesk.web.pages.console.organization.reading import every

_DONE = {
    "created": Done(Message("The policy was written"), Message("It counts where you attach it.")),
    "changed": Done(Message("The policy was changed"), Message("Wherever it hangs, the new text counts now.")),
    "attached": Done(Message("The policy was attached"), Message("It counts there, and for everything below.")),
    "detached": Done(Message("The policy was detached"), Message("It no longer counts there.")),
}


class Attach(Form):
    """Where to hang the policy."""

    target: Field = forms.select(
        Message("Attach to"),
        hint=Message("It counts for everything below as well."),
        parameter="TargetId",
        missing=Message("Choose where it hangs."),
    )


def get(request: PageRequest) -> Response:
    """Show the policy."""
    return _show(request, policy(request), None)


def _show(request: PageRequest, found: dict[str, Any], form: Form | None) -> Response:
    return request.render(
        "console/organization/policies/policy.html",
        form=form,
        policy=found,
        kind=BY_TYPE.get(found["Type"]),
        counts=found["Type"] in counting(request),
        targets=every(request, "ListTargetsForPolicy", "Targets", PolicyId=found["Id"]),
        attach=form if isinstance(form, Attach) else _attaching(request, found),
        said=done(request, _DONE),
    )


def _attaching(request: PageRequest, found: dict[str, Any]) -> Attach:
    form = Attach()
    hung = {one["TargetId"] for one in every(request, "ListTargetsForPolicy", "Targets", PolicyId=found["Id"])}
    free = [(id, name) for id, name in places(request) if id not in hung]
    form.target.choices = tuple(Choice(id, Message("{name}", {"name": name})) for id, name in free)
    return form


def post_attach(request: PageRequest) -> Response:
    """Hang the policy where the form says."""
    found = policy(request)
    form = _attaching(request, found).take(request.form)
    if form.ok:
        try:
            ask(request, "organizations:AttachPolicy", PolicyId=found["Id"], TargetId=form.target.value)
            return request.see_other(f"{HOME}/{found['Id']}?done=attached")
        except FrontdeskError as error:
            refuse(form, error)
    return _show(request, found, form)


def post_detach(request: PageRequest) -> Response:
    """Take the policy away from where the form says."""
    found, form = policy(request), Nothing()
    try:
        ask(request, "organizations:DetachPolicy", PolicyId=found["Id"], TargetId=request.form.get("target", ""))
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, found, form)
    return request.see_other(f"{HOME}/{found['Id']}?done=detached")


def get_delete(request: PageRequest) -> Response:
    """Say what goes, and ask."""
    return request.render("console/organization/policies/delete.html", policy=policy(request))


def post_delete(request: PageRequest) -> Response:
    """Delete a policy that hangs nowhere."""
    found, form = policy(request), Nothing()
    try:
        ask(request, "organizations:DeletePolicy", PolicyId=found["Id"])
    except FrontdeskError as error:
        refuse(form, error)
        return request.render("console/organization/policies/delete.html", form=form, policy=found)
    return request.see_other(f"{HOME}?done=deleted")


pages = (
    Page(HOME + "/{policy}", get=get, signed_in=True),
    Page(HOME + "/{policy}/attach", get=get, post=post_attach, signed_in=True),
    Page(HOME + "/{policy}/detach", get=get, post=post_detach, signed_in=True),
    Page(HOME + "/{policy}/delete", get=get_delete, post=post_delete, signed_in=True),
)
