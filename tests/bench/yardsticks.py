"""The least that a server on the same uvicorn can do: ``python -m tests.bench.yardsticks asgi|starlette PORT``."""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

_HELLO = b"hello\n"
_HEADERS = [(b"content-type", b"text/plain"), (b"content-length", str(len(_HELLO)).encode())]


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """Answer everything with a word."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _HELLO})


async def _hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello\n")


APPS = {"asgi": bare, "starlette": Starlette(routes=[Route("/", _hello)])}


if __name__ == "__main__":
    app: Any = APPS[sys.argv[1]]
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_config=None, access_log=False, lifespan="off")
