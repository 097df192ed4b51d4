"""Sign-ins of one person, read back from their events (behaviour 9.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdesk.store.context import Context
from frontdesk.store.events import EventRow

_NAME = "ConsoleLogin"


@dataclass(frozen=True)
class SignIn:
    """One finished attempt, right or wrong. ``reference`` finds its explanation."""

    at: datetime
    address: str
    agent: str
    completed: bool
    reference: str | None


def of(
    ctx: Context, principal_id: str, limit: int, *, since: datetime | None = None, before: datetime | None = None
) -> list[SignIn]:
    """Return a principal's sign-ins in the bound account, newest first.

    ``since`` and ``before`` bound the time. Attempts with a name that matched nobody belong to nobody.
    """
    query = ctx.select(EventRow).where(EventRow.principal_id == principal_id, EventRow.name == _NAME)
    if since is not None:
        query = query.where(EventRow.at >= since)
    if before is not None:
        query = query.where(EventRow.at < before)
    return [_read(row) for row in ctx.all(query.order_by(EventRow.at.desc(), EventRow.id).limit(limit))]


def _read(row: EventRow) -> SignIn:
    record: Mapping[str, Any] = row.record
    return SignIn(
        at=row.at,
        address=record["sourceIPAddress"],
        agent=record["userAgent"],
        completed=record["responseElements"][_NAME] == "Success",
        reference=row.reference,
    )
