"""The same store on both databases: every test in this folder runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.core.settings import Settings
from frontdesk.store.work import Store
from tests.support import postgres, stores


@pytest.fixture
def clock() -> stores.FrozenClock:
    """The store's clock."""
    return stores.FrozenClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The settings of an empty database that nothing was done to."""
    if request.param == "sqlite":
        return Settings(data=tmp_path)
    cluster: postgres.Cluster = request.getfixturevalue("postgresql")
    return Settings(data=tmp_path, database_url=cluster.database())


@pytest.fixture
def store(settings: Settings, clock: stores.FrozenClock) -> Iterator[Store]:
    """An empty store."""
    with stores.opened(settings, clock) as store:
        yield store
