"""The days in which a root user may sign in without a device (behaviour 3.6, P10)."""

from __future__ import annotations

from datetime import datetime, timedelta

from frontdesk.authentication import possession
from frontdesk.authentication.subject import account_of
from frontdesk.authentication.tables import Attempt
from frontdesk.directory import accounts
from frontdesk.store.context import Context


def is_over(ctx: Context, attempt: Attempt) -> bool:
    """Say whether a sign-in with a password alone may not end without a device; the first one starts the days."""
    account = account_of(ctx, attempt)
    if account is None or not ctx.settings.root_mfa_days or possession.enrolled(ctx, account.id):
        return False
    if account.root_alone_since is None:
        account.root_alone_since = ctx.now
    return ctx.now >= account.root_alone_since + timedelta(days=ctx.settings.root_mfa_days)


def ends_at(ctx: Context) -> datetime | None:
    """Return until when the bound account's root user may come without a device; None where nothing is asked."""
    account = accounts.bound(ctx)
    if not ctx.settings.root_mfa_days or possession.enrolled(ctx, account.id):
        return None
    return (account.root_alone_since or ctx.now) + timedelta(days=ctx.settings.root_mfa_days)


def has_device_now(ctx: Context) -> None:
    """Forget when the bound account's root user first came without one: it has a device."""
    accounts.bound(ctx).root_alone_since = None
