"""Solved puzzles count once."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.authentication.tables import SpentPuzzle
from frontdesk.core.secret import digest
from frontdesk.store.context import Context

KEPT = timedelta(hours=1)


def pays(ctx: Context, puzzle: str | None) -> bool:
    """Say whether a puzzle was solved and is not spent yet."""
    return puzzle is not None and ctx.db.get(SpentPuzzle, digest(puzzle)) is None


def spend(ctx: Context, puzzle: str | None) -> bool:
    """Say whether a solved puzzle pays for this act, and note that it is spent.

    ``puzzle`` is its id, or None when none was solved. Ids are kept for an hour, longer than any puzzle lives.
    """
    if puzzle is None or not pays(ctx, puzzle):
        return False
    ctx.add(SpentPuzzle(digest=digest(puzzle), expires_at=ctx.now + KEPT))
    return True
