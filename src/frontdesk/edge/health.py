"""Whether this process is alive, and whether it can be used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response

from frontdesk.core.errors import FrontdeskError
from frontdesk.edge.pools import Pools
from frontdesk.store import migrate
from frontdesk.store.work import Store

_FRESH = {"Cache-Control": "no-store"}


class Health:
    """The two addresses that machines ask; everything else is for ``otherwise``."""

    def __init__(self, store: Store, pools: Pools, otherwise: Callable[[Any, Any, Any], Awaitable[None]]) -> None:
        self._store = store
        self._pools = pools
        self._otherwise = otherwise

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer ``/healthz`` and ``/readyz``, with GET or HEAD."""
        response = await self._respond(scope) if scope["type"] == "http" else None
        await (response or self._otherwise)(scope, receive, send)

    async def _respond(self, scope: Any) -> Response | None:
        if scope["method"] not in ("GET", "HEAD"):
            return None
        if scope["path"] == "/healthz":
            return PlainTextResponse("alive\n", headers=_FRESH)
        return await self._ready() if scope["path"] == "/readyz" else None

    async def _ready(self) -> Response:
        try:
            reasons = await self._pools.run("work", problems, self._store)
        except FrontdeskError as busy:
            reasons = [str(busy.public)]
        return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200, headers=_FRESH)


def problems(store: Store) -> list[str]:
    """Return why the store cannot be used, in words that hold nothing of how to reach it; empty when it can."""
    try:
        if migrate.head(store.engine):
            return []
    except FrontdeskError as fault:
        return [str(fault.public)]
    except Exception as fault:  # whatever a driver raises means the same here
        return [f"The database does not answer ({type(fault).__name__})."]
    return ["The database has an older shape. Run `frontdesk migrate`."]
