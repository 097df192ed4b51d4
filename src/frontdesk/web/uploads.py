"""Large requests: few at a time, and from one network fewer, because each is held in memory while it arrives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from frontdesk.core.errors import Unavailable

MOST = 8
MOST_OF_ONE = 2
SECONDS = 120


class Uploads:
    """Counts what is arriving; used from the event loop only."""

    def __init__(self) -> None:
        self._arriving: Counter[str] = Counter()

    @contextmanager
    def place(self, source: str) -> Iterator[None]:
        """Hold a place for as long as the block lasts; raises Unavailable where there is none."""
        if self._arriving.total() >= MOST or self._arriving[source] >= MOST_OF_ONE:
            raise Unavailable("Many files are arriving just now. Try again in a minute.", cause="uploads")
        self._arriving[source] += 1
        try:
            yield
        finally:
            self._arriving[source] -= 1
            self._arriving += Counter()  # drops the networks from which nothing arrives any more
