"""Guesses at one's own present password, by whoever holds a session or an access key: counted as at the door."""

from __future__ import annotations

from frontdesk.authentication import throttle
from frontdesk.core.errors import AccessDenied, FrontdeskError, Throttled
from frontdesk.store.context import Context


def require_free(ctx: Context, principal_id: str, locked: Throttled) -> None:
    """Raise ``locked`` after too many wrong guesses."""
    if throttle.locked_until(ctx, _scopes(principal_id)):
        raise locked


def counted(principal_id: str, wrong: AccessDenied, locked: Throttled) -> AccessDenied:
    """Return the refusal of a wrong guess, which counts it; guesses made at once are told ``locked`` instead.

    A guess is checked before it can be counted, because its unit of work is rolled back. So its answer is decided
    with the count (R12). A right one does not commit beside counts that it has not seen.
    """

    def afterwards(later: Context) -> FrontdeskError | None:
        if throttle.locked_until(later, _scopes(principal_id)):
            return locked
        throttle.count(later, _scopes(principal_id))
        return None

    wrong.afterwards = afterwards
    return wrong


def _scopes(principal_id: str) -> tuple[throttle.Scope, ...]:
    return (throttle.Scope(f"own-password:{principal_id}", throttle.PASSWORD_PRINCIPAL),)
