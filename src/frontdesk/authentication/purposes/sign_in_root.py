"""The root user signs in with e-mail address, password and device, or with a passkey (behaviour 2.1, P1 and P2)."""

from __future__ import annotations

from frontdesk.authentication import enrolment, passkey_claims, possession, records, root_grace, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Proof, Requirement
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.subject import Subject, by_root_email
from frontdesk.authentication.tables import Attempt
from frontdesk.core.reasons import Reason
from frontdesk.store.context import Context

NAME = "sign_in_root"
SIGN_IN = True


def subject(ctx: Context, claim: Claim) -> Subject:
    """Find the account whose root user has this address or passkey."""
    if claim.passkey:
        return passkey_claims.subject(ctx, claim)
    account = by_root_email(ctx, claim.email)
    return Subject(account) if account else Subject(unknown=Reason.NO_SUCH_ACCOUNT)


def remember(ctx: Context, attempt: Attempt, claim: Claim) -> None:
    """Keep that a passkey is what was claimed with."""
    passkey_claims.remember(attempt, claim)


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the password and, where one is bound, a device or recovery code (recovery 3.2)."""
    return possession.required(ctx, attempt, independent=True)


def challenge(ctx: Context, attempt: Attempt) -> None:
    """A password needs nothing sent."""


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Start a session, unless a device has to be registered first (behaviour 3.6)."""
    if root_grace.is_over(ctx, attempt):
        if form.device is None:
            return Outcome(wanted="register-device")
        enrolment.register(ctx.within(attempt.account_id), enrolment.owner_in(attempt, proofs), form.device)
    ctx.record(records.console_login(ctx, attempt, None, None))
    return Outcome(session=sessions.start(ctx, attempt, proofs, None))
