"""The root user's new password, after the mailbox was proven (P8, behaviour 4.1, recovery 3.2)."""

from __future__ import annotations

from frontdesk.authentication import attempts
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.outcome import Outcome
from frontdesk.authentication.purposes import reset_root_password
from frontdesk.core.messages import Message
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.web import attempt_cookie, forms, sign_in, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form

_START = "/recovery/root-password"
_TEMPLATE = "recovery/new_password.html"


class NewPassword(Form):
    """The new password, twice."""

    password: Field = forms.password(
        Message("New password"), autocomplete="new-password", parameter="Password",
        missing=Message("Enter a new password."),
    )  # fmt: skip
    confirm: Field = forms.password(
        Message("New password, once more"),
        autocomplete="new-password",
        missing=Message("Enter the new password again."),
    )


def get(request: PageRequest) -> Response:
    """Show the rules and ask, if this browser has proven the mailbox."""
    if not _is_proven(request):
        return sign_in.start_again(request, _START)
    return _show(request, NewPassword())


def post(request: PageRequest) -> Response:
    """Set the password; no session starts."""
    if not _is_proven(request):
        return sign_in.start_again(request, _START)
    form = NewPassword.read(request.form)
    if form.ok and form.password.value != form.confirm.value:
        form.fault("confirm", Message("The two passwords differ. Type the same one twice."))
    if not form.ok:
        return _show(request, form)
    try:
        outcome = _set(request, Filled(password=form.password.secret))
    except PasswordPolicyViolation as refusal:
        form.refuse(refusal)
        return _show(request, form)
    if outcome is None or outcome.wanted:
        return sign_in.start_again(request, _START)
    attempt_cookie.drop(request)
    return request.see_other("/recovery/done")


def done(request: PageRequest) -> Response:
    """Say what has happened and where to sign in."""
    return request.render("recovery/done.html")


def _set(request: PageRequest, filled: Filled) -> Outcome | None:
    return attempt_cookie.proven(
        request, reset_root_password.NAME, lambda ctx, attempt: attempts.complete(ctx, attempt, filled)
    )


def _is_proven(request: PageRequest) -> bool:
    return bool(attempt_cookie.proven(request, reset_root_password.NAME, lambda ctx, attempt: True))


def _show(request: PageRequest, form: NewPassword) -> Response:
    return request.render(_TEMPLATE, form=form, email=sign_in_state.visit(request).email)


pages = (Page("/recovery/new-password", get=get, post=post, pool="hash"), Page("/recovery/done", get=done))
