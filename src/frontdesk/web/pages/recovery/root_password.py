"""Forgot the root user's password: the address to mail a code to (P7, behaviour 4.1)."""

from __future__ import annotations

from frontdesk.authentication.claims import Claim
from frontdesk.authentication.purposes import reset_root_password
from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.directory import accounts
from frontdesk.web import forms, hosts, sending, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.sign_in_state import ROOT

_TEMPLATE = "recovery/root_password.html"


class Address(Form):
    """Whose password is forgotten."""

    email: Field = forms.email(
        Message("Root user e-mail address"),
        hint=Message("The address the account was opened with."),
        autocomplete="username",
        missing=Message("Enter the account's e-mail address."),
    )


def get(request: PageRequest) -> Response:
    """Ask for the address; somebody signed in as an IAM user has to sign out first (behaviour 2.5)."""
    if not hosts.is_main(request):
        return hosts.main(request, request.path)
    return _show(request, Address.showing(email=sign_in_state.visit(request).email))


def post(request: PageRequest) -> Response:
    """Mail a code if the address belongs to an account; the answer is the same if it does not."""
    form = Address.read(request.form)
    if _as_iam_user(request) or not form.ok:
        return _show(request, form)
    email = form.email.value
    try:
        accounts.check_email(email)
        asked = sending.ask(request, reset_root_password.NAME, Claim(request.browser, email=email))
    except ValidationError as refusal:
        form.refuse(refusal)
        return _show(request, form)
    sign_in_state.keep(request, kind=ROOT, email=email)
    if asked:
        return request.see_other(sending.CODE_PAGE)
    sending.unsolved(form)
    return _show(request, form)


def _show(request: PageRequest, form: Address) -> Response:
    said = sign_in_state.said(request)
    return sending.show(request, _TEMPLATE, form, iam_session=_as_iam_user(request), said=said)


def _as_iam_user(request: PageRequest) -> bool:
    return request.session is not None and request.session.user is not None


page = Page("/recovery/root-password", get=get, post=post, level=True)
