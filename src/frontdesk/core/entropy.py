"""The only place that draws random numbers."""

from __future__ import annotations

import secrets
from typing import Protocol


class Entropy(Protocol):
    """A source of unpredictable bytes."""

    def bytes(self, count: int) -> bytes:
        """Return ``count`` unpredictable bytes."""
        ...


class SystemEntropy:
    """The operating system's generator."""

    def bytes(self, count: int) -> bytes:
        """Return ``count`` bytes from the operating system."""
        return secrets.token_bytes(count)
