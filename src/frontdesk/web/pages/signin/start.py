"""The first sign-in page: which kind of access, and the root user's e-mail address (P1)."""

from __future__ import annotations

from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.directory import accounts
from frontdesk.web import forms, sign_in, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.sign_in_state import ROOT


class Start(Form):
    """Who is the root user."""

    email: Field = forms.email(
        Message("Root user e-mail address"),
        hint=Message("The address the account was opened with, for example billing@example.com."),
        autocomplete="username",
        missing=Message("Enter the account's e-mail address."),
    )


def get(request: PageRequest) -> Response:
    """Show the ways in, with the address that was typed before."""
    moved = sign_in.elsewhere(request)
    form = Start.showing(email=sign_in_state.visit(request).email)
    return moved or request.render("signin/start.html", form=form, said=sign_in_state.said(request))


def post(request: PageRequest) -> Response:
    """Keep the address and ask for the password on the next page, whether or not anybody has it."""
    form = Start.read(request.form)
    if form.ok and not _is_address(form.email.value):
        words = Message("Enter an e-mail address, such as name@example.com. IAM users sign in on their own page.")
        form.fault("email", words)
    if not form.ok:
        return request.render("signin/start.html", form=form, said=None)
    sign_in_state.keep(request, kind=ROOT, email=form.email.value)
    return request.see_other("/signin/root")


def forget(request: PageRequest) -> Response:
    """Forget whom this browser remembers and begin at the first page."""
    sign_in_state.forget(request)
    return request.see_other("/signin")


def _is_address(typed: str) -> bool:
    try:
        return bool(accounts.check_email(typed))
    except ValidationError:
        return False


pages = (Page("/signin", get=get, post=post), Page("/signin/forget", post=forget))
