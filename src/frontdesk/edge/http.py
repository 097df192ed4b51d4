"""From the ASGI scope to the request that the doors read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.core.http import HttpReply, HttpRequest

__all__ = ["HttpReply", "HttpRequest", "request_of"]


def request_of(scope: Mapping[str, Any], body: bytes) -> HttpRequest:
    """Return the request of an ASGI scope and its collected body.

    ``raw_path`` is taken as received, because a decoded path cannot be verified (wire 2.2); a server that
    leaves it out is refused with KeyError.
    """
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"])
    return HttpRequest(scope["method"], scope["raw_path"], scope["query_string"], headers, body)
