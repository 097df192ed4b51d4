"""Events as the host sees them: every account's."""

from __future__ import annotations

from typing import Any

from frontdesk.store.context import Context
from frontdesk.store.events import EventRow


def newest(ctx: Context, account_id: str | None, limit: int) -> list[dict[str, Any]]:
    """Return the newest records, of one account or of all."""
    query = ctx.within(account_id).select(EventRow) if account_id else ctx.across_accounts(EventRow)
    rows = ctx.all(query.order_by(EventRow.at.desc(), EventRow.id.desc()).limit(limit))
    return [row.record for row in rows]
