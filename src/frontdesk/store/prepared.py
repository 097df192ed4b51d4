"""Statements put together once, and run by the database's own driver.

SQLAlchemy looks a statement up, binds its values and wraps its rows anew at each use, which takes ten times what the
database does for a row. Here that is done once for each database; values and columns are converted as it would do.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Found = TypeVar("Found")
Convert = Callable[[Any], Any]
Values = Mapping[str, Any]


class Prepared(Generic[Found]):
    """A statement for any number of runs, with ``bindparam`` for what differs between them.

    An insert or update names in ``sets`` the columns that it is given. ``folded`` is for a query of many rows of plain
    columns: SQLite hands them over as one, because its Python driver lets go of the interpreter for every row.
    """

    def __init__(self, statement: Select[Found] | Insert | Update | Delete, *sets: str, folded: bool = False) -> None:
        self.statement = statement
        self._sets = list(sets)
        self._folded = folded
        self._on: dict[str, Driven] = {}

    def on(self, dialect: Dialect) -> Driven:
        """Return the statement as one database's driver takes it."""
        made = self._on.get(dialect.name)
        if made is None:
            made = self._on[dialect.name] = self._made(dialect)
        return made

    def _made(self, dialect: Dialect) -> Driven:
        compiled = self.statement.compile(dialect=dialect, column_keys=self._sets or None)
        assert isinstance(compiled, SQLCompiler)
        assert not compiled.insert_prefetch, "columns with defaults have to be given"
        columns = list(self.statement.selected_columns) if isinstance(self.statement, Select) else []
        folded = self._folded and dialect.name == "sqlite"
        names = [column.key or "" for column in columns]
        return Driven(
            sql=_folded(compiled.string, names, dialect) if folded else compiled.string,
            bind=_binding(compiled, dialect),
            read=_reading(names, [_result(column.type, dialect) for column in columns]),
            dialect=dialect,
            folded=folded,
        )


@dataclass(frozen=True)
class Driven:
    """A statement in one database's own words, with how to convert what goes in and comes out."""

    sql: str
    bind: Callable[[Values], Any]
    read: Callable[[Sequence[Any]], list[Any]]
    dialect: Dialect
    folded: bool

    def run(self, cursor: Any, values: Values) -> list[Any]:
        """Run it and return its rows, if it has any, with the columns by their names.

        Raises what SQLAlchemy would raise, without the values.
        """
        self._tell(cursor.execute, self.bind(values))
        if cursor.description is None:
            return []
        rows = cursor.fetchall()
        return self.read(json.loads(rows[0][0]) if self.folded else rows)

    def run_all(self, cursor: Any, several: Iterable[Values]) -> None:
        """Run it once for each set of values."""
        self._tell(cursor.executemany, [self.bind(values) for values in several])

    def _tell(self, execute: Callable[[str, Any], Any], bound: Any) -> None:
        faults: Any = self.dialect.loaded_dbapi
        try:
            execute(self.sql, bound)
        except faults.Error as fault:
            raise DBAPIError.instance(self.sql, None, fault, faults.Error, dialect=self.dialect) from fault


def _binding(compiled: SQLCompiler, dialect: Dialect) -> Callable[[Values], Any]:
    """Return what turns values by name into what the driver takes: a tuple, or a dict where it wants names."""
    fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required and bind.value is not None}
    converts = {name: _bound(bind.type, dialect) for name, bind in compiled.binds.items()}
    if not compiled.positional:
        given = list(converts.items())
        return lambda values: {name: _put(convert, name, values, fixed) for name, convert in given}
    order = [(name, converts[name]) for name in compiled.positiontup or ()]
    return lambda values: [
        values[name] if convert is None and name in values else _put(convert, name, values, fixed)
        for name, convert in order
    ]


def _put(convert: Convert | None, name: str, values: Values, fixed: Values) -> Any:
    value = values[name] if name in values else fixed[name]
    return value if convert is None else convert(value)


def _bound(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _reading(names: list[str], converts: list[Convert | None]) -> Callable[[Sequence[Any]], list[Any]]:
    row: Any = namedtuple("Columns", names, rename=True)  # type: ignore[misc]
    make: Callable[[Iterable[Any]], Any] = row._make
    if not any(converts):
        return lambda rows: list(map(make, rows))

    def read(rows: Sequence[Any]) -> list[Any]:
        columns = zip(*rows, strict=True)
        converted = [
            column if one is None else map(one, column) for one, column in zip(converts, columns, strict=False)
        ]
        return list(map(make, zip(*converted, strict=True)))

    return read


def _folded(sql: str, names: list[str], dialect: Dialect) -> str:
    columns = ", ".join(map(dialect.identifier_preparer.quote, names))
    return f"SELECT json_group_array(json_array({columns})) FROM ({sql})"  # noqa: S608 (both are our own)
