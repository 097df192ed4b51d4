"""What a process costs, and two things measured in turn so that a busy machine troubles both alike."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


def cpu(pid: int) -> float:
    """Return the seconds of processor time that all threads of a process have used (Linux, to the nanosecond)."""
    return time.clock_gettime(~pid << 3 | 2)  # the clock of another process, as clock_getcpuclockid(3) numbers it


def resident(pid: int) -> float:
    """Return the megabytes of memory that a process holds."""
    found = _RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@dataclass(frozen=True)
class Spent:
    """Processor time in microseconds per piece of work, one figure per round."""

    rounds: tuple[float, ...]

    @property
    def typical(self) -> float:
        """The median round."""
        return median(self.rounds)


@dataclass(frozen=True)
class Work:
    """``act`` does ``count`` pieces of work; the process ``pid`` pays for them."""

    pid: int
    count: int
    act: Callable[[], object]

    def spend(self) -> float:
        """Do it once and return the microseconds per piece."""
        before = cpu(self.pid)
        self.act()
        return (cpu(self.pid) - before) / self.count * 1e6


def in_turn(rounds: int, *works: Work) -> list[Spent]:
    """Do each piece of work in every round, after one that does not count."""
    for work in works:
        work.act()
    table = [[work.spend() for work in works] for _ in range(rounds)]
    return [Spent(tuple(column)) for column in zip(*table, strict=True)]


def ratio(ours: Spent, yardstick: Spent) -> float:
    """Return how many times the yardstick ours is: the median of the rounds' own ratios."""
    return median(one / other for one, other in zip(ours.rounds, yardstick.rounds, strict=True))


def beside(ours: Spent, yardstick: Spent) -> float:
    """Return what ours costs beside the yardstick that is part of it, in microseconds: the median of the rounds."""
    return median(one - other for one, other in zip(ours.rounds, yardstick.rounds, strict=True))


def percentile(values: list[float], part: float) -> float:
    """Return the value below which ``part`` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]
