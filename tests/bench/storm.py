"""More sign-ins than the machine can check, sent on time whatever comes back:
``python -m tests.bench.storm PORT RATE SECONDS`` reads requests as JSON from standard input and prints what came back.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Seen:
    """Seconds until each answer by status, and how many refusals said when to come again."""

    answers: dict[int, list[float]] = field(default_factory=dict)
    told: int = 0


async def storm(port: int, forms: list[bytes], rate: float, seconds: float) -> Seen:
    """Send ``rate`` forms a second, each when it is due, over connections that are used again."""
    idle: list[Streams] = []
    seen, sending = Seen(), []
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(begun + number / rate - time.perf_counter())
        sending.append(asyncio.create_task(_send(port, forms[number % len(forms)], idle, seen)))
    await asyncio.gather(*sending)
    return seen


async def _send(port: int, form: bytes, idle: list[Streams], seen: Seen) -> None:
    begun = time.perf_counter()
    while idle:
        try:
            return await _ask(idle.pop(), begun, form, idle, seen)
        except (asyncio.IncompleteReadError, ConnectionError):
            continue  # the server closed it while nobody used it
    await _ask(await asyncio.open_connection("127.0.0.1", port), begun, form, idle, seen)


async def _ask(streams: Streams, begun: float, form: bytes, idle: list[Streams], seen: Seen) -> None:
    reader, writer = streams
    writer.write(form)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    await reader.readexactly(length)
    idle.append(streams)
    seen.answers.setdefault(int(head[9:12]), []).append(time.perf_counter() - begun)
    seen.told += b"\r\nretry-after:" in head


def main() -> None:
    port, rate, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    forms = [form.encode() for form in json.load(sys.stdin)]
    seen = asyncio.run(storm(port, forms, rate, seconds))
    answers: Any = {str(status): times for status, times in seen.answers.items()}
    print(json.dumps({"answers": answers, "told": seen.told}))


if __name__ == "__main__":
    main()
