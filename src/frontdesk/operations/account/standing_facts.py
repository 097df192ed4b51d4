"""How an account's standing is told to whoever may hear it."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import life_cycle, standing
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context


def standing_facts(ctx: Context, account: Account) -> dict[str, Any]:
    """Return the state, since when, why, and what comes next when nobody does anything; absent members left out."""
    facts = {
        "State": account.state,
        "Since": account.state_at or account.created_at,
        "Cause": account.suspended_for,
        "StateBefore": account.state_before,
        "ClosesAt": life_cycle.closes_at(ctx, account) if account.state == standing.SUSPENDED else None,
        "EndsAt": life_cycle.ends_at(ctx, account) if account.state == standing.CLOSED else None,
    }
    return {name: value for name, value in facts.items() if value is not None}
