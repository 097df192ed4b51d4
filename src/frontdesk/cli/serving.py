"""Running the server and the worker until they are told to stop."""

from __future__ import annotations

import os
import signal
import socket
import threading

from frontdesk.core.errors import Unavailable
from frontdesk.core.messages import Message, Remedy
from frontdesk.core.settings import Settings

_BACKLOG = 2048


def serve(settings: Settings, *, demo: bool) -> None:
    """Serve until SIGINT or SIGTERM; requests in flight and the mail in hand are finished first.

    Raises Unavailable, before anything is made or said, where host and port cannot be listened on.
    """
    import uvicorn

    from frontdesk.app import Application
    from frontdesk.cli import banner
    from frontdesk.composition import open_store
    from frontdesk.edge import logs

    logs.configure(settings)
    sockets = _listen(settings)
    store = open_store(settings, ready=True)
    banner.show(store, demo=demo)
    config = uvicorn.Config(
        Application(store),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=20,
        lifespan="on",
    )
    uvicorn.Server(config).run(sockets)


def _listen(settings: Settings) -> list[socket.socket]:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        places = sorted({(family, address[:2]) for family, _, _, _, address in found})
        return [socket.create_server(place, family=family, backlog=_BACKLOG) for family, place in places]
    except OSError as fault:
        raise Unavailable(
            "Nothing can listen on {host}, port {port}: {why}.",
            host=settings.host,
            port=settings.port,
            why=_why(fault),
            remedy=Remedy("port", Message("Stop what listens there, or set FRONTDESK_PORT to a free port.")),
        ) from fault


def _why(fault: OSError) -> str:
    number = fault.errno or 0
    return (os.strerror(number) if number > 0 else str(fault.strerror)).lower()


def work(settings: Settings) -> None:
    """Deliver mail and run jobs until SIGINT or SIGTERM; the mail in hand is finished first. The log says both ends."""
    import structlog

    from frontdesk.app import make_worker
    from frontdesk.composition import open_store
    from frontdesk.edge import logs

    logs.configure(settings)
    worker = make_worker(open_store(settings, ready=True))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    log = structlog.get_logger("frontdesk.worker")
    worker.start()
    log.info("worker started")
    stop.wait()
    worker.stop()
    log.info("worker stopped")
