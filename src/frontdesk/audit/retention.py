"""How long events are kept (behaviour 9: ninety days unless the installation says otherwise)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from frontdesk.store.context import Context
from frontdesk.store.events import EventRow

_BATCH = 1000


def forget_old(ctx: Context) -> bool:
    """Delete events older than ``settings.event_days``; return whether there may be more to delete."""
    old = select(EventRow.id).where(EventRow.at < ctx.now - timedelta(days=ctx.settings.event_days))
    ids = list(ctx.db.scalars(old.limit(_BATCH)))
    ctx.db.execute(delete(EventRow).where(EventRow.id.in_(ids)))
    return len(ids) == _BATCH
