"""Running the server and the worker until they are told to stop."""

from __future__ import annotations

import signal
import threading

from frontdesk.core.settings import Settings


def serve(settings: Settings, *, demo: bool) -> None:
    """Serve until SIGINT or SIGTERM; requests in flight and the mail in hand are finished first."""
    import uvicorn

    from frontdesk.app import Application
    from frontdesk.cli import banner
    from frontdesk.composition import open_store
    from frontdesk.edge import logs

    logs.configure(settings)
    store = open_store(settings, ready=True)
    banner.show(store, demo=demo)
    config = uvicorn.Config(
        Application(store),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=20,
        lifespan="on",
    )
    uvicorn.Server(config).run()


def work(settings: Settings) -> None:
    """Deliver mail and run jobs until SIGINT or SIGTERM; the mail in hand is finished first."""
    from frontdesk.app import make_worker
    from frontdesk.composition import open_store
    from frontdesk.edge import logs

    logs.configure(settings)
    worker = make_worker(open_store(settings, ready=True))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    worker.start()
    stop.wait()
    worker.stop()
