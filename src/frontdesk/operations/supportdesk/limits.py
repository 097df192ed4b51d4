"""How much visitors may write, and how many case numbers somebody may try."""

from __future__ import annotations

from frontdesk.authentication import throttle
from frontdesk.authentication.throttle import HOUR, Policy, Scope
from frontdesk.core.errors import Throttled
from frontdesk.store.context import Context

_WRITING = Policy(20, HOUR, free=20, puzzle=3)
_GUESSING = Policy(10, HOUR, free=10)


def is_puzzle_due(ctx: Context) -> bool:
    """Say whether this network has written several letters lately, so that the next costs a calculation."""
    return throttle.barrier(ctx, (_letters(ctx),)).puzzle


def count_letter(ctx: Context) -> None:
    """Note one more letter from this network."""
    throttle.count(ctx, (_letters(ctx),))


def check_guesses(ctx: Context) -> None:
    """Raise Throttled after ten wrong case numbers in an hour, by whomever of the account."""
    if throttle.locked_until(ctx, (_guesses(ctx),)):
        raise Throttled("There were too many wrong case numbers. Try again in an hour.", cause="case numbers")


def count_guess(ctx: Context) -> None:
    """Note one more wrong case number."""
    throttle.count(ctx, (_guesses(ctx),))


def _letters(ctx: Context) -> Scope:
    return Scope(f"contact:{ctx.origin.source}", _WRITING)


def _guesses(ctx: Context) -> Scope:
    return Scope(f"case number:{ctx.account_id}", _GUESSING)
