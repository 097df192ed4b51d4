"""A request and a reply as bytes on the wire, without any web framework."""

from __future__ import annotations

from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What arrived, exactly as it arrived: path and query are still percent-encoded.

    Header names are lower-case, their values are the received bytes read as Latin-1, in the order of
    arrival. ``body`` is the whole body after HTTP chunks were put together.
    """

    method: str
    raw_path: bytes
    raw_query: bytes
    headers: Headers
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first value of a header (``name`` in lower case), or None."""
        for key, value in self.headers:
            if key == name:
                return value
        return None

    def all(self, name: str) -> list[str]:
        """Return every value of a header (``name`` in lower case) in the order of arrival."""
        return [value for key, value in self.headers if key == name]


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What to answer; the edge adds ``Date`` and ``Content-Length``."""

    status: int
    headers: Headers
    body: bytes = b""
