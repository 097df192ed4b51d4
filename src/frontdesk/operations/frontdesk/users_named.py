"""The console's list of users: found by a part of their name, paged in both directions."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import user_search
from frontdesk.operations.iam.resources import users_here
from frontdesk.operations.iam.users import listed
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("iam:ListUsers", model="frontdesk:ListUsersNamed", resource=users_here)
def list_users_named(
    ctx: Context, *, search: str = "", after: str | None = None, before: str | None = None, max_items: int = 20
) -> dict[str, Any]:
    """List the users whose name holds ``search``; ``After`` and ``Before`` in the answer lead to the pages beside."""
    found = user_search.search(ctx, search, max_items, after=after, before=before)
    beside = {"Before": found.before, "After": found.after}
    return {
        "Users": [listed(user) for user in found.users],
        "Total": found.total,
        "Place": found.place,
        **{name: key for name, key in beside.items() if key is not None},
    }
