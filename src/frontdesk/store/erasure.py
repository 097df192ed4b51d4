"""Deleting what an account has left, a bounded number of rows at a time."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from frontdesk.store import whole
from frontdesk.store.context import Context


def erase(ctx: Context, account_id: str, kept: Collection[str], most: int) -> int:
    """Delete at most ``most`` rows of an account from all tables but the ``kept`` ones; return how many went."""
    gone = 0
    for table in whole.of_accounts():
        if table.name not in kept and gone < most:
            gone += _erase(ctx, table, account_id, most - gone)
    return gone


def _erase(ctx: Context, table: sa.Table, account_id: str, most: int) -> int:
    keys = list(table.primary_key.columns)
    found = ctx.db.execute(sa.select(*keys).where(table.c.account_id == account_id).limit(most)).all()
    if found:
        ctx.db.execute(sa.delete(table).where(sa.tuple_(*keys).in_([tuple(row) for row in found])))
    return len(found)
