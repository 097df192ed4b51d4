"""What holds for every answer of this door: security headers, no caching, bounds, one spelling of a path."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from frontdesk.core.settings import Settings
from frontdesk.web.addresses import form_targets

_MOST_HEADER_BYTES = 32 * 1024
_NOT_USED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
_TOO_LARGE = b"Request header fields too large. Clear the cookies of this address, then try again.\n"


class Guard:
    """Wraps the page door."""

    def __init__(self, settings: Settings, app: ASGIApp) -> None:
        self._app = app
        self._headers = _headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a tidy path; refuse headers of more than 32 KiB."""
        if scope["type"] != "http":
            return
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _MOST_HEADER_BYTES:
            await _refuse(send)
            return
        path = scope["path"].rstrip("/") or "/"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            elif scope["method"] == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "path": path}, receive, guarded)


def with_sources(response: Response, settings: Settings, sources: Iterable[str]) -> Response:
    """Let one page run scripts and show frames of these origins, such as a payment processor's, and talk to them."""
    response.headers["Content-Security-Policy"] = _policy(settings, tuple(sources))
    return response


def _policy(settings: Settings, sources: tuple[str, ...] = ()) -> str:
    foreign = " ".join(sources)
    also = f" {foreign}; frame-src {foreign}; connect-src {foreign}" if sources else ""
    return (
        f"default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'{also}; "
        f"form-action {form_targets(settings)}; base-uri 'none'; frame-ancestors 'none'"
    )


def _headers(settings: Settings) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": _policy(settings),
        # with no-referrer browsers would send "Origin: null" with our own forms, and the origin could not be checked
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOT_USED),
        "Cache-Control": "no-store",
    }
    return headers | ({"Strict-Transport-Security": "max-age=63072000"} if settings.https else {})


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 431, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": _TOO_LARGE})
