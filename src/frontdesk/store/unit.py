"""The connection and the session of one unit of work, each opened when it is first asked for.

Much is answered from memory, and much of the rest by a few plain statements, for which a session costs more than
they do.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from frontdesk.store import new_rows


class Unit:
    """One transaction. ``connection`` and ``session`` are in it together."""

    def __init__(self, engine: Engine, writes: bool) -> None:
        self._engine = engine
        self._writes = writes
        self._connection: Connection | None = None
        self._session: Session | None = None

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

    def reading(self) -> Connection:
        """Return the connection for a plain query, with what the session has changed written first."""
        if self._session is not None:
            self._session.flush()
        return self.connection

    def commit(self) -> None:
        """Make everything stand; costs nothing where nothing was asked for."""
        if self._session is not None:
            new_rows.write(self._session, self.connection)
            self._session.commit()
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Give the connection back, with what was not committed undone."""
        if self._session is not None:
            self._session.close()
        if self._connection is not None:
            self._connection.close()
