"""Structured logs that never hold a secret, and one line per request."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextvars import ContextVar
from functools import lru_cache
from time import perf_counter
from typing import Any, TextIO

import structlog

from frontdesk.core import card_numbers, ids
from frontdesk.core.entropy import Entropy
from frontdesk.core.printable import printable
from frontdesk.core.settings import Settings
from frontdesk.edge.origin import REQUEST_ID, address_of

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]

HIDDEN = "•••"
_SECRET = re.compile(
    r"pass(word|wd)?$|password|secret|token|^code$|_code$|authorization|cookie|credential|signature|private_?key|session_?id$",
    re.IGNORECASE,
)
_DEEPEST = 6
_STORY = "exception"  # a traceback has lines
_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
_QUIET = ("/healthz", "/readyz")
_REQUEST: ContextVar[str | None] = ContextVar("frontdesk_request", default=None)
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}
_STAMP = structlog.processors.TimeStamper(fmt="iso", utc=True)


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send structlog's and the standard library's records to ``stream`` (standard error), as the settings say.

    ``json`` writes one object per line; ``text`` is for people; ``auto`` picks text for a terminal.
    """
    out = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    before: list[structlog.typing.Processor] = [
        _with_request_id,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # without locals: passwords are among them
        redact,
    ]
    structlog.configure(
        processors=[*before, *_rendering(settings.log_format, out)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=True,
    )
    _take_over(level, before, _rendering(settings.log_format, out), out)


def _with_request_id(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    request_id = _REQUEST.get()
    if request_id is not None:
        event["request_id"] = request_id
    return event


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the value of every key that names a secret, at any depth, and escape what does not print in others."""
    return {name: _clean(name, value, 0) for name, value in event.items()}


def _clean(name: str, value: Any, depth: int) -> Any:
    if value is None:
        return None
    if _is_secret(name):
        return HIDDEN
    if isinstance(value, str):  # nearly every value; the rest need not be fast
        return printable(value, "\n" if name == _STORY else "")
    if isinstance(value, int | float):
        return value
    if depth >= _DEEPEST:
        return HIDDEN if isinstance(value, Mapping | list | tuple) else value
    if isinstance(value, Mapping):
        return {key: _clean(str(key), one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean("", one, depth + 1) for one in value]
    return value


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    return _SECRET.search(name) is not None


def _rendering(format: str, out: TextIO) -> list[structlog.typing.Processor]:
    if format == "text" or (format == "auto" and out.isatty()):
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=plain)]
    return [_line]


def _line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    return _JSON.encode(event)


def _take_over(
    level: int, before: list[structlog.typing.Processor], rendering: list[structlog.typing.Processor], out: TextIO
) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering]
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))


class AccessLog:
    """Wraps the whole application: gives each request its id and writes one line when it is answered.

    The line holds method, path, status, duration in milliseconds, size and address; never a query string, a
    header or a body, because codes, tokens and signatures travel there. Status 0 means that no answer was begun.
    Health checks are logged at debug level.
    """

    def __init__(self, app: Application, settings: Settings, entropy: Entropy) -> None:
        self._app = app
        self._settings = settings
        self._entropy = entropy
        self._level = logging.getLevelNamesMapping()[settings.log_level.upper()]

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Pass a request on; other kinds of scope pass untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[REQUEST_ID] = ids.unique(self._entropy)
        began, seen = perf_counter(), {"status": 0, "bytes": 0}

        async def watching(message: Any) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            else:
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        inside = _REQUEST.set(scope[REQUEST_ID])
        try:
            await self._app(scope, receive, watching)
        finally:
            self._write(scope, seen, round((perf_counter() - began) * 1000, 1))
            _REQUEST.reset(inside)

    def _write(self, scope: Any, seen: Mapping[str, int], milliseconds: float) -> None:
        level = "debug" if scope["path"] in _QUIET else "info"
        if _LEVELS[level] >= self._level:
            address = address_of(scope, self._settings)
            path = card_numbers.removed(printable(scope["path"]))
            line = {"event": "request", "method": scope["method"], "path": path, "address": address}
            _write_as_it_is(level, {**line, "ms": milliseconds, **seen, "request_id": scope[REQUEST_ID]})


def _write_as_it_is(level: str, event: dict[str, Any]) -> None:
    """Write a line whose parts are known to hold no secret and to print, without looking through it once more."""
    known = structlog.get_config()
    stamped = _STAMP(None, level, {**event, "level": level})
    known["logger_factory"]().msg(known["processors"][-1](None, level, stamped))
