"""The account's alias (behaviour 1.2)."""

from __future__ import annotations

from frontdesk.directory import aliases
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing


@operation("iam:CreateAccountAlias")
def create_account_alias(ctx: Context, *, account_alias: str) -> None:
    """Give the account this alias in place of its former one."""
    aliases.create(ctx, account_alias)


@operation("iam:DeleteAccountAlias")
def delete_account_alias(ctx: Context, *, account_alias: str) -> None:
    """Release the account's alias."""
    aliases.delete(ctx, account_alias)


@operation("iam:ListAccountAliases")
def list_account_aliases(ctx: Context) -> Page:
    """List the account's alias, if it has one."""
    alias = aliases.current(ctx)
    return Page("AccountAliases", ShortListing([alias] if alias else [], str), str)
