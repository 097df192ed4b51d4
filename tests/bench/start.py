"""How long it takes to start, and what is held when idle."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from subprocess import DEVNULL, Popen
from sys import executable

from tests.bench.measure import cpu, resident
from tests.bench.table import Line
from tests.bench.traffic import Line as Wire
from tests.bench.traffic import request
from tests.support import server, waiting

_TIMES = 5
_READY = request("GET", "/readyz", {"Host": "localhost"})


def lines(folder: Path) -> list[Line]:
    """Measure a start on an empty folder, later starts, the memory then, and making an account."""
    _start(folder / "compiles")
    first, *later = [_start(folder / "data") for _ in range(_TIMES + 1)]
    seconds = min(one[0] for one in later)  # the least disturbed of them
    spent, held = median(one[1] for one in later), median(one[2] for one in later)
    made, made_spent = _account(folder / "data")
    return [
        Line("Start to the first answer", f"{seconds:.2f} s", f"{spent:.2f} s of CPU", "", "≤ 1.0 s", seconds <= 1.0),
        Line("… the first time, making the database", f"{first[0]:.2f} s", f"{first[1]:.2f} s of CPU", ""),
        Line("frontdesk account create", f"{made:.2f} s", f"{made_spent:.2f} s of CPU", "", "< 1 s", made < 1.0),
        Line("Memory when idle", f"{held:.0f} MB", "", "", "≤ 100 MB", held <= 100),
    ]


def _start(folder: Path) -> tuple[float, float, float]:
    port = waiting.free_port()
    begun = time.perf_counter()
    process = _frontdesk(server.clean_environment(folder, port), "serve")
    try:
        waiting.until(lambda: _ready(port), "the first answer")
        took = time.perf_counter() - begun, cpu(process.pid)
        return *took, resident(process.pid)
    finally:
        server.stop(process)


def _account(folder: Path) -> tuple[float, float]:
    found = []
    for number in range(_TIMES):
        before, begun = _children(), time.perf_counter()
        arguments = ["--name", "Bench", "--email", f"bench{number}@example.org", "--json"]
        status = _frontdesk(server.clean_environment(folder, 8080), "account", "create", *arguments).wait()
        assert status == 0, status
        found.append((time.perf_counter() - begun, _children() - before))
    return min(one[0] for one in found), median(one[1] for one in found)


def _children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _frontdesk(environment: Mapping[str, str], *arguments: str) -> Popen[bytes]:
    command = [str(Path(executable).with_name("frontdesk")), *arguments]
    return Popen(command, env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)


def _ready(port: int) -> bool:
    try:
        line = Wire(port)
    except OSError:
        return False
    try:
        return line.ask(_READY).status == 200
    except ConnectionError:
        return False
    finally:
        line.close()
