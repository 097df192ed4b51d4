"""``transact``: the one way into the store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from frontdesk.core.callers import Caller, Origin
from frontdesk.core.clock import Clock
from frontdesk.core.entropy import Entropy
from frontdesk.core.errors import Unavailable
from frontdesk.core.keyring import Keyring
from frontdesk.core.settings import Settings
from frontdesk.store.context import Context, Outdated
from frontdesk.store.engine import alone, is_conflict
from frontdesk.store.freshness import Freshness
from frontdesk.store.memory import Memory
from frontdesk.store.outbox import Mail
from frontdesk.store.unit import Unit

Result = TypeVar("Result")
_TRIES = 20
_HOST = Origin()


class Store:
    """An open database with what every unit of work needs beside it.

    ``check_mail`` raises for a mail that could not be rendered; ``mail_waits`` is set after each commit that
    put something into the outbox, and cleared by the worker.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        keyring: Keyring,
        clock: Clock,
        entropy: Entropy,
        *,
        check_mail: Callable[[Mail], None] = lambda _mail: None,
    ) -> None:
        self.engine = engine
        self.settings = settings
        self.keyring = keyring
        self.clock = clock
        self.entropy = entropy
        self.memory = Memory()
        self.freshness = Freshness(engine)
        self.check_mail = check_mail
        self.mail_waits = threading.Event()

    def transact(
        self,
        function: Callable[[Context], Result],
        *,
        origin: Origin = _HOST,
        caller: Caller | None = None,
        writes: bool = False,
    ) -> Result:
        """Run ``function`` in one serializable unit of work and commit it.

        It runs again when the store reports a conflict, so it must be repeatable. It holds SQLite's write lock
        from the beginning then, or with ``writes``; from the third try on it waits until no other repeated work
        runs. Raises Unavailable when it never gets through, and whatever ``function`` raises, with everything
        rolled back.
        """
        conflict: Exception | None = None
        for tries in range(1, _TRIES + 1):
            try:
                with alone(self.engine) if tries > 2 else nullcontext():
                    return self._once(function, origin, caller, writes or tries > 1)
            except Outdated as fault:
                conflict = fault
            except DBAPIError as fault:
                if not is_conflict(fault):
                    raise
                conflict = fault
        raise Unavailable(
            "Too many people are changing this at once. Try again in a moment.", cause=str(conflict)
        ) from conflict

    def _once(
        self, function: Callable[[Context], Result], origin: Origin, caller: Caller | None, writes: bool
    ) -> Result:
        stamp, unit = self.freshness.stamp(), Unit(self.engine, writes)
        try:
            ctx = Context(
                unit,
                self.clock.now(),
                self.entropy,
                self.settings,
                self.keyring,
                origin,
                self.memory,
                caller=caller,
                account_id=caller.account_id if caller else None,
                check_mail=self.check_mail,
                ring=self.mail_waits.set,
                stamp=stamp,
                is_outdated=lambda: not writes and self.freshness.stamp() != stamp,
            )
            result = function(ctx)
            unit.commit()
        finally:
            unit.close()
        for act in ctx.after:
            act()
        return result

    def close(self) -> None:
        """Give every connection back."""
        self.freshness.close()
        self.engine.dispose()
