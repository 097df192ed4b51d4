"""Somebody who is signed in shows once more who it is, before a grave act (recovery 3.2)."""

from __future__ import annotations

from frontdesk.authentication import possession, records, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Proof, Requirement
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.subject import Subject, user_of
from frontdesk.authentication.tables import Attempt
from frontdesk.core.reasons import Reason
from frontdesk.directory import accounts, users
from frontdesk.store.context import Context

NAME = "step_up"
SIGN_IN = False


def subject(ctx: Context, claim: Claim) -> Subject:
    """Return the session's principal; the claim is made from the session, never typed."""
    account = accounts.find(ctx, claim.account)
    if account is None:
        return Subject(unknown=Reason.NO_SUCH_ACCOUNT)
    user = users.find(ctx.within(account.id), claim.user) if claim.user else None
    return Subject(account, user, Reason.NO_SUCH_USER if claim.user and user is None else None)


def remember(ctx: Context, attempt: Attempt, claim: Claim) -> None:
    """Keep which session the proofs are for."""
    attempt.data = {**attempt.data, "session": claim.session}


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the password and, of whoever has one, a device; a recovery code stands for none here."""
    return possession.required(ctx, attempt, codes=False, independent=attempt.principal_id == attempt.account_id)


def challenge(ctx: Context, attempt: Attempt) -> None:
    """A password needs nothing sent."""


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Add the proofs to the session, which has to be alive still."""
    started = sessions.prove(ctx, attempt.data["session"], attempt, proofs)
    if started is None:
        return Outcome(wanted="start-again")
    ctx.record(records.signin_event(ctx, attempt, user_of(ctx, attempt), "StepUp", response={"StepUp": "Success"}))
    return Outcome(session=started)
