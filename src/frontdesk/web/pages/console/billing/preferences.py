"""Billing preferences: whether IAM users may see bills and cards (behaviour 6)."""

from __future__ import annotations

from frontdesk.core.errors import AccessDenied, FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done, refuse
from frontdesk.web.pages.console.billing import closed

_PATH = "/console/billing/preferences"
_HEADING = Message("Billing preferences")
_DONE = {
    "on": Done(Message("IAM access is activated"), Message("IAM users see bills where their policies allow it.")),
    "off": Done(Message("IAM access is deactivated"), Message("Bills and cards are for the root user alone.")),
}


class Access(Form):
    """The one tick."""

    access: Field = forms.tick(
        Message("Activate IAM access"),
        hint=Message("IAM users whose policies allow it then see bills and payment methods, and can pay."),
        parameter="Activated",
    )


def get(request: PageRequest) -> Response:
    """Show who sees bills; only the root user finds a form."""
    answer = closed.read(request, "billing:GetIAMAccessPreference")
    if isinstance(answer, AccessDenied):
        return closed.show(request, _HEADING, answer)
    on = answer["Activated"]
    return _show(request, Access.showing(access="yes" if on else ""), on)


def post(request: PageRequest) -> Response:
    """Change it; the password was shown a moment ago, or is asked for first."""
    form = Access.read(request.form)
    wanted = form.access.ticked
    if not request.is_fresh:
        return request.see_other(f"/session/step-up?return={_PATH}")
    try:
        ask(request, "billing:UpdateIAMAccessPreference", Activated=wanted)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form, not wanted)
    return request.see_other(f"{_PATH}?done={'on' if wanted else 'off'}")


def _show(request: PageRequest, form: Access, on: bool) -> Response:
    root = request.caller.kind == "Root"
    return request.render("console/billing/preferences.html", form=form, on=on, root=root, done=done(request, _DONE))


page = Page(_PATH, get=get, post=post, signed_in=True, menu=Menu("billing", _HEADING, 30))
