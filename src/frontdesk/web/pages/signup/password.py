"""Opening an account: the root user's password (behaviour 3.1, 5.1)."""

from __future__ import annotations

from frontdesk.authentication.purposes import sign_up
from frontdesk.authentication.tables import Attempt
from frontdesk.core.messages import Message
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, forms, sign_in
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form

_TEMPLATE = "signup/password.html"


class RootPassword(Form):
    """The password, twice."""

    password: Field = forms.password(
        Message("Root user's password"), autocomplete="new-password", parameter="Password",
        missing=Message("Enter a password."),
    )  # fmt: skip
    confirm: Field = forms.password(
        Message("The password, once more"), autocomplete="new-password", missing=Message("Enter the password again.")
    )


def get(request: PageRequest) -> Response:
    """Show the rules and ask, if this browser has proven the mailbox."""
    asked = attempt_cookie.proven(request, sign_up.NAME, sign_up.wanted)
    if asked is None:
        return sign_in.start_again(request, "/signup")
    return request.render(_TEMPLATE, form=RootPassword(), asked=asked)


def post(request: PageRequest) -> Response:
    """Keep the password, hashed, until the account is made."""
    asked = attempt_cookie.proven(request, sign_up.NAME, sign_up.wanted)
    if asked is None:
        return sign_in.start_again(request, "/signup")
    form = RootPassword.read(request.form)
    if form.ok and form.password.value != form.confirm.value:
        form.fault("confirm", Message("The two passwords differ. Type the same one twice."))
    if form.ok:
        _choose(request, form)
    return request.see_other("/signup/contact") if form.ok else request.render(_TEMPLATE, form=form, asked=asked)


def _choose(request: PageRequest, form: RootPassword) -> None:
    typed = form.password.secret

    def run(ctx: Context, attempt: Attempt) -> None:
        sign_up.choose_password(ctx, attempt, typed)

    try:
        attempt_cookie.proven(request, sign_up.NAME, run)
    except PasswordPolicyViolation as refusal:
        form.refuse(refusal)


page = Page("/signup/password", get=get, post=post, pool="hash")
