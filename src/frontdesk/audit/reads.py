"""Successful reads, gathered in memory for a moment and written together (architecture 8)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

import structlog

from frontdesk.core.callers import Caller, Origin
from frontdesk.store.context import NEW_EVENT, Context, event_columns
from frontdesk.store.events import Event
from frontdesk.store.work import Store

_MOST = 10_000
_log = structlog.get_logger("frontdesk.audit")


@dataclass(frozen=True)
class _Read:
    caller: Caller
    origin: Origin
    at: datetime
    event: Callable[[Context], Event]


class ReadLog:
    """Reads that :meth:`flush` writes in one unit of work.

    Bounded; what is over the bound, and what cannot be written as an event, is counted in ``dropped`` and not kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[_Read] = deque()
        self._lock = Lock()
        self.dropped = 0

    def note(self, caller: Caller, origin: Origin, event: Callable[[Context], Event]) -> None:
        """Keep a read until the next flush."""
        if not self._store.settings.readonly_events:
            return
        with self._lock:
            if len(self._waiting) >= _MOST:
                self.dropped += 1
                return
            self._waiting.append(_Read(caller, origin, self._store.clock.now(), event))

    def flush(self) -> int:
        """Write what was gathered and return how many; on failure it is gathered again."""
        with self._lock:
            batch, self._waiting = list(self._waiting), deque()
        if not batch:
            return 0
        try:
            written = self._store.transact(lambda ctx: _write(ctx, batch), writes=True)
        except Exception:
            with self._lock:
                self._waiting.extendleft(reversed(batch))
            raise
        self.dropped += len(batch) - written
        return written


def _write(ctx: Context, batch: list[_Read]) -> int:
    rows = [row for read in batch if (row := _columns(ctx, read))]
    if rows:
        ctx.unit.run_all(NEW_EVENT, rows)
    return len(rows)


def _columns(ctx: Context, read: _Read) -> dict[str, Any] | None:
    then = ctx.but(now=read.at, origin=read.origin, caller=read.caller, account_id=read.caller.account_id)
    try:
        return event_columns(then, read.event(then))
    except Exception:  # tried again it would fail again, and keep everybody's reads from being written
        _log.exception("a read could not be recorded")
        return None
