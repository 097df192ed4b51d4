"""What time does to accounts: closing, warning, the end (behaviour 5.5 to 5.7). Each sweep may run twice at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from frontdesk.directory import belongings, closing, life_cycle, standing
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

WARNINGS = (14, 3)  # days before the end
_BATCH = 50
_ROWS = 500
_DAY = timedelta(days=1)


def close_pending(ctx: Context) -> bool:
    """Close accounts that are being closed, unless something came in the way; return whether more wait."""
    found = _waiting(ctx, standing.PENDING_CLOSURE, ctx.now)
    for account in found:
        finish = life_cycle.keep_open if closing.obstacle(ctx, account) else life_cycle.close
        finish(ctx, account)
    return len(found) == _BATCH


def close_suspended(ctx: Context) -> bool:
    """Close accounts that were suspended for too long, but never one that manages open members."""
    since = ctx.now - timedelta(days=ctx.settings.suspended_days)
    found = _waiting(ctx, standing.SUSPENDED, since, unless=_manages_open_members())
    for account in found:
        life_cycle.close(ctx, account)
    return len(found) == _BATCH


def warn(ctx: Context) -> bool:
    """Tell the people of closed accounts fourteen and three days before the end; return whether more wait."""
    found = [account for days in reversed(WARNINGS) for account in _unwarned(ctx, days)]
    for account in found:
        left = life_cycle.ends_at(ctx, account) - ctx.now
        life_cycle.warn(ctx, account, max(1, -(-left // _DAY)))
    return len(found) >= _BATCH


def _unwarned(ctx: Context, days: int) -> list[Account]:
    if days >= ctx.settings.closed_days:
        return []
    since = ctx.now - timedelta(days=ctx.settings.closed_days - days)
    found = _waiting(ctx, standing.CLOSED, since, unless=Account.told <= days)
    for account in found:
        account.told = days
    ctx.db.flush()  # the next of WARNINGS asks the database
    return found


def end(ctx: Context) -> bool:
    """Close accounts for good whose time is over; return whether more wait."""
    found = _waiting(ctx, standing.CLOSED, ctx.now - timedelta(days=ctx.settings.closed_days))
    for account in found:
        life_cycle.close_for_good(ctx, account)
    return len(found) == _BATCH


def erase(ctx: Context) -> bool:
    """Delete a batch of what an account that is closed for good has left; return whether more waits."""
    account = ctx.first(
        ctx.across_accounts(Account).where(Account.state == standing.PERMANENTLY_CLOSED, Account.erased_at.is_(None))
    )
    if account is None:
        return False
    if belongings.erase(ctx, account.id, _ROWS) < _ROWS:
        account.erased_at = ctx.now
    return True


def _waiting(ctx: Context, state: str, since: datetime, *, unless: ColumnElement[bool] | None = None) -> list[Account]:
    query = ctx.across_accounts(Account).where(Account.state == state, Account.state_at <= since)
    if unless is not None:
        query = query.where(or_(~unless, unless.is_(None)))
    return ctx.all(query.order_by(Account.state_at).limit(_BATCH))


def _manages_open_members() -> ColumnElement[bool]:
    other = aliased(Account)
    managing = (
        select(Organization.account_id)
        .join(Member, Member.organization_id == Organization.id)
        .join(other, other.id == Member.account_id)
        .where(
            Member.account_id != Organization.account_id,
            other.state.not_in((standing.CLOSED, standing.PERMANENTLY_CLOSED)),
        )
    )
    return Account.id.in_(managing)
