"""Opening an account: its e-mail address and name (P17, behaviour 5.1)."""

from __future__ import annotations

from frontdesk.authentication.claims import Claim
from frontdesk.authentication.purposes import sign_up
from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.web import forms, hosts, sending, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.sign_in_state import ROOT


class Start(Form):
    """What the account is called and which mailbox it belongs to."""

    email: Field = forms.email(
        Message("Root user e-mail address"),
        hint=Message("Best a group mailbox that stays when people leave. Whoever reads it owns the account."),
        missing=Message("Enter an e-mail address."),
    )
    name: Field = forms.text(
        Message("Account name"),
        hint=Message("Shown in the console, beside the account ID."),
        autocomplete="organization",
        most=50,
        missing=Message("Give the account a name."),
    )


def get(request: PageRequest) -> Response:
    """Ask for both, or say that accounts are not opened here."""
    if not hosts.is_main(request):
        return hosts.main(request, request.path)
    if not request.settings.signup:
        return request.render("signup/closed.html")
    return _show(request, Start.showing(email=sign_in_state.visit(request).email))


def post(request: PageRequest) -> Response:
    """Mail a code; an address that has an account already gets another mail and the same page."""
    if not request.settings.signup:
        return request.render("signup/closed.html", 403)
    form = Start.read(request.form)
    if not form.ok:
        return _show(request, form)
    claim = Claim(request.browser, email=form.email.value, name=form.name.value)
    try:
        asked = sending.ask(request, sign_up.NAME, claim)
    except ValidationError as refusal:
        form.refuse(refusal)
        return _show(request, form)
    sign_in_state.keep(request, kind=ROOT, email=form.email.value)
    if asked:
        return request.see_other(sending.CODE_PAGE)
    sending.unsolved(form)
    return _show(request, form)


def _show(request: PageRequest, form: Start) -> Response:
    return sending.show(request, "signup/start.html", form, said=sign_in_state.said(request))


page = Page("/signup", get=get, post=post, level=True)
