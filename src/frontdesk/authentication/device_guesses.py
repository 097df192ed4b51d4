"""Codes sent with an operation: counted as at the door, although the unit of work of a wrong one is rolled back."""

from __future__ import annotations

from frontdesk.authentication import throttle
from frontdesk.authentication.throttle import Scope
from frontdesk.core.errors import FrontdeskError
from frontdesk.store.context import Context


def require_free(ctx: Context, scopes: tuple[Scope, ...], locked: FrontdeskError) -> None:
    """Raise ``locked`` after too many wrong codes."""
    if throttle.locked_until(ctx, scopes):
        raise locked


def counted(scopes: tuple[Scope, ...], wrong: FrontdeskError, locked: FrontdeskError) -> FrontdeskError:
    """Return the refusal of a wrong code, which counts it; codes sent at once are told ``locked`` instead (R12)."""

    def afterwards(later: Context) -> FrontdeskError | None:
        if throttle.locked_until(later, scopes):
            return locked
        throttle.count(later, scopes)
        return None

    wrong.afterwards = afterwards
    return wrong
