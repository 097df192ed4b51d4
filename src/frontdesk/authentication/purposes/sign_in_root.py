"""The root user signs in with e-mail address and password (behaviour 2.1, P1 and P2)."""

from __future__ import annotations

from frontdesk.authentication import records, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor, Proof, Requirement, one_of
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.subject import Subject, by_root_email
from frontdesk.authentication.tables import Attempt
from frontdesk.core.reasons import Reason
from frontdesk.store.context import Context

NAME = "sign_in_root"
SIGN_IN = True


def subject(ctx: Context, claim: Claim) -> Subject:
    """Find the account whose root user has this address."""
    account = by_root_email(ctx, claim.email)
    return Subject(account) if account else Subject(unknown=Reason.NO_SUCH_ACCOUNT)


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the password."""
    return Requirement((one_of(Factor.PASSWORD),))


def challenge(ctx: Context, attempt: Attempt) -> None:
    """A password needs nothing sent."""


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Start a session."""
    ctx.record(records.console_login(ctx, attempt, None, None))
    return Outcome(session=sessions.start(ctx, attempt, proofs, None))
