"""The root user's password (P2)."""

from __future__ import annotations

from frontdesk.authentication.claims import Claim
from frontdesk.authentication.purposes import sign_in_root
from frontdesk.core.messages import Message
from frontdesk.web import attempt_cookie, forms, sign_in, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.sign_in_state import ROOT

_TEMPLATE = "signin/root.html"


class RootPassword(Form):
    """The password, and whether to remember the address."""

    password: Field = forms.password(
        Message("Password"), autocomplete="current-password", missing=Message("Enter the root user's password.")
    )
    remember: Field = forms.tick(
        Message("Remember this e-mail address"), hint=Message("On this browser only. Never the password.")
    )


def get(request: PageRequest) -> Response:
    """Ask for the password of the address that was typed before, or that this browser remembers."""
    email = _email(request)
    moved = sign_in.elsewhere(request) or (None if email else request.see_other("/signin"))
    if moved:
        return moved
    form = RootPassword.showing(remember="yes" if sign_in_state.remembered(request).email == email else "")
    before = sign_in.barrier(request, sign_in_root.NAME, Claim(request.browser, email=email))
    return sign_in.show(request, _TEMPLATE, form, before, email=email)


def post(request: PageRequest) -> Response:
    """Check the password; a refusal says nothing about what was wrong."""
    email = _email(request)
    moved = sign_in.elsewhere(request) or (None if email else sign_in.start_again(request, "/signin"))
    if moved:
        return moved
    form, claim = RootPassword.read(request.form), Claim(request.browser, email=email)
    sign_in_state.keep(request, kind=ROOT, email=email, remember=form.remember.ticked)
    if not form.ok:
        return sign_in.show(request, _TEMPLATE, form, sign_in.barrier(request, sign_in_root.NAME, claim), email=email)
    tried = sign_in.check(request, sign_in_root.NAME, claim, form.password.secret)
    if tried.reason is None:
        return sign_in.go_on(request, tried)
    form.refusal = sign_in.refused(tried, Message("Check the address and the password, then try again"), "password")
    attempt_cookie.keep(request, tried.token)
    return sign_in.show(request, _TEMPLATE, form, tried.barrier, email=email)


def _email(request: PageRequest) -> str:
    return sign_in_state.visit(request).email or sign_in_state.remembered(request).email


page = Page("/signin/root", get=get, post=post, pool="hash", level=True)
