"""Console passwords as their owners and administrators see them: set when, good until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from frontdesk.credentials import password_rules, passwords
from frontdesk.credentials.tables import PasswordRow
from frontdesk.directory import accounts, aliases
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.directory.tables import User
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.iam.resources import user_named
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


@operation("iam:GetLoginProfile", model="frontdesk:GetConsoleAccess", resource=user_named)
def get_console_access(ctx: Context, user: User) -> Answer:
    """Say whether a user can sign in to the console, and how old the password is."""
    return {"ConsoleAccess": _access(ctx, passwords.of(ctx, user.id))}


@operation("frontdesk:GetOwnAccount", unchecked=True, also_in=ROOT_ONLY)
def get_own_account(ctx: Context) -> Answer:
    """Describe the caller's account as far as its sign-in page does, and the caller's own password."""
    account, alias = accounts.bound(ctx), aliases.current(ctx)
    row = passwords.of(ctx, calling(ctx).principal_id)
    answer: Answer = {"AccountId": account.id, "AccountName": account.name, "ConsoleAccess": _access(ctx, row)}
    return answer | ({"AccountAlias": alias} if alias else {})


def _access(ctx: Context, row: PasswordRow | None) -> Answer:
    if row is None:
        return {"Enabled": False}
    access: Answer = {
        "Enabled": True,
        "PasswordLastChanged": row.changed_at,
        "PasswordResetRequired": row.reset_required,
    }
    expires = _expires(ctx, row)
    return access | ({"PasswordExpires": expires} if expires else {})


def _expires(ctx: Context, row: PasswordRow) -> datetime | None:
    # the account's policy is not for its root user (behaviour 3.1)
    age = 0 if row.principal_id == row.account_id else password_rules.of(accounts.bound(ctx)).max_age_days
    return row.changed_at + timedelta(days=age) if age else None
