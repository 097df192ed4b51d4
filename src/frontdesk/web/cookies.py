"""Cookies: read, set and cleared under one name, however it is written on the wire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from starlette.responses import Response

from frontdesk.core.errors import Internal
from frontdesk.core.messages import Message
from frontdesk.core.settings import Settings

YEAR = 365 * 24 * 3600
# every cookie there is, with what the page on privacy says of it; no other can be set
_LEFT = Message("Until you close the browser")
_MINUTE = Message("A minute")
_YEAR = Message("A year")
KEPT: Mapping[str, tuple[Message, Message]] = {
    "browser": (Message("A random number that ties forms and sign-ins to this browser"), _YEAR),
    "display": (Message("How pages look, if you chose it"), _YEAR),
    "claim": (Message("The names you typed on the way in, sealed; never a password"), _LEFT),
    "attempt": (Message("Finds the sign-in or recovery that you began"), _LEFT),
    "session": (Message("Keeps you signed in"), Message("Until you sign out or close the browser")),
    "remembered": (Message("Which page you used last, and the names if you ticked the box; never a password"), _YEAR),
    "several": (Message("That you want to keep several sessions"), _YEAR),
    "handover": (Message("Takes a new session to its own address"), _MINUTE),
    "nonce": (Message("Takes a new session to its own address"), _MINUTE),
    "said": (Message("A word for the next page"), _MINUTE),
}
_SAFE = re.compile(r"[A-Za-z0-9._~@+:=/-]{0,3500}")
_MOST_BYTES = 16 * 1024


class Jar:
    """The cookies of one request and the changes its answer makes.

    Over TLS every name is written with ``__Host-`` and the cookie is Secure, so that no sub-domain and no
    plain connection can plant one. Over plain http both are left out, because browsers and tools differ
    on whether localhost counts as secure. Always HttpOnly, SameSite=Lax and Path=/.
    """

    def __init__(self, settings: Settings, sent: Iterable[bytes] = ()) -> None:
        self._https = settings.https
        self._prefix = "__Host-fd-" if settings.https else "fd-"
        self._values = self._read(b"; ".join(sent)[:_MOST_BYTES])
        self._changes: dict[str, tuple[str, int | None]] = {}

    def get(self, name: str) -> str | None:
        """Return a cookie's value, as sent or as set since; None when there is none."""
        return self._values.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def spelled(self, name: str) -> str:
        """Return a cookie's name as the browser knows it."""
        return self._prefix + name

    def set(self, name: str, value: str, max_age: int | None = None) -> None:
        """Set a cookie, for this visit of the browser or for ``max_age`` seconds.

        Raises Internal for a name that KEPT does not explain, and for a value of more than 3,500 characters or
        with others than letters, digits and ``. _ ~ @ + : = / -``.
        """
        if name not in KEPT or not _SAFE.fullmatch(value):
            raise Internal(cause=f"the cookie {name} is not explained, or its value is too long or has to be quoted")
        self._values[name] = value
        self._changes[name] = (value, max_age)

    def clear(self, name: str) -> None:
        """Take a cookie away from the browser."""
        self._values.pop(name, None)
        self._changes[name] = ("", 0)

    def apply(self, response: Response) -> None:
        """Write the changes into a response."""
        secure = "; Secure" if self._https else ""
        for name, (value, max_age) in self._changes.items():
            kept = value or '""'
            life = "" if max_age is None else f"; Max-Age={max_age}"
            line = f"{self.spelled(name)}={kept}; HttpOnly{life}; Path=/; SameSite=lax{secure}"
            response.headers.append("set-cookie", line)

    def _read(self, raw: bytes) -> dict[str, str]:
        pairs = (part.strip().partition("=") for part in raw.decode("latin-1").split(";"))
        found: dict[str, str] = {}
        for name, _, value in pairs:
            # a browser sends the cookie with the longest path first; ours all have the same, so the first counts
            if name.startswith(self._prefix) and _SAFE.fullmatch(value):
                found.setdefault(name.removeprefix(self._prefix), value)
        return found
