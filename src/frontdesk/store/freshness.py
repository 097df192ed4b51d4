"""Whether anything was committed since a moment, known without asking for a row (architecture 14)."""

from __future__ import annotations

from threading import Lock
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection


class Freshness:
    """A counter that changes with every commit to the store by anybody.

    SQLite keeps one per connection (``PRAGMA data_version``), which costs a few microseconds; where there is
    none, the stamp is None and nothing may be believed without asking the store.
    """

    def __init__(self, engine: Engine) -> None:
        self._lock = Lock()
        self._engine = engine
        self._connection: PoolProxiedConnection | None = None
        self._cursor: Any = None

    def stamp(self) -> int | None:
        """Return the counter now; take it before reading what it is to vouch for."""
        if self._engine.dialect.name != "sqlite":
            return None
        with self._lock:
            # a connection of its own, because the counter leaves out what its own connection commits
            if self._connection is None:
                self._connection = self._engine.raw_connection()
                self._cursor = self._connection.cursor()
            self._cursor.execute("PRAGMA data_version")
            [[stamp]] = self._cursor.fetchall()  # all of it: a statement left unfinished would keep its snapshot
        return int(stamp)

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
