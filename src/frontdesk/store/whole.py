"""Every table there is, whichever part of the house keeps it: for what is true of an account as a whole."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import sqlalchemy as sa

import frontdesk
from frontdesk.store.base import Table

_OURS = ("frontdesk.store.events", "frontdesk.store.outbox")


@cache
def tables() -> tuple[sa.Table, ...]:
    """Return every table, by name; imports each package's module of tables, so that none is overlooked."""
    for name in (*_OURS, *(module.name for module in walk_packages(frontdesk.__path__, "frontdesk."))):
        if name in _OURS or name.endswith(".tables"):
            import_module(name)
    return tuple(sorted(Table.metadata.tables.values(), key=lambda table: table.name))


def of_accounts() -> tuple[sa.Table, ...]:
    """Return the tables whose rows each belong to an account."""
    return tuple(table for table in tables() if "account_id" in table.columns)
