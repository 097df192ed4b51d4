"""Reading a request's body without ever holding more than was allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from frontdesk.core.errors import FrontdeskError, Kind
from frontdesk.edge.origin import header

Receive = Callable[[], Awaitable[Any]]
SECONDS = 30


class BodyTooLarge(FrontdeskError):
    """More was sent than this door takes; doors answer 413."""

    code = "RequestEntityTooLarge"
    kind = Kind.INVALID
    status: ClassVar[int] = 413


class BodyTooSlow(FrontdeskError):
    """The body did not arrive in time; doors answer 408."""

    code = "RequestTimeout"
    kind = Kind.INVALID
    status: ClassVar[int] = 408


class Gone(Exception):
    """The client hung up before its request was whole; there is nobody to answer."""


async def read_body(scope: Any, receive: Receive, limit: int, seconds: float = SECONDS) -> bytes:
    """Return the whole body, of at most ``limit`` bytes and within ``seconds``.

    A Content-Length beyond the limit is refused before anything is received, so that a client that sent
    ``Expect: 100-continue`` (RFC 9110, 10.1.1) is told before it uploads. Chunks are counted as they come.
    Raises BodyTooLarge, BodyTooSlow, or Gone when the client left.
    """
    if _announced(scope) > limit:
        raise _too_large(limit)
    try:
        async with asyncio.timeout(seconds):
            return await _collect(receive, limit)
    except TimeoutError:
        raise BodyTooSlow("The request did not arrive in time. Try again.") from None


async def _collect(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise _too_large(limit)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _announced(scope: Any) -> int:
    length = header(scope, b"content-length")
    return int(length) if length.isascii() and length.isdigit() else 0


def _too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge("More was sent than fits here. At most {limit} bytes are taken.", limit=limit)
