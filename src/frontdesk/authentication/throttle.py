"""How many answers are checked per credential, account and source (recovery 2.1, 5; behaviour 3.2).

Nothing locks for good: a lock ends by itself, and an answer refused by it does not count against anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from frontdesk.authentication.tables import Throttle
from frontdesk.store.context import Context
from frontdesk.store.prepared import Prepared

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BEGIN: Prepared[Any] = Prepared(insert(Throttle))
_GO_ON: Prepared[Any] = Prepared(update(Throttle).where(Throttle.scope == bindparam("name")), "moments", "until")
_FORGET: Prepared[Any] = Prepared(delete(Throttle).where(Throttle.scope == bindparam("name")))


@dataclass(frozen=True)
class Policy:
    """At most ``limit`` in any ``window``; after ``free`` of them pauses double from ``pause``.

    From ``puzzle`` of them on, each further one costs a solved puzzle; None asks for none. A right answer
    ``forgives`` the wrong ones before it.
    """

    limit: int
    window: timedelta
    free: int
    pause: timedelta = timedelta(seconds=15)
    puzzle: int | None = None
    forgives: bool = False


@dataclass(frozen=True)
class Scope:
    """One thing that is counted, under a name that reveals nobody."""

    name: str
    policy: Policy


@dataclass(frozen=True)
class Barrier:
    """What stands before the next answer: a moment to wait for, a puzzle to solve, both or neither."""

    until: datetime | None = None
    puzzle: bool = False


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PASSWORD_PRINCIPAL = Policy(10, HOUR, free=5, puzzle=5, forgives=True)
PASSWORD_SOURCE = Policy(20, HOUR, free=20, puzzle=10)
PASSWORD_ACCOUNT = Policy(100, HOUR, free=100)
MAIL_ADDRESS_HOUR = Policy(5, HOUR, free=5)
MAIL_ADDRESS_DAY = Policy(10, DAY, free=10)
MAIL_SOURCE = Policy(20, HOUR, free=20, puzzle=5)


def next_lock(policy: Policy, moments: Sequence[datetime], now: datetime) -> datetime | None:
    """Return until when nothing more is checked, or None. Pure; ``moments`` are in order."""
    recent = [moment for moment in moments if now - moment < policy.window]
    if len(recent) >= policy.limit:
        return recent[-policy.limit] + policy.window
    if len(recent) < policy.free or not recent:
        return None
    until = recent[-1] + policy.pause * 2 ** (len(recent) - policy.free)
    return until if until > now else None


def locked_until(ctx: Context, scopes: Iterable[Scope]) -> datetime | None:
    """Return the latest end of the locks on these scopes, or None when answers may be checked."""
    known = tuple(scopes)
    rows = _rows(ctx, known)
    locks = [lock for scope in known if (lock := next_lock(scope.policy, _moments(rows[scope.name]), ctx.now))]
    return max(locks, default=None)


def barrier(ctx: Context, scopes: Iterable[Scope]) -> Barrier:
    """Return what stands before the next answer in these scopes."""
    known = tuple(scopes)
    until = locked_until(ctx, known)
    dear = (scope for scope in known if scope.policy.puzzle is not None)
    return Barrier(until, any(recent(ctx, scope) >= (scope.policy.puzzle or 0) for scope in dear))


def count(ctx: Context, scopes: Iterable[Scope]) -> None:
    """Note one more moment against each scope, in this transaction."""
    known = tuple(scopes)
    rows = _rows(ctx, known)
    for scope in known:
        kept = rows[scope.name]
        now = (ctx.now - _EPOCH) // _MICROSECOND
        rows[scope.name] = stamps = [*(kept or ()), now][-scope.policy.limit :]
        values = {"moments": stamps, "until": ctx.now + scope.policy.window}
        ctx.unit.run(
            *((_BEGIN, values | {"scope": scope.name}) if kept is None else (_GO_ON, values | {"name": scope.name}))
        )


def recent(ctx: Context, scope: Scope) -> int:
    """Return how many moments of a scope still count."""
    row = _rows(ctx, (scope,))[scope.name]
    return len([moment for moment in _moments(row) if ctx.now - moment < scope.policy.window])


def forgive(ctx: Context, scopes: Iterable[Scope]) -> None:
    """Forget what counts against these scopes, where a right answer forgives: it has just been shown."""
    known = tuple(scope for scope in scopes if scope.policy.forgives)
    rows = _rows(ctx, known)
    for scope in known:
        if rows[scope.name] is not None:
            ctx.unit.run(_FORGET, {"name": scope.name})
            rows[scope.name] = None


def _rows(ctx: Context, scopes: Sequence[Scope]) -> dict[str, list[int] | None]:
    """Return what is kept by scope, None where nothing is; each is asked for once in a unit of work."""
    rows: dict[str, list[int] | None] = ctx.db.info.setdefault(Throttle, {})
    missing = [scope.name for scope in scopes if scope.name not in rows]
    if missing:
        found = ctx.unit.run(_kept(len(missing)), {f"name{number}": name for number, name in enumerate(missing)})
        rows.update(dict.fromkeys(missing), **{row.scope: row.moments for row in found})
    return rows


@cache
def _kept(count: int) -> Prepared[Any]:
    names: list[Any] = [bindparam(f"name{number}") for number in range(count)]
    return Prepared(select(Throttle.scope, Throttle.moments).where(Throttle.scope.in_(names)))


def _moments(kept: Sequence[int] | None) -> list[datetime]:
    return [_EPOCH + stamp * _MICROSECOND for stamp in kept or ()]
