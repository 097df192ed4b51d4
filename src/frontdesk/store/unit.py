"""The connection and the session of one unit of work, each opened when it is first asked for.

Much is answered from memory, and much of the rest by a few plain statements, for which a session costs more than
they do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from frontdesk.store import new_rows
from frontdesk.store.prepared import Prepared, Values


class Unit:
    """One transaction. ``connection`` and ``session`` are in it together."""

    def __init__(self, engine: Engine, writes: bool) -> None:
        self._engine = engine
        self._writes = writes
        self._connection: Connection | None = None
        self._session: Session | None = None
        self._cursor: Any = None

    @property
    def connection(self) -> Connection:
        """The connection, its transaction begun; for statements that need no entities."""
        if self._connection is None:
            self._connection = self._engine.connect()
            if self._writes:
                self._connection = self._connection.execution_options(writes=True)
            self._connection.begin()
        return self._connection

    @property
    def session(self) -> Session:
        """The session on that connection; it writes when told to flush and when the unit of work ends."""
        if self._session is None:
            self._session = Session(
                self.connection, expire_on_commit=False, autoflush=False, join_transaction_mode="control_fully"
            )
        return self._session

    @property
    def cursor(self) -> Any:
        """The driver's own cursor on that connection, for prepared statements."""
        if self._cursor is None:
            self._cursor = self.connection.connection.cursor()
        return self._cursor

    def run(self, prepared: Prepared[Any], values: Values) -> list[Any]:
        """Run a prepared statement and return its rows; it does not see what the session has not written yet."""
        return prepared.on(self._engine.dialect).run(self.cursor, values)

    def run_all(self, prepared: Prepared[Any], several: Iterable[Values]) -> None:
        """Run a prepared statement once for each set of values."""
        prepared.on(self._engine.dialect).run_all(self.cursor, several)

    def reading(self) -> Connection:
        """Return the connection for a plain query, with what the session has changed written first."""
        self.flush()
        return self.connection

    def flush(self) -> None:
        """Write what the session has changed, so that the next statement sees it."""
        if self._session is not None:
            self._session.flush()

    def commit(self) -> None:
        """Make everything stand; costs nothing where nothing was asked for."""
        if self._session is not None:
            new_rows.write(self._session, self.run_all)
            self._session.flush()
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Give the connection back, with what was not committed undone."""
        if self._cursor is not None:
            # left to the garbage collector, another thread might wait for this connection's next user to let it go
            self._cursor.close()
        if self._session is not None:
            self._session.close()
        if self._connection is not None:
            self._connection.close()
