"""The rows that a unit of work leaves behind, written with one plain statement for each kind of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from frontdesk.store.base import Table
from frontdesk.store.prepared import Prepared, Values


def write(db: Session, run_all: Callable[[Prepared[Any], Iterable[Values]], None]) -> None:
    """Write, with ``run_all``, what was added to the session and is not written yet; the session lets go of it.

    For the end of a unit of work. A session would first find out which row depends on which, which costs several
    times what the statements do; here none does. It still does so where rows go in the same unit of work, because a
    new one may take the place of one that goes.
    """
    if db.deleted:
        return
    for (table, names), rows in groupby(db.new, _shape):
        written = [(row, {name: row.__dict__[name] for name in names}) for row in rows]
        run_all(_into(table, names), [values for _, values in written])
        for row, _ in written:
            db.expunge(row)


def _shape(row: Table) -> tuple[type[Table], tuple[str, ...]]:
    # what was never set is left to the column
    return type(row), tuple(name for name in _columns(type(row)) if name in row.__dict__)


@cache
def _columns(table: type[Table]) -> tuple[str, ...]:
    return tuple(column.key for column in inspect(table).column_attrs)


@cache
def _into(table: type[Any], names: tuple[str, ...]) -> Prepared[Any]:
    return Prepared(insert(table), *names)
