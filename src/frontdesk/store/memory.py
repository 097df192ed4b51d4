"""What may be remembered between units of work: values that carry the version they were made from."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any


class Memory:
    """A bounded map, oldest use forgotten first; safe to share between threads.

    Only values whose validity the caller checks (an account's version) belong here.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._values: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Any:
        """Return what was put under this key, or None."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: str, value: object) -> None:
        """Remember a value."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
