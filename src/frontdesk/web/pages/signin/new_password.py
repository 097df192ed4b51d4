"""A new password where one is due before an IAM user comes in (P9)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authentication import attempts
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.outcome import Outcome
from frontdesk.authentication.purposes import sign_in_iam_user
from frontdesk.authentication.subject import account_of, user_of
from frontdesk.authentication.tables import Attempt
from frontdesk.core.errors import AccessDenied, FrontdeskError, ValidationError
from frontdesk.core.messages import Message
from frontdesk.core.reasons import Reason
from frontdesk.credentials import password_rules
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, forms, sign_in
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form

_TEMPLATE = "signin/new_password.html"


class NewPassword(Form):
    """The old password, and the new one twice."""

    old: Field = forms.password(
        Message("Old password"), autocomplete="current-password", parameter="OldPassword",
        hint=Message("The one you have just signed in with."), missing=Message("Enter the old password."),
    )  # fmt: skip
    new: Field = forms.password(
        Message("New password"), autocomplete="new-password", parameter="NewPassword",
        missing=Message("Enter a new password."),
    )  # fmt: skip
    confirm: Field = forms.password(
        Message("New password, once more"),
        autocomplete="new-password",
        missing=Message("Enter the new password again."),
    )


@dataclass(frozen=True)
class Due:
    """Whose password is due, and the rules for it."""

    user: str
    account: str
    rules: list[Message]


def get(request: PageRequest) -> Response:
    """Show the rules and ask; without a proven sign-in there is nothing to do here."""
    due = attempt_cookie.proven(request, sign_in_iam_user.NAME, _due)
    if due is None:
        return sign_in.start_again(request, "/signin/iam")
    return request.render(_TEMPLATE, form=NewPassword(), due=due)


def post(request: PageRequest) -> Response:
    """Set the password and come in, or say beside the field why it cannot be."""
    due = attempt_cookie.proven(request, sign_in_iam_user.NAME, _due)
    if due is None:
        return sign_in.start_again(request, "/signin/iam")
    form = NewPassword.read(request.form)
    if form.ok and form.new.value != form.confirm.value:
        form.fault("confirm", Message("The two new passwords differ. Type the same one twice."))
    return _complete(request, form, due) if form.ok else request.render(_TEMPLATE, form=form, due=due)


def _complete(request: PageRequest, form: NewPassword, due: Due) -> Response:
    filled = Filled(password=form.new.secret, old_password=form.old.secret)

    def run(ctx: Context, attempt: Attempt) -> Outcome:
        outcome = attempts.complete(ctx, attempt, filled)
        sign_in.settle(ctx, outcome, several=request.several)
        return outcome

    try:
        done = attempt_cookie.proven(request, sign_in_iam_user.NAME, run)
    except (AccessDenied, PasswordPolicyViolation, ValidationError) as refusal:
        return _refused(request, form, due, refusal)
    if done is None or done.session is None:
        return sign_in.start_again(request, "/signin/iam")
    return sign_in.let_in(request, done.session)


def _refused(request: PageRequest, form: NewPassword, due: Due, refusal: FrontdeskError) -> Response:
    reason = _reason(refusal)
    step = attempt_cookie.holding(request, lambda ctx, attempt: attempts.refuse(ctx, attempt, reason))
    if reason is Reason.MAY_NOT_CHANGE_PASSWORD:
        reference = step.reference if step else None
        return request.render("signin/may_not_change.html", 403, due=due, reference=reference)
    if reason is Reason.WRONG_PASSWORD:
        form.fault("old", refusal.public)
    else:
        form.fault("new", refusal.public)
    return request.render(_TEMPLATE, form=form, due=due)


def _reason(refusal: FrontdeskError) -> Reason:
    if not isinstance(refusal, AccessDenied):
        return Reason.NEW_PASSWORD_REFUSED
    forbidden = refusal.cause == Reason.MAY_NOT_CHANGE_PASSWORD.value
    return Reason.MAY_NOT_CHANGE_PASSWORD if forbidden else Reason.WRONG_PASSWORD


def _due(ctx: Context, attempt: Attempt) -> Due | None:
    account, user = account_of(ctx, attempt), user_of(ctx, attempt)
    if account is None or user is None:
        return None
    return Due(user.name, account.name, password_rules.sentences(password_rules.of(account)))


page = Page("/signin/new-password", get=get, post=post, pool="hash")
