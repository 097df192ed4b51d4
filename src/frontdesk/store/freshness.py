"""Whether anything was committed since a moment, known without asking for a row (architecture 14)."""

from __future__ import annotations

from threading import Lock

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

    def stamp(self) -> int | None:
        """Return the counter now; take it before reading what it is to vouch for."""
        if self._engine.dialect.name != "sqlite":
            return None
        with self._lock:
            # a connection of its own, because the counter leaves out what its own connection commits
            self._connection = self._connection or self._engine.raw_connection()
            row = self._connection.cursor().execute("PRAGMA data_version").fetchone()
        return int(row[0])

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
