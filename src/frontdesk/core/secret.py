"""Values that must never be printed."""

from __future__ import annotations

import hashlib
import hmac

MAX_PASSWORD_BYTES = 4096


class Secret:
    """Text that prints as ``•••``; read it with :meth:`reveal` where it is used."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __str__(self) -> str:
        return "•••"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)


class Password(Secret):
    """A typed password; remembers costly results so that repeated work is cheap."""

    __slots__ = ("hashed", "verified")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.hashed: str | None = None
        self.verified: dict[str, bool] = {}


class SecretKey(Secret):
    """A secret access key."""

    __slots__ = ()


def digest(text: str) -> str:
    """Return the SHA-256 of a high-entropy token, for keeping and comparing."""
    return hashlib.sha256(text.encode()).hexdigest()
