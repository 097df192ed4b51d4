"""Brings a database to the shape this version needs. Alembic is imported only when there is work to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from frontdesk.core.errors import Unavailable

FOLDER = Path(__file__).parent / "migrations"
_NEWEST = max(path.stem.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))
_LOCK = 0x66726F6E746465  # any number of our own: "frontde" in ASCII


class NewerDatabase(Unavailable):
    """The database was brought forward by a newer Frontdesk; this one would damage it."""


def head(engine: Engine) -> bool:
    """Say whether the database has the shape this version needs: two cheap queries."""
    with engine.connect() as connection:
        return _revision(connection) == _NEWEST


def upgrade(engine: Engine) -> None:
    """Bring the database to this version's shape; raises NewerDatabase when it is ahead of us.

    Any number of processes may call this at once: one works while the others wait. It all happens in one
    transaction, so that a process killed meanwhile leaves the old shape.
    """
    # a serializable snapshot taken while waiting for the lock would not show what the other process did
    postgresql = engine.dialect.name == "postgresql"
    options: dict[str, Any] = {"isolation_level": "READ COMMITTED"} if postgresql else {"writes": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if _revision(connection) != _NEWEST:
            _run(connection)


def differences(engine: Engine, models: MetaData) -> list[Any]:
    """Return how the database differs from ``models``, in Alembic's words; empty when they agree.

    The caller imports every module with tables first, because this one knows none of them.
    """
    from alembic.autogenerate import compare_metadata  # costs 100 ms that a start need not pay
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), models))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found > _NEWEST:
        raise NewerDatabase(
            "The database was made by a newer Frontdesk. Start that version, or bring back a copy of the database.",
            cause=f"database is at {found}, this version at {_NEWEST}",
        )
    return found


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
