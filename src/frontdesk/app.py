"""The server: both doors, health, and the background work, as one ASGI application."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import Any

import structlog

from frontdesk.audit.reads import ReadLog
from frontdesk.authentication import sweeps
from frontdesk.billing.processors import chosen
from frontdesk.billing.runner import Runner
from frontdesk.credentials import passwords
from frontdesk.edge.health import Health
from frontdesk.edge.logs import AccessLog
from frontdesk.edge.pools import Pools
from frontdesk.mail.delivery import deliverer
from frontdesk.operations import catalogue
from frontdesk.operations.perform import Desk
from frontdesk.store.work import Store
from frontdesk.web import session_cookie, templates
from frontdesk.web.site import build_pages
from frontdesk.wire.asking import asks_api
from frontdesk.wire.door import Door
from frontdesk.worker import JOBS, Job, Worker

_FLUSH_SECONDS = 0.5
_log = structlog.get_logger("frontdesk")


def make_worker(store: Store) -> Worker:
    """Return the worker of an installation, with every timed job."""
    jobs = (*JOBS, *(Job(name, timedelta(minutes=10), sweep) for name, sweep in sweeps.SWEEPS.items()))
    runners = [Runner(store, chosen.processor(store))] if store.settings.processor != "none" else []
    return Worker(store, deliverer(store.settings), jobs, runners)


class Application:
    """Everything that one server process runs; starts and stops with the ASGI lifespan."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pools = Pools(store.settings)
        self._desk = Desk(store, ReadLog(store))
        self._door = Door(self._desk, self._pools, catalogue.load())
        self._pages = build_pages(self._desk, self._pools, session_cookie.resolve)
        self._worker = make_worker(store)
        self._flusher = Flusher(self._desk, self._door)
        self._answering = AccessLog(Health(store, self._pools, self._answer), store.settings, store.entropy)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, or follow the server's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answering(scope, receive, send)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        if not (asks_api(scope) and await self._door(scope, receive, send)):
            await self._pages(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        await asyncio.to_thread(passwords.warm, self._store.settings)
        self._worker.start()
        self._flusher.start()
        await send({"type": "lifespan.startup.complete"})
        await asyncio.to_thread(templates.loaded().prepare)
        await receive()
        await self._pools.drain()
        await asyncio.to_thread(self._stop)
        await send({"type": "lifespan.shutdown.complete"})

    def _stop(self) -> None:
        self._worker.stop()
        self._flusher.stop()
        self._store.close()


class Flusher:
    """Writes what was gathered in memory, twice a second and once more at the end."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="flusher", daemon=True)

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Write the last of it and end."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            ended = self._stopping.wait(_FLUSH_SECONDS)
            try:
                self._desk.reads.flush()
                self._door.uses.flush()
            except Exception:
                _log.exception("gathered events could not be written")
            if ended:
                return
