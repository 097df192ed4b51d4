"""Sign-ins as pages show them: in a table, and counted by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from frontdesk.core.messages import Message
from frontdesk.web.agents import browser

DAYS = 7
_WEEKDAYS = tuple(map(Message, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))


@dataclass(frozen=True)
class SignIn:
    """One line of the table."""

    at: datetime
    address: str
    browser: Message
    completed: bool
    reference: str | None


@dataclass(frozen=True)
class Week:
    """Seven days up to today: per day its name, how many sign-ins were completed and how many refused."""

    days: Sequence[tuple[Message, int, int]]

    @property
    def completed(self) -> int:
        """How many were completed in the whole week."""
        return sum(well for _, well, _ in self.days)

    @property
    def refused(self) -> int:
        """How many were refused in the whole week."""
        return sum(badly for _, _, badly in self.days)

    @property
    def refused_today(self) -> int:
        """How many were refused today, by the UTC calendar."""
        return self.days[-1][2]


def lines(found: Iterable[dict[str, Any]]) -> list[SignIn]:
    """Return the sign-ins of an operation's answer as lines of a table."""
    return [
        SignIn(one["At"], one["Address"], browser(one["Agent"]), one["Completed"], one.get("Reference"))
        for one in found
    ]


def first_moment(now: datetime) -> datetime:
    """Return when the week of :func:`week` begins: midnight UTC, six days ago."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)


def week(found: Iterable[dict[str, Any]], now: datetime) -> Week:
    """Count the sign-ins of the last seven days, today included, by day of the UTC calendar."""
    first = first_moment(now)
    counts = [[0, 0] for _ in range(DAYS)]
    for one in found:
        if one["At"] >= first:
            counts[(one["At"] - first).days][0 if one["Completed"] else 1] += 1
    names = [_WEEKDAYS[(first + timedelta(days=place)).weekday()] for place in range(DAYS)]
    return Week([(name, well, badly) for name, (well, badly) in zip(names, counts, strict=True)])
