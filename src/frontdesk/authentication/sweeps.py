"""What time ends: attempts, codes, counters, sessions. Each sweep may run twice with the same result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select

from frontdesk.authentication.tables import Attempt, Challenge, SessionRow, SpentPuzzle, Step, Throttle
from frontdesk.store.context import Context

_SESSION_KEPT = timedelta(days=400)


def forget_counters(ctx: Context) -> None:
    """Drop counters whose window is over and puzzles that ran out."""
    ctx.db.execute(delete(Throttle).where(Throttle.until <= ctx.now))
    ctx.db.execute(delete(SpentPuzzle).where(SpentPuzzle.expires_at <= ctx.now))


def forget_attempts(ctx: Context) -> None:
    """Drop attempts, their steps and codes, as old as the events that tell of them."""
    old = select(Attempt.id).where(Attempt.expires_at <= ctx.now - timedelta(days=ctx.settings.event_days))
    for table in (Step, Challenge):
        ctx.db.execute(delete(table).where(table.attempt_id.in_(old)))
    ctx.db.execute(delete(Attempt).where(Attempt.id.in_(old)))


def forget_codes(ctx: Context) -> None:
    """Drop codes that can no longer be typed."""
    ctx.db.execute(delete(Challenge).where(Challenge.expires_at <= ctx.now - timedelta(hours=1)))


def forget_sessions(ctx: Context) -> None:
    """Drop sessions that ended so long ago that no browser is known by them any more."""
    ctx.db.execute(delete(SessionRow).where(SessionRow.expires_at <= ctx.now - _SESSION_KEPT))


SWEEPS: dict[str, Callable[[Context], None]] = {
    "forget counters": forget_counters,
    "forget attempts": forget_attempts,
    "forget codes": forget_codes,
    "forget sessions": forget_sessions,
}
