"""SQLite and PostgreSQL behind one engine; every difference between them lives here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from frontdesk.core.settings import Settings

_SERIALIZATION_FAILURES = ("40001", "40P01")
_JSON = json.JSONDecoder()
_QUEUE = 0x717565756564  # any number of our own: "queued" in ASCII


def open_engine(settings: Settings) -> Engine:
    """Return the engine for these settings; the SQLite file's folder is made where missing."""
    if settings.database_url:
        return _postgresql(settings)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = settings.data / "frontdesk.sqlite"
    file.touch(mode=0o600)  # for its owner only, and SQLite gives its other files the same mode
    return _sqlite(f"sqlite:///{file}")


def _postgresql(settings: Settings) -> Engine:
    url = settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    size = settings.work_threads + (settings.hash_threads or 4) + 4
    return create_engine(url, isolation_level="SERIALIZABLE", pool_size=size, pool_pre_ping=True)


def _sqlite(url: str) -> Engine:
    given = {"check_same_thread": False, "isolation_level": None}
    engine = create_engine(url, connect_args=given, pool_size=64, json_deserializer=_read_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _read_json(text: str) -> Any:
    # of what json.loads does, all that is needed for text that json.dumps wrote
    return _JSON.raw_decode(text)[0]


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "busy_timeout=10000",
        "foreign_keys=ON",
        "cache_size=-4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # the driver's own BEGIN comes too late to give reads and writes of one unit of work the same snapshot
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.cursor().execute("BEGIN")  # takes no lock yet, so it cannot fail in any way to be told


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Let one unit of work at a time, of those that ask, run on PostgreSQL; SQLite's write lock does as much."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _QUEUE})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _QUEUE})


def row_locks_suffice(db: Session) -> None:
    """Let this unit of work, which has read nothing yet, rely on the rows it locks instead of on being serial.

    Workers that claim different rows of one queue would otherwise refuse each other on PostgreSQL. SQLite has
    one writer at a time, and nothing to relax.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"))


def is_conflict(fault: DBAPIError) -> bool:
    """Say whether running the same unit of work again may succeed."""
    if getattr(fault.orig, "sqlstate", None) in _SERIALIZATION_FAILURES:
        return True
    return isinstance(fault, IntegrityError) or "database is locked" in str(fault.orig)
