"""Migrations: they make what the models say, once, however many ask for it at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, inspect, text

from frontdesk.core.settings import Settings
from frontdesk.store import migrate
from frontdesk.store.base import Table
from frontdesk.store.engine import open_engine
from frontdesk.store.migrate import NewerDatabase
from tools import migration


@pytest.fixture
def database(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_an_empty_database_is_behind_and_an_upgraded_one_is_not(database: Engine) -> None:
    assert not migrate.head(database)
    migrate.upgrade(database)
    assert migrate.head(database)


def test_migrations_make_what_the_models_say(database: Engine) -> None:
    migration.models()
    assert migrate.differences(database, Table.metadata), "an empty database lacks every table"
    migrate.upgrade(database)
    assert migrate.differences(database, Table.metadata) == []


def test_every_table_of_the_product_is_known_to_the_comparison() -> None:
    migration.models()
    assert {"accounts", "attempts", "events", "outbox", "passwords", "users"} <= set(Table.metadata.tables)


def test_a_missing_column_is_a_difference(database: Engine) -> None:
    migrate.upgrade(database)
    with database.connect() as connection, connection.begin():
        connection.execute(text("ALTER TABLE outbox DROP COLUMN fault"))
    assert len(migrate.differences(database, Table.metadata)) == 1


def test_upgrading_twice_changes_nothing(database: Engine) -> None:
    migrate.upgrade(database)
    before = tables(database)
    migrate.upgrade(database)
    assert tables(database) == before


def test_many_may_start_at_once(database: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migrate.upgrade, [database] * 6))
    assert migrate.head(database)


def test_a_newer_database_is_left_alone(database: Engine) -> None:
    migrate.upgrade(database)
    with database.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        migrate.head(database)
    with pytest.raises(NewerDatabase):
        migrate.upgrade(database)


def test_an_upgrade_that_fails_leaves_the_old_shape(database: Engine) -> None:
    with database.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE users (id INTEGER)"))  # stands in the way, after some were made
    with pytest.raises(Exception, match="users"):
        migrate.upgrade(database)
    assert tables(database) == {"users"}
    assert not migrate.head(database)


def test_asking_for_the_head_does_not_load_alembic() -> None:
    code = (
        "import sys, tempfile, pathlib\n"
        "from frontdesk.core.settings import Settings\n"
        "from frontdesk.store import engine, migrate\n"
        "database = engine.open_engine(Settings(data=pathlib.Path(tempfile.mkdtemp())))\n"
        "assert not migrate.head(database)\n"
        "assert 'alembic' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_versions_follow_each_other_without_a_gap() -> None:
    numbers = sorted(path.name[:4] for path in (migrate.FOLDER / "versions").glob("[0-9]*.py"))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
