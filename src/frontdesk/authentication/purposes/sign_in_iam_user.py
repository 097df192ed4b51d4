"""An IAM user signs in with account, user name, password and device, or with a passkey (behaviour 2.1, P3 and P9)."""

from __future__ import annotations

from frontdesk.authentication import own_password, passkey_claims, possession, records, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Proof, Requirement
from frontdesk.authentication.factors import password as password_factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.subject import Subject, by_label, user_of
from frontdesk.authentication.tables import Attempt
from frontdesk.core.errors import Internal
from frontdesk.core.reasons import Reason
from frontdesk.credentials import passwords
from frontdesk.directory import users
from frontdesk.store.context import Context

NAME = "sign_in_iam_user"
SIGN_IN = True


def subject(ctx: Context, claim: Claim) -> Subject:
    """Find the account by id or alias, and the user in it; or whose passkey it is."""
    if claim.passkey:
        return passkey_claims.subject(ctx, claim)
    account = by_label(ctx, claim.account)
    if account is None:
        return Subject(unknown=Reason.NO_SUCH_ACCOUNT)
    user = users.find(ctx.within(account.id), claim.user.strip())
    return Subject(account, user) if user else Subject(account, unknown=Reason.NO_SUCH_USER)


def remember(ctx: Context, attempt: Attempt, claim: Claim) -> None:
    """Keep that a passkey is what was claimed with."""
    passkey_claims.remember(attempt, claim)


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the password and, where one is bound, a device or recovery code (recovery 3.2)."""
    return possession.required(ctx, attempt)


def challenge(ctx: Context, attempt: Attempt) -> None:
    """A password needs nothing sent."""


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Start a session, after a new password where one is due."""
    user = user_of(ctx, attempt)
    row = passwords.of(ctx, user.id) if user else None
    if user is None or row is None:
        raise Internal(cause="a proven IAM user is gone")
    if row.reset_required or password_factor.expired(ctx, row):
        if form.password is None:
            return Outcome(wanted="new-password")
        own_password.choose(ctx, user, form.old_password, form.password, demanded=True)
        ctx.record(records.signin_event(ctx, attempt, user, "PasswordUpdated", response={"PasswordUpdated": "Success"}))
    users.note_password_use(ctx, user)
    ctx.record(records.console_login(ctx, attempt, user, None))
    return Outcome(session=sessions.start(ctx, attempt, proofs, user))
