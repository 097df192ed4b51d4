"""Waiting for something that another process does, with a deadline instead of a guess."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

Answer = TypeVar("Answer")


def until(question: Callable[[], Answer | None], what: str, seconds: float = 30) -> Answer:
    """Ask until the answer is true and return it; raise ``TimeoutError`` naming ``what`` after ``seconds``."""
    deadline, pause = monotonic() + seconds, Event()
    while monotonic() < deadline:
        if answer := question():
            return answer
        pause.wait(0.02)
    raise TimeoutError(f"waited {seconds:g} seconds for {what}")


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
