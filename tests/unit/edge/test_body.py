"""Bodies within their bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.edge.body import BodyTooLarge, BodyTooSlow, Gone, read_body

GONE = {"type": "http.disconnect"}


class Sender:
    """A client that sends these chunks; it counts how many were asked for, and never ends if not told to."""

    def __init__(self, chunks: Sequence[bytes], *, ends: bool = True, leaves: bool = False) -> None:
        self.asked = 0
        self._messages: list[dict[str, Any]] = [
            {"type": "http.request", "body": chunk, "more_body": not ends or number < len(chunks)}
            for number, chunk in enumerate(chunks, 1)
        ]
        self._messages += [GONE] if leaves else []

    async def receive(self) -> Any:
        self.asked += 1
        if not self._messages:
            await asyncio.Event().wait()
        return self._messages.pop(0)


def read(sender: Sender, limit: int = 10, length: str | None = None, seconds: float = 5) -> bytes:
    headers = [(b"content-length", length.encode())] if length is not None else []
    return asyncio.run(read_body({"headers": headers}, sender.receive, limit, seconds))


@given(st.lists(st.binary(max_size=6), min_size=1, max_size=6), st.integers(0, 20))
def test_what_fits_is_read_whole_and_what_does_not_is_refused(chunks: list[bytes], limit: int) -> None:
    whole = b"".join(chunks)
    if len(whole) <= limit:
        assert read(Sender(chunks), limit) == whole
    else:
        with pytest.raises(BodyTooLarge):
            read(Sender(chunks), limit)


@pytest.mark.parametrize("length", ["11", "99999999999999999999"])
def test_what_is_announced_too_large_is_never_asked_for(length: str) -> None:
    sender = Sender([b"x"])
    with pytest.raises(BodyTooLarge):
        read(sender, 10, length)
    assert sender.asked == 0  # so a client that waits for "100 Continue" is not told to go on


@pytest.mark.parametrize("length", ["", "-1", "x", "1,2", "٣"])
def test_a_length_that_is_no_number_is_counted_instead(length: str) -> None:
    headers = [(b"content-length", length.encode("utf-8"))]
    sender = Sender([b"x" * 11])
    with pytest.raises(BodyTooLarge):
        asyncio.run(read_body({"headers": headers}, sender.receive, 10))


def test_reading_stops_at_the_bound() -> None:
    sender = Sender([b"x" * 6] * 100)
    with pytest.raises(BodyTooLarge):
        read(sender, 10)
    assert sender.asked == 2


def test_a_body_that_does_not_come_is_given_up() -> None:
    with pytest.raises(BodyTooSlow):
        read(Sender([b"x"], ends=False), seconds=0.01)


def test_a_client_that_leaves_is_noticed() -> None:
    with pytest.raises(Gone):
        read(Sender([b"x"], ends=False, leaves=True))
