"""What stands in the way of closing an account (behaviour 5.6)."""

from __future__ import annotations

from frontdesk.directory import organizations
from frontdesk.directory.errors import WrongState
from frontdesk.directory.organizations.tables import Member
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context


def open_members(ctx: Context, account: Account) -> list[Member]:
    """Return the open members of the organization that an account manages; empty for any other account."""
    if not organizations.is_management(ctx, account.id):
        return []
    organization = organizations.of(ctx, account.id)
    return organizations.open_members(ctx, organization) if organization else []


def obstacle(ctx: Context, account: Account) -> WrongState | None:
    """Return why an account cannot be closed whoever asks, or None; the one place that knows (I11)."""
    if account.operator:
        return WrongState("This is the account of the installation's staff. It is neither suspended nor closed.")
    count = len(open_members(ctx, account))
    if count:
        return WrongState(
            "Open members of the organization that this account manages: {count}. First close or remove each of them.",
            count=count,
            cause="open members",
        )
    return None


def require_none(ctx: Context, account: Account) -> None:
    """Raise WrongState where something stands in the way."""
    found = obstacle(ctx, account)
    if found:
        raise found
