"""The cookie that finds this browser's attempt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from frontdesk.authentication import attempts
from frontdesk.authentication.tables import PROVEN, Attempt
from frontdesk.store.context import Context
from frontdesk.web.door import PageRequest

ATTEMPT = "attempt"
Result = TypeVar("Result")


def holding(request: PageRequest, work: Callable[[Context, Attempt], Result]) -> Result | None:
    """Run ``work`` in a unit of work on this browser's live attempt; None where there is none."""
    token = request.cookies.get(ATTEMPT)
    if not token:
        return None

    def run(ctx: Context) -> Result | None:
        attempt = attempts.find(ctx, token, request.browser)
        return work(ctx, attempt) if attempt else None

    return request.store.transact(run, origin=request.origin)


def proven(request: PageRequest, purpose: str, work: Callable[[Context, Attempt], Result]) -> Result | None:
    """Like ``holding``, on an attempt of this purpose whose requirement is met; None for any other."""

    def run(ctx: Context, attempt: Attempt) -> Result | None:
        fits = attempt.purpose == purpose and attempt.state == PROVEN
        return work(ctx, attempt) if fits else None

    return holding(request, run)


def keep(request: PageRequest, token: str) -> None:
    """Remember the attempt, under its present token."""
    request.set_cookie(ATTEMPT, token)


def drop(request: PageRequest) -> None:
    """Forget the attempt."""
    request.clear_cookie(ATTEMPT)
