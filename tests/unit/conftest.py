"""What unit tests stand on: one empty store on SQLite, with a clock of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.core.settings import Settings
from frontdesk.store.work import Store
from tests.support import stores


@pytest.fixture
def clock() -> stores.FrozenClock:
    """The store's clock."""
    return stores.FrozenClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The store's settings: the defaults, with a data folder that goes away."""
    return Settings(data=tmp_path)


@pytest.fixture
def store(settings: Settings, clock: stores.FrozenClock) -> Iterator[Store]:
    """An empty store."""
    with stores.opened(settings, clock) as store:
        yield store
