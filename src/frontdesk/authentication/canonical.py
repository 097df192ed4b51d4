"""The canonical request of Signature Version 4 (wire 2.2), built from the bytes that arrived."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import quote, unquote_to_bytes

from frontdesk.core.http import HttpRequest

UNRESERVED = "-_.~"


def path(raw: bytes) -> str:
    """Return the canonical path: dot segments removed, slashes collapsed, then percent-encoded once more."""
    if raw in (b"", b"/"):
        return "/"
    kept: list[bytes] = []
    for segment in raw.split(b"/"):
        if segment == b"..":
            del kept[-1:]
        elif segment not in (b"", b"."):
            kept.append(segment)
    last = b"/" if kept and raw.endswith(b"/") else b""
    return quote(b"/" + b"/".join(kept) + last, safe=UNRESERVED + "/")


def pairs(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Split a query string into decoded names and values; a ``+`` is a space, a missing value is empty.

    Canonicalisation and parameter parsing both use this, so that the two cannot disagree.
    """
    split = (part.partition(b"=") for part in raw.split(b"&") if part)
    return [(_decoded(name), _decoded(value)) for name, _, value in split]


def _decoded(text: bytes) -> bytes:
    return unquote_to_bytes(text.replace(b"+", b" ")) if b"%" in text or b"+" in text else text


def query(parameters: Iterable[tuple[bytes, bytes]], *, presigned: bool) -> str:
    """Return the canonical query string; a presigned request's own signature is not part of it."""
    encoded = [
        (quote(name, safe=UNRESERVED), quote(value, safe=UNRESERVED))
        for name, value in parameters
        if not (presigned and name == b"X-Amz-Signature")
    ]
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))


def headers(request: HttpRequest, names: list[str]) -> bytes | None:
    """Return the canonical lines of the listed headers, or None when one of them did not arrive."""
    values: dict[str, str] = {}
    for name, value in request.headers:
        if name in names:
            values[name] = f"{values[name]},{_folded(value)}" if name in values else _folded(value)
    if len(values) != len(names):
        return None
    return "".join([f"{name}:{values[name]}\n" for name in names]).encode("latin-1")


def _folded(value: str) -> str:
    """Trim and fold runs of ASCII white space; what ``str.split`` also takes for white space is kept."""
    return b" ".join(value.encode("latin-1").split()).decode("latin-1")


def payload_hash(request: HttpRequest) -> str | None:
    """Return the payload hash to put into the canonical request, or None when it does not fit the body.

    A stated ``x-amz-content-sha256`` has to be the hash of the received body: no operation here takes an
    unsigned or a streamed payload.
    """
    computed = hashlib.sha256(request.body).hexdigest()
    stated = request.header("x-amz-content-sha256")
    if stated is None:
        return computed
    text = stated.strip()
    return text if text.lower() == computed else None
