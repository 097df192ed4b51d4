"""Whether a request may be for the AWS door, told from its head alone (wire 1.2)."""

from __future__ import annotations

from typing import Any

_MARKS = (b"X-Amz-Algorithm=", b"X-Amz-Signature=", b"X-Amz-Credential=")
_PATHS = (
    b"/client/register",
    b"/device_authorization",
    b"/token",
    b"/v1/token",
    b"/assignment/",
    b"/federation/credentials",
)


def asks_api(scope: Any) -> bool:
    """Say yes for a signature, a target, an action, or a path that only an API has.

    Everything else is a browser's; the door may still hand back what it does not know.
    """
    query: bytes = scope["query_string"]
    path: bytes = scope["raw_path"]
    for name, value in scope["headers"]:
        if name == b"x-amz-target" or (name == b"authorization" and value.startswith(b"AWS4-")):
            return True
    if any(mark in query for mark in _MARKS):
        return True
    if path in (b"", b"/"):
        return scope["method"] == "POST" or b"Action=" in query
    return path.startswith(_PATHS)
