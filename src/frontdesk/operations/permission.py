"""Whether somebody may perform an operation, without performing it: for pages that offer only what would work."""

from __future__ import annotations

from typing import Any

from frontdesk.core.callers import Caller, Origin
from frontdesk.core.errors import AccessDenied
from frontdesk.operations.admission import admit
from frontdesk.operations.perform import Desk, authorise
from frontdesk.operations.registry import Operation
from frontdesk.store.context import Context


def has(desk: Desk, operation: Operation, caller: Caller, origin: Origin, params: dict[str, Any]) -> bool:
    """Say whether standing, freshness and policies let the caller do this; nothing is written.

    It is for showing only. What is done is asked again by ``perform``.
    """

    def ask(ctx: Context) -> bool:
        bound = ctx.acting(caller)
        try:
            admit(bound, operation)
            authorise(bound, operation, params, operation.resource.find(bound, params))
        except AccessDenied:
            return False
        return True

    return desk.store.transact(ask, origin=origin, caller=caller)
