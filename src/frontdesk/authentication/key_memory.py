"""What is known of access keys while the store stays untouched, so that most requests need no read at all."""

from __future__ import annotations

from frontdesk.authentication import wire_callers
from frontdesk.authentication.wire_callers import KeyFacts
from frontdesk.core.callers import Origin
from frontdesk.store.work import Store

_MOST = 10_000


class KeyMemory:
    """Key facts by key id and session token, each with the store's stamp from before it was read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str | None], tuple[int, KeyFacts]] = {}

    def known(self, key_id: str, token: str | None) -> KeyFacts | None:
        """Return the facts if nothing was committed since they were read; never touches a row.

        Session tokens run out by the clock, so theirs are never believed from here.
        """
        found = self._known.get((key_id, token)) if token is None else None
        return found[1] if found and found[0] == self._store.freshness.stamp() else None

    def read(self, key_id: str, token: str | None, origin: Origin) -> KeyFacts:
        """Return the facts from the store."""
        stamp = self._store.freshness.stamp()
        facts = self._store.transact(lambda ctx: wire_callers.facts(ctx, key_id, token), origin=origin)
        if stamp is not None and token is None and facts.secret is not None:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key_id, token] = (stamp, facts)
        return facts
