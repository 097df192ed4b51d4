"""Whoever reads root's former mailbox stops the change of the address, for 72 hours (recovery 3.2, decision 0014)."""

from __future__ import annotations

from frontdesk.authentication import root_email_notices, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor, Proof, Requirement, one_of
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.subject import Subject, account_of, end_others
from frontdesk.authentication.tables import Attempt
from frontdesk.core.reasons import Reason
from frontdesk.directory import accounts, root_email
from frontdesk.directory.tables import RootEmailChange
from frontdesk.store.context import Context

NAME = "take_back"
SIGN_IN = False


def subject(ctx: Context, claim: Claim) -> Subject:
    """Return the account whose change the link is about."""
    row = root_email.by_secret(ctx, claim.link)
    account = accounts.find(ctx, row.account_id) if row else None
    return Subject(account) if account else Subject(unknown=Reason.TAKE_BACK_OVER)


def remember(ctx: Context, attempt: Attempt, claim: Claim) -> None:
    """Keep which change it is."""
    row = root_email.by_secret(ctx, claim.link)
    attempt.data = {**attempt.data, "change": row.id if row else None}


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the secret of the link: it gives back what there was, and nothing new."""
    return Requirement((one_of(Factor.TAKE_BACK),))


def challenge(ctx: Context, attempt: Attempt) -> None:
    """The link was mailed when the address was changed."""


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Give root the former address back, end root's sessions and attempts, and tell both addresses and the contacts."""
    account, row = account_of(ctx, attempt), ctx.by_key(RootEmailChange, attempt.data["change"])
    if account is None or row is None:
        return Outcome(wanted="start-again")
    present = account.email
    if not root_email.restore(ctx, row):
        return Outcome(wanted="start-again")
    sessions.end_all(ctx, account.id)
    end_others(ctx, attempt)
    root_email_notices.record(ctx, attempt, "PrimaryEmailRestored")
    root_email_notices.restored(ctx, attempt, account, present)
    return Outcome(account_id=account.id)
