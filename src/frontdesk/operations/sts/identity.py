"""Who is calling."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import AccessDenied
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("sts:GetCallerIdentity", unchecked=True)
def get_caller_identity(ctx: Context) -> dict[str, Any]:
    """Say who is calling; never denied (wire 5.5)."""
    if ctx.caller is None:
        raise AccessDenied("Nobody is signed in.")
    return {"UserId": ctx.caller.principal_id, "Account": ctx.caller.account_id, "Arn": ctx.caller.arn}
