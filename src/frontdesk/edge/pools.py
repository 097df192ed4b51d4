"""Two small thread pools with bounded queues, so that slow password checks never hold up the rest (architecture 14)."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, TypeVar

from frontdesk.core.errors import Unavailable
from frontdesk.core.settings import Settings

Result = TypeVar("Result")
Name = Literal["work", "hash"]
RETRY_AFTER = 2


class Busy(Unavailable):
    """Every thread is at work and the queue is full; ``retry_after`` is in seconds."""

    retry_after = RETRY_AFTER


class Pool:
    """A few threads and a bounded queue before them."""

    def __init__(self, name: str, threads: int, queue: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._free = threading.Semaphore(threads + queue)

    async def run(self, function: Callable[..., Result], *given: Any) -> Result:
        """Run ``function`` in a thread, with this task's context variables; raises Busy at once when the queue is full.

        What was begun is finished, even if whoever waits for it is cancelled.
        """
        if not self._free.acquire(blocking=False):
            raise Busy("Too many people are asking at once. Try again in a moment.", cause="the queue is full")
        try:
            future = self._threads.submit(contextvars.copy_context().run, function, *given)
        except RuntimeError as closed:
            self._free.release()
            raise Busy("The server is being restarted. Try again in a moment.", cause="shutting down") from closed
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def _leave(self, _done: Future[Any]) -> None:
        self._free.release()

    def close(self) -> None:
        """Take no more, finish what was taken, then return."""
        self._threads.shutdown(wait=True)


class Pools:
    """``work`` for everything, ``hash`` for whatever checks or makes a password hash."""

    def __init__(self, settings: Settings) -> None:
        self.work = Pool("work", settings.work_threads, settings.queue)
        self.hash = Pool("hash", settings.hash_threads or os.cpu_count() or 1, settings.queue)

    async def run(self, name: Name, function: Callable[..., Result], *given: Any) -> Result:
        """Run ``function`` in the named pool; see Pool.run."""
        return await (self.hash if name == "hash" else self.work).run(function, *given)

    async def drain(self) -> None:
        """Finish every request in flight in both pools, taking no new ones."""
        await asyncio.gather(asyncio.to_thread(self.work.close), asyncio.to_thread(self.hash.close))
