"""What staff do, as it stands in a customer's events: done by support, not by whom or from where."""

from __future__ import annotations

from dataclasses import replace

from frontdesk.store.context import Context
from frontdesk.store.events import Event

SOURCE = "support.amazonaws.com"


def record(ctx: Context, event: Event) -> None:
    """Record what a member of staff did in another account; where the staff sit is not the customer's to know."""
    ctx.but(origin=replace(ctx.origin, address=SOURCE, agent=SOURCE)).record(event)


def identity(ctx: Context) -> dict[str, str]:
    """Return the userIdentity of staff: the operator's account, and an opaque id that the operator can resolve."""
    caller = ctx.caller
    staff = {"accountId": caller.account_id, "principalId": caller.principal_id} if caller else {}
    return {"type": "AWSAccount", **staff, "invokedBy": "support"}
