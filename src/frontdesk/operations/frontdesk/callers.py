"""Who calls, where an operation needs no permission but somebody has to be there."""

from __future__ import annotations

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied
from frontdesk.store.context import Context


def calling(ctx: Context) -> Caller:
    """Return the caller; raises AccessDenied for nobody."""
    if ctx.caller is None:
        raise AccessDenied("Nobody is signed in.")
    return ctx.caller
