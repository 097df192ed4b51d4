"""Suspending, reinstating, closing and reopening any account: for the operator's staff and the host (behaviour 5.5)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import NotFound
from frontdesk.directory import accounts, life_cycle
from frontdesk.directory.tables import Account
from frontdesk.operations.account import reopening
from frontdesk.operations.account.standing_facts import standing_facts
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def _named(ctx: Context, account_id: str) -> Account:
    account = accounts.find(ctx, account_id)
    if account is None:
        raise NotFound("There is no account {id}.", id=account_id, field="AccountId")
    return account


def _told(ctx: Context, account: Account) -> Answer:
    return {"AccountId": account.id, **standing_facts(ctx, account)}


@operation("standing:DescribeStanding", resource=for_staff)
def describe_standing(ctx: Context, *, account_id: str) -> Answer:
    """Say in which state an account is; nothing else about it."""
    return _told(ctx, _named(ctx, account_id))


@operation("standing:SuspendAccount", resource=for_staff)
def suspend_account(ctx: Context, *, account_id: str, cause: str) -> Answer:
    """Stop an account and tell its people the cause."""
    account = _named(ctx, account_id)
    life_cycle.suspend(ctx, account, cause)
    return _told(ctx, account)


@operation("standing:ReinstateAccount", resource=for_staff)
def reinstate_account(ctx: Context, *, account_id: str) -> Answer:
    """Let a suspended account work again."""
    account = _named(ctx, account_id)
    life_cycle.reinstate(ctx, account)
    return _told(ctx, account)


@operation("standing:CloseAnyAccount", resource=for_staff)
def close_any_account(ctx: Context, *, account_id: str) -> Answer:
    """Begin to close an account."""
    account = _named(ctx, account_id)
    life_cycle.begin_closing(ctx, account)
    return _told(ctx, account)


@operation("standing:ReopenAnyAccount", resource=for_staff)
def reopen_any_account(ctx: Context, *, account_id: str) -> Answer:
    """Reopen a closed account within its time."""
    account = _named(ctx, account_id)
    reopening.reopen(ctx, account)
    return _told(ctx, account)
