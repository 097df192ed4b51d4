"""The account's rules for its users' passwords (behaviour 3.2)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import NotFound
from frontdesk.credentials import password_rules
from frontdesk.credentials.password_rules import PasswordPolicy
from frontdesk.directory import accounts
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("iam:GetAccountPasswordPolicy", also_in=ROOT_ONLY)
def get_account_password_policy(ctx: Context) -> dict[str, Any]:
    """Show the account's own policy; the default one counts as none."""
    account = accounts.bound(ctx)
    policy = password_rules.of(account)
    if not policy.custom:
        raise NotFound("The Password Policy with domain name {account} cannot be found.", account=account.id)
    return {"PasswordPolicy": _shown(policy)}


def _shown(policy: PasswordPolicy) -> dict[str, Any]:
    limits = {"MaxPasswordAge": policy.max_age_days, "PasswordReusePrevention": policy.reuse_prevention}
    return {
        "MinimumPasswordLength": policy.minimum_length,
        "RequireSymbols": policy.require_symbols,
        "RequireNumbers": policy.require_numbers,
        "RequireUppercaseCharacters": policy.require_uppercase,
        "RequireLowercaseCharacters": policy.require_lowercase,
        "AllowUsersToChangePassword": policy.allow_users_to_change,
        "ExpirePasswords": policy.max_age_days > 0,
        "HardExpiry": policy.hard_expiry,
    } | {name: limit for name, limit in limits.items() if limit}


@operation("iam:UpdateAccountPasswordPolicy")
def update_account_password_policy(
    ctx: Context,
    *,
    minimum_password_length: int = 6,
    require_symbols: bool = False,
    require_numbers: bool = False,
    require_uppercase_characters: bool = False,
    require_lowercase_characters: bool = False,
    allow_users_to_change_password: bool = False,
    max_password_age: int = 0,
    password_reuse_prevention: int = 0,
    hard_expiry: bool = False,
) -> None:
    """Replace the whole policy; what is left out gets its default, not its former value."""
    policy = PasswordPolicy(
        minimum_length=minimum_password_length,
        require_symbols=require_symbols,
        require_numbers=require_numbers,
        require_uppercase=require_uppercase_characters,
        require_lowercase=require_lowercase_characters,
        allow_users_to_change=allow_users_to_change_password,
        max_age_days=max_password_age,
        reuse_prevention=password_reuse_prevention,
        hard_expiry=hard_expiry,
    )
    password_rules.keep(accounts.bound(ctx), policy)
    accounts.touch(ctx)


@operation("iam:DeleteAccountPasswordPolicy")
def delete_account_password_policy(ctx: Context) -> None:
    """Go back to the default policy."""
    account = accounts.bound(ctx)
    if not password_rules.of(account).custom:
        raise NotFound("The account policy with name PasswordPolicy cannot be found.")
    password_rules.keep(account, None)
    accounts.touch(ctx)
