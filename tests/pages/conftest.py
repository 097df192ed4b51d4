"""What page tests stand on: an empty store, the page door over it, and a browser of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.audit.reads import ReadLog
from frontdesk.core.settings import Settings
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.store.work import Store
from frontdesk.web import session_cookie
from frontdesk.web.site import build_pages
from tests.pages.arrivals import Arrivals
from tests.pages.client import Client
from tests.pages.office import Office
from tests.support import stores


@pytest.fixture
def clock() -> stores.FrozenClock:
    """The store's clock."""
    return stores.FrozenClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The defaults, with a data folder that goes away and password hashes that cost little."""
    return Settings(
        data=tmp_path, name="Harbour Cloud", hash_memory_kib=8192, hash_passes=1, work_threads=1, hash_threads=1
    )


@pytest.fixture
def store(settings: Settings, clock: stores.FrozenClock) -> Iterator[Store]:
    """An empty store."""
    with stores.opened(settings, clock) as store:
        yield store


@pytest.fixture
def desk(store: Store) -> Desk:
    """The store with a log of reads."""
    return Desk(store, ReadLog(store))


@pytest.fixture
def pools(settings: Settings) -> Iterator[Pools]:
    """One thread for work, one for hashes."""
    pools = Pools(settings)
    yield pools
    pools.work.close()
    pools.hash.close()


@pytest.fixture
def visitor(desk: Desk, pools: Pools) -> Client:
    """A browser of somebody who is not signed in; nobody ever is."""
    return Client(build_pages(desk, pools, lambda request: None))


@pytest.fixture
def office(desk: Desk, pools: Pools) -> Office:
    """An account with its root user."""
    return Office(desk, pools)


@pytest.fixture
def arrivals(desk: Desk, pools: Pools, office: Office) -> Iterator[Arrivals]:
    """The door of the installation that the office is in, for people who sign in themselves."""
    arrivals = Arrivals(desk.store, build_pages(desk, pools, session_cookie.resolve))
    yield arrivals
    arrivals.close()
