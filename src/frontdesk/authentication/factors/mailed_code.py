"""Reading a mailbox: a code mailed to it, typed into the page that asked (recovery 2.1)."""

from __future__ import annotations

import re
from datetime import timedelta

from frontdesk.authentication.evidence import EvidenceClass, Factor, Failure, Proof
from frontdesk.authentication.subject import Whom
from frontdesk.authentication.tables import Attempt, Challenge
from frontdesk.authentication.throttle import MAIL_ADDRESS_DAY, MAIL_ADDRESS_HOUR, MAIL_SOURCE, Scope
from frontdesk.core import ids
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password, digest
from frontdesk.store.context import Context

FACTOR = Factor.MAILED_CODE
TRIES = 5
LENGTH = 6


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Answers are counted on the code itself: five tries each."""
    return ()


def request_scopes(ctx: Context, claim_digest: str) -> tuple[Scope, ...]:
    """Count mails per address and source: 5 an hour and 10 a day, 20 an hour (recovery 5)."""
    return (
        Scope(f"mail-hour:{claim_digest}", MAIL_ADDRESS_HOUR),
        Scope(f"mail-day:{claim_digest}", MAIL_ADDRESS_DAY),
        Scope(f"mail-source:{ctx.origin.source}", MAIL_SOURCE),
    )


def pending(ctx: Context, attempt: Attempt) -> bool:
    """Say whether a code was issued for this attempt and not yet accepted."""
    return ctx.db.get(Challenge, (attempt.id, FACTOR.value)) is not None


def issue(ctx: Context, attempt: Attempt, life: timedelta, *, sent: bool = True) -> str:
    """Make a new code, which replaces the former one; it is kept as keyed digest only.

    A code that is not ``sent`` to anybody is never accepted, or guesses at it would be free of the limits on mail.
    """
    code = ids.digits(ctx.entropy, LENGTH)
    row = ctx.db.get(Challenge, (attempt.id, FACTOR.value))
    if row is None:
        row = Challenge(attempt_id=attempt.id, factor=FACTOR.value, sent=0)
        ctx.db.add(row)
    row.digest = _digest(ctx, attempt, code if sent else ids.token(ctx.entropy))
    row.issued_at, row.expires_at, row.tries = ctx.now, ctx.now + life, 0
    row.sent += 1
    return code


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Check a typed code; it counts once, in its time, within five tries."""
    row = ctx.db.get(Challenge, (attempt.id, FACTOR.value))
    code = re.sub(r"[\s-]", "", answer.reveal()[:40])
    if row is None or row.tries >= TRIES:
        return Failure(Reason.TOO_MANY_CODES)
    row.tries += 1
    if _digest(ctx, attempt, code) != row.digest:
        return Failure(Reason.WRONG_CODE)
    if ctx.now >= row.expires_at:
        return Failure(Reason.CODE_EXPIRED)
    ctx.db.delete(row)
    return Proof(FACTOR, ctx.now, frozenset({EvidenceClass.MAILBOX}))


def _digest(ctx: Context, attempt: Attempt, code: str) -> str:
    return digest(ctx.keyring.mac(f"{attempt.id}:{code}", "mailed-code"))
