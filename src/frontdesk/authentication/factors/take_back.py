"""Reading a mailbox that was root's until lately: the secret of the link mailed there (recovery 2.1)."""

from __future__ import annotations

from frontdesk.authentication.evidence import EvidenceClass, Factor, Failure, Proof
from frontdesk.authentication.subject import Whom
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import HOUR, Policy, Scope
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.directory import root_email
from frontdesk.store.context import Context

FACTOR = Factor.TAKE_BACK
_SOURCE = Policy(20, HOUR, free=20)


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Links that stop nothing are counted by source; a good one may be used as often as it likes."""
    return (Scope(f"take-back:{ctx.origin.source}", _SOURCE),)


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Check that the link belongs to the change that the attempt is about, and that it may still be stopped."""
    row = root_email.by_secret(ctx, answer.reveal())
    if row is None or row.id != attempt.data.get("change") or not root_email.can_be_stopped(ctx, row):
        return Failure(Reason.TAKE_BACK_OVER)
    return Proof(FACTOR, ctx.now, frozenset({EvidenceClass.MAILBOX}))
