"""Stores whose time stands still and whose chance repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from frontdesk.core.clock import Clock
from frontdesk.core.entropy import Entropy
from frontdesk.core.keyring import Keyring
from frontdesk.core.settings import Settings
from frontdesk.mail import messages
from frontdesk.store import engine, migrate
from frontdesk.store.work import Store


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment it was last set to."""
        return self._now

    def forward(self, length: timedelta) -> datetime:
        """Let time pass and return the new moment."""
        self._now += length
        return self._now


class SeededEntropy:
    """Bytes that are the same in every run; one number is drawn by one thread only."""

    def __init__(self, seed: str = "frontdesk") -> None:
        self._seed = seed
        self._numbers = count()

    def bytes(self, count: int) -> bytes:
        """Return the next ``count`` bytes of the sequence."""
        return hashlib.shake_256(f"{self._seed}/{next(self._numbers)}".encode()).digest(count)


def _copy_empty(settings: Settings) -> None:
    # copying a file takes a thousandth of what migrating one does, and most tests start from an empty store
    file = settings.data / "frontdesk.sqlite"
    if not file.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_empty())


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        database = engine.open_engine(settings)
        migrate.upgrade(database)
        database.dispose()
        return (settings.data / "frontdesk.sqlite").read_bytes()


@contextmanager
def opened(settings: Settings, clock: Clock | None = None, entropy: Entropy | None = None) -> Iterator[Store]:
    """Open and migrate a store for as long as the block lasts; what cannot be mailed is refused when sent."""
    entropy = entropy or SeededEntropy()
    if not settings.database_url:
        _copy_empty(settings)
    database = engine.open_engine(settings)
    if not migrate.head(database):
        migrate.upgrade(database)
    keyring = Keyring({"k1": SeededEntropy("keys").bytes(32)}, entropy)
    store = Store(database, settings, keyring, clock or FrozenClock(), entropy, check_mail=messages.check)
    try:
        yield store
    finally:
        store.close()
