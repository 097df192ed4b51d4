"""Closing one's own account and reopening it, which AWS has only in its console (behaviour 5.6, 5.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from frontdesk.core.errors import AccessDenied, ValidationError
from frontdesk.core.messages import Message, Remedy
from frontdesk.credentials import access_keys
from frontdesk.directory import accounts, closing, life_cycle, standing, summary
from frontdesk.directory.tables import Account
from frontdesk.operations.account import reopening
from frontdesk.operations.account.standing_facts import standing_facts
from frontdesk.operations.admission import FRESH
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.registry import Params, Resource, Target, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def _roots_own(ctx: Context, params: Params) -> Target:
    """Find the caller's own account, for its root user alone (behaviour 5.4)."""
    caller = calling(ctx)
    if caller.kind not in ("Root", "Host"):
        remedy = Remedy("ask-root", Message("Ask whoever has the root user of this account"))
        raise AccessDenied("Only the root user can do this.", cause="not the root user", remedy=remedy)
    return Target(f"arn:aws:account::{caller.account_id}:account", accounts.bound(ctx))


roots_own = Resource(_roots_own)


@operation("account:GetAccountStanding", unchecked=True, also_in=standing.ROOT_ONLY)
def get_account_standing(ctx: Context) -> Answer:
    """Say in which state the caller's account is, and what comes next."""
    return standing_facts(ctx, accounts.bound(ctx))


@operation("account:DescribeClosing", resource=roots_own)
def describe_closing(ctx: Context, account: Account) -> Answer:
    """Say what closing the account would stop, and what stands in the way of it."""
    counts, obstacle = summary.counts(ctx), closing.obstacle(ctx, account)
    facts = {
        "Users": counts.users,
        "Groups": counts.groups,
        "Policies": counts.policies,
        "AccessKeys": access_keys.count(ctx),
        "Members": len(closing.open_members(ctx, account)),
        "EndsAt": ctx.now + timedelta(days=ctx.settings.closed_days),
    }
    return facts | ({"Obstacle": str(obstacle.public)} if obstacle else {})


@operation("account:CloseAccount", resource=roots_own, fresh=FRESH)
def close_account(ctx: Context, account: Account, *, account_id: str) -> Answer:
    """Begin to close the caller's own account, whose id has to be named; within a minute it is closed."""
    if account_id != account.id:
        raise ValidationError("This is not the ID of your account.", field="AccountId")
    life_cycle.begin_closing(ctx, account)
    return {"State": account.state, "EndsAt": life_cycle.ends_at(ctx, account)}


@operation("account:ReopenAccount", resource=roots_own, fresh=FRESH, also_in={standing.CLOSED})
def reopen_account(ctx: Context, account: Account) -> Answer:
    """Undo the closing of the caller's own account; see :mod:`.reopening`."""
    reopening.reopen(ctx, account)
    return {"State": account.state}


@operation("account:ExportAccount", resource=roots_own, fresh=FRESH, also_in={standing.CLOSED})
def export_account(ctx: Context, account: Account) -> Answer:
    """Allow and record a download of what the account holds; the page that asks writes the file."""
    return {"FileName": f"account-{account.id}-{ctx.now:%Y-%m-%d}.zip"}
