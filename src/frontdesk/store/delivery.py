"""The outbox as the worker sees it: claim, deliver, try again, give up (architecture 8)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, or_, select

from frontdesk.core.errors import NotFound
from frontdesk.store.context import OUTBOX_PURPOSE, Context
from frontdesk.store.engine import row_locks_suffice
from frontdesk.store.outbox import Mail, OutboxRow

# longer than the slowest exchange with a mail server, so that a living worker never loses what it holds
LEASE = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
KEPT = timedelta(days=7)
MAILBOX_KEPT = 500
_FAULT_LENGTH = 300
_BATCH = 1000


@dataclass(frozen=True)
class Parcel:
    """A claimed outbox row. ``id`` is the idempotency key; ``lease`` says which claim this is.

    ``mail`` is None when no key of the keyring opens the row.
    """

    id: str
    mail: Mail | None
    created_at: datetime
    lease: datetime


def is_due(ctx: Context) -> bool:
    """Say whether something waits to be delivered now; takes no lock."""
    return ctx.db.scalar(_due(ctx).limit(1)) is not None


def claim(ctx: Context) -> Parcel | None:
    """Reserve the row that has been due for longest until ``LEASE`` from now, or return None.

    No two workers hold the same row: call this first in a unit of work with ``writes``, which takes SQLite's
    write lock at once; PostgreSQL skips the rows that others are claiming.
    """
    row_locks_suffice(ctx.db)
    row = ctx.first(_due(ctx).order_by(OutboxRow.due_at, OutboxRow.id).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.claimed_until = ctx.now + LEASE
    return Parcel(row.id, opened(ctx, row), row.created_at, row.claimed_until)


def opened(ctx: Context, row: OutboxRow) -> Mail | None:
    """Return the mail inside a row, or None when no key of the keyring opens it."""
    body = ctx.keyring.open(row.sealed, OUTBOX_PURPOSE)
    if body is None:
        return None
    content = json.loads(body)
    return Mail(row.message, content["to"], content["fields"], content["locale"], row.account_id)


def delivered(ctx: Context, parcel: Parcel) -> None:
    """Mark a parcel as accepted by its receiver, whoever holds the claim by now."""
    row = ctx.db.get(OutboxRow, parcel.id)
    if row is not None and row.state != "delivered":
        row.tries += 1
        row.fault = None
        _finish(ctx, row, "delivered")


def failed(ctx: Context, parcel: Parcel, fault: str, *, for_good: bool = False) -> datetime | None:
    """Note a failed try; return when the next one is due, or None when the row is dead now.

    A row is dead after the try that follows the last ``BACK_OFF``, or at once ``for_good``. Does nothing
    when the claim has passed to somebody else.
    """
    row = ctx.db.get(OutboxRow, parcel.id)
    if row is None or row.state != "waiting" or row.claimed_until != parcel.lease:
        return None
    row.tries += 1
    row.fault = fault[:_FAULT_LENGTH]
    if for_good or row.tries > len(BACK_OFF):
        _finish(ctx, row, "dead")
        return None
    row.claimed_until = None
    row.due_at = ctx.now + BACK_OFF[row.tries - 1]
    return row.due_at


def dead(ctx: Context, limit: int = 100) -> list[OutboxRow]:
    """Return what was given up, newest first: the operator's dead letters, of all accounts."""
    query = select(OutboxRow).where(OutboxRow.state == "dead")
    return ctx.all(query.order_by(OutboxRow.finished_at.desc(), OutboxRow.id).limit(limit))


def requeue(ctx: Context, id: str) -> None:
    """Let a dead letter be tried again from now, with all its tries; raises NotFound for any other id."""
    row = ctx.db.get(OutboxRow, id)
    if row is None or row.state != "dead":
        raise NotFound("There is no dead letter {id}.", id=id)
    row.state, row.tries, row.due_at, row.finished_at, row.claimed_until = "waiting", 0, ctx.now, None, None


def forget_finished(ctx: Context) -> bool:
    """Delete rows that ended more than ``KEPT`` ago; return whether there may be more to delete.

    Dead letters stay until somebody requeues them. Where no mail server is set, the rows are the only
    copies there are, and the newest ``MAILBOX_KEPT`` delivered ones stay too.
    """
    ended = OutboxRow.state.in_(("delivered", "discarded"))
    old = select(OutboxRow.id).where(ended, OutboxRow.created_at < ctx.now - KEPT)
    if not ctx.settings.mail_host:
        old = old.where(OutboxRow.id.not_in(_newest_delivered()))
    ids = list(ctx.db.scalars(old.limit(_BATCH)))
    ctx.db.execute(delete(OutboxRow).where(OutboxRow.id.in_(ids)))
    return len(ids) == _BATCH


def _newest_delivered() -> Select[str]:
    query = select(OutboxRow.id).where(OutboxRow.state == "delivered")
    return query.order_by(OutboxRow.created_at.desc(), OutboxRow.id.desc()).limit(MAILBOX_KEPT)


def _due(ctx: Context) -> Select[OutboxRow]:
    free: ColumnElement[bool] = or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= ctx.now)
    return select(OutboxRow).where(OutboxRow.state == "waiting", OutboxRow.due_at <= ctx.now, free)


def _finish(ctx: Context, row: OutboxRow, state: str) -> None:
    row.state, row.finished_at, row.claimed_until = state, ctx.now, None
