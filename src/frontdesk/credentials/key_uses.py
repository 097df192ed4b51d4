"""When access keys were last used, gathered for a moment and written together (behaviour 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from frontdesk.credentials import access_keys
from frontdesk.store.context import Context
from frontdesk.store.work import Store


@dataclass(frozen=True)
class KeyUse:
    """One use of a key: when, for which service, signed for which region."""

    at: datetime
    region: str
    service: str


class KeyUses:
    """The newest use of each key since the last flush."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[str, KeyUse] = {}
        self._lock = Lock()

    def note(self, key_id: str, use: KeyUse) -> None:
        """Remember a use until the next flush."""
        with self._lock:
            self._seen[key_id] = use

    def flush(self) -> None:
        """Write what was noted; a failure loses only when a key was last used."""
        with self._lock:
            seen, self._seen = self._seen, {}
        if seen:
            self._store.transact(lambda ctx: _write(ctx, seen), writes=True)


def _write(ctx: Context, seen: dict[str, KeyUse]) -> None:
    for key_id, use in seen.items():
        row = access_keys.find(ctx, key_id)
        if row is not None:
            access_keys.used(ctx.but(now=use.at), row, use.region, use.service)
