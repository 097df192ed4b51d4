"""Alembic's entry: runs the versions on the connection, and in the transaction, that store.migrate opened."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from frontdesk.store.base import Moment


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what the database stores, so that versions never change meaning."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Moment) else False


attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("models", sa.MetaData()),
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
