"""What is to be asked of the processor: written with the change that wants it, done by the worker (architecture 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, or_, select

from frontdesk.billing.tables import Errand
from frontdesk.core import ids
from frontdesk.store.context import Context
from frontdesk.store.engine import row_locks_suffice

BEGIN, LOOK, EDIT, FORGET, PAY, CANCEL = "begin", "look", "edit", "forget", "pay", "cancel"
# longer than the slowest exchange with a processor, so that a living worker never loses what it holds
LEASE = timedelta(minutes=3)
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 3600 * 6))
# what has to end one way or the other is asked for ever; anything else is given up after the last BACK_OFF
_NEVER_GIVEN_UP = (PAY, CANCEL, LOOK)
_KEPT = timedelta(days=30)
_FAULT_LENGTH = 300
_BATCH = 1000


@dataclass(frozen=True)
class Task:
    """A claimed errand; ``lease`` says which claim this is."""

    id: str
    account_id: str
    act: str
    subject: str
    lease: datetime


def ask(ctx: Context, act: str, subject: str, *, later: timedelta = timedelta()) -> None:
    """Let the worker do ``act`` for a method or payment of the bound account; twice the same waits only once."""
    if ctx.first(_same(act, subject).where(Errand.claimed_until.is_(None), Errand.due_at <= ctx.now + later)):
        return
    ctx.add(
        Errand(
            id=ids.unique(ctx.entropy),
            account_id=ctx.account_id or "",
            act=act,
            subject=subject,
            state="waiting",
            created_at=ctx.now,
            due_at=ctx.now + later,
            tries=0,
        )
    )
    ctx.after.append(ctx.ring)


def _same(act: str, subject: str) -> Select[Errand]:
    return select(Errand).where(Errand.subject == subject, Errand.act == act, Errand.state == "waiting")


def is_due(ctx: Context) -> bool:
    """Say whether something waits to be done now; takes no lock."""
    return ctx.db.scalar(_due(ctx).limit(1)) is not None


def claim(ctx: Context) -> Task | None:
    """Reserve the errand that has been due for longest until ``LEASE`` from now, or return None.

    No two workers hold the same one: call this first in a unit of work with ``writes``.
    """
    row_locks_suffice(ctx.db)
    row = ctx.first(_due(ctx).order_by(Errand.due_at, Errand.id).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.claimed_until = ctx.now + LEASE
    return Task(row.id, row.account_id, row.act, row.subject, row.claimed_until)


def done(ctx: Context, task: Task) -> None:
    """Mark an errand as done, whoever holds the claim by now."""
    row = ctx.by_key(Errand, task.id)
    if row is not None and row.state == "waiting":
        row.tries += 1
        _finish(ctx, row, "done")


def failed(ctx: Context, task: Task, fault: str) -> bool:
    """Note a failed try and when the next one is due; return whether the errand was given up for good.

    Does nothing when the claim has passed to somebody else.
    """
    row = ctx.by_key(Errand, task.id)
    if row is None or row.state != "waiting" or row.claimed_until != task.lease:
        return False
    row.tries += 1
    row.fault = fault[:_FAULT_LENGTH]
    if row.tries > len(BACK_OFF) and row.act not in _NEVER_GIVEN_UP:
        _finish(ctx, row, "dead")
        return True
    row.claimed_until = None
    row.due_at = ctx.now + BACK_OFF[min(row.tries, len(BACK_OFF)) - 1]
    return False


def forget_finished(ctx: Context) -> bool:
    """Delete errands that ended more than a month ago; return whether there may be more to delete."""
    old = select(Errand.id).where(Errand.state != "waiting", Errand.finished_at < ctx.now - _KEPT).limit(_BATCH)
    found = list(ctx.db.scalars(old))
    ctx.db.execute(delete(Errand).where(Errand.id.in_(found)))
    return len(found) == _BATCH


def _due(ctx: Context) -> Select[Errand]:
    free: ColumnElement[bool] = or_(Errand.claimed_until.is_(None), Errand.claimed_until <= ctx.now)
    return select(Errand).where(Errand.state == "waiting", Errand.due_at <= ctx.now, free)


def _finish(ctx: Context, row: Errand, state: str) -> None:
    row.state, row.finished_at, row.claimed_until = state, ctx.now, None
