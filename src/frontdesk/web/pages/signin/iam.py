"""An IAM user's account, user name and password (P3)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authentication.claims import Claim
from frontdesk.authentication.purposes import sign_in_iam_user
from frontdesk.authentication.throttle import Barrier
from frontdesk.core.messages import Message
from frontdesk.web import addresses, attempt_cookie, forms, sign_in, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.sign_in_state import IAM


class IamPassword(Form):
    """The three boxes, and whether to remember two of them."""

    account: Field = forms.text(
        Message("Account ID or alias"),
        hint=Message("Twelve digits, or the name in your account's sign-in address."),
        autocomplete="organization",
        most=64,
        missing=Message("Enter the account ID or alias."),
    )
    user: Field = forms.text(
        Message("User name"), autocomplete="username", most=64, missing=Message("Enter your user name.")
    )
    password: Field = forms.password(
        Message("Password"), autocomplete="current-password", missing=Message("Enter your password.")
    )
    remember: Field = forms.tick(
        Message("Remember this account and user name"), hint=Message("On this browser only. Never the password.")
    )


@dataclass(frozen=True)
class _Names:
    account: str = ""
    user: str = ""
    remember: str = ""


def get(request: PageRequest) -> Response:
    """Ask for all three, with what is known of the first two."""
    moved = sign_in.elsewhere(request)
    if moved:
        return moved
    names = _names(request)
    form = IamPassword.showing(account=names.account, user=names.user, remember=names.remember)
    before = sign_in.barrier(request, sign_in_iam_user.NAME, _claim(request, form))
    return _show(request, form, before)


def post(request: PageRequest) -> Response:
    """Check the password; a refusal says nothing about what was wrong."""
    moved = sign_in.elsewhere(request)
    if moved:
        return moved
    form = IamPassword.read(request.form)
    claim = _claim(request, form)
    if not form.ok:
        return _show(request, form, sign_in.barrier(request, sign_in_iam_user.NAME, claim))
    names = {"account": form.account.value, "user": form.user.value}
    sign_in_state.keep(request, kind=IAM, **names, remember=form.remember.ticked)
    tried = sign_in.check(request, sign_in_iam_user.NAME, claim, form.password.secret)
    if tried.reason is None:
        return sign_in.go_on(request, tried)
    form.refusal = sign_in.refused(tried, Message("Check all three fields, then try again"), "account")
    attempt_cookie.keep(request, tried.token)
    return _show(request, form, tried.barrier)


def _claim(request: PageRequest, form: IamPassword) -> Claim:
    return Claim(request.browser, account=form.account.value, user=form.user.value)


def _names(request: PageRequest) -> _Names:
    said, known = sign_in_state.visit(request), sign_in_state.remembered(request)
    if said.account and said.account != known.account:
        return _Names(said.account, said.user)
    return _Names(known.account, known.user, "yes" if known.account else "")


def _show(request: PageRequest, form: IamPassword, before: Barrier) -> Response:
    label = form.account.value.strip().lower()
    address = addresses.account_address(request.settings, label) if addresses.is_label(label) else None
    return sign_in.show(request, "signin/iam.html", form, before, address=address)


page = Page("/signin/iam", get=get, post=post, pool="hash", level=True)
