"""Making a whole account at once on the host: account, root password, alias, root's access key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontdesk.core import arns
from frontdesk.core.errors import AlreadyExists
from frontdesk.core.secret import Password, SecretKey
from frontdesk.credentials import access_keys, password_rules, passwords
from frontdesk.directory import accounts, aliases
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.events import Event


@dataclass(frozen=True)
class Founding:
    """What the host asks for."""

    name: str
    email: str
    alias: str | None = None
    root_access_key: bool = False
    operator: bool = False


@dataclass(frozen=True)
class Founded:
    """What was made; the secrets can be read only here."""

    account_id: str
    email: str
    password: Password
    access_key_id: str | None = None
    secret_access_key: SecretKey | None = None


def found(ctx: Context, wanted: Founding) -> Founded:
    """Make an active account; raises ValidationError, EmailTaken or AlreadyExists and then changes nothing."""
    if wanted.operator and (present := accounts.operator_account(ctx)):
        raise AlreadyExists("This installation has its operator account already: {id}.", id=present.id)
    password = password_rules.generate(ctx.entropy)
    passwords.hash(ctx.settings, password)
    account = accounts.create(ctx, NewAccount(wanted.name, wanted.email, operator=wanted.operator))
    within = ctx.within(account.id)
    if wanted.alias:
        aliases.create(within, wanted.alias)
    passwords.put(within, account.id, password, lineage=[])
    ctx.record(_event(account))
    if not wanted.root_access_key:
        return Founded(account.id, account.email, password)
    key, secret = access_keys.create(within, account.id)
    return Founded(account.id, account.email, password, key.id, secret)


def _event(account: Account) -> Event:
    return Event(
        name="CreateAccount",
        source="frontdesk.amazonaws.com",
        account_id=account.id,
        identity={"type": "AWSService", "invokedBy": "frontdesk host command"},
        response={"accountId": account.id, "arn": arns.root(account.id)},
    )


def everyone(ctx: Context) -> list[dict[str, Any]]:
    """Return every account's id, name, e-mail, alias, state and whether it is the operator's, for the host."""
    rows = ctx.all(ctx.across_accounts(Account).order_by(Account.created_at, Account.id))
    return [
        {
            "account_id": row.id,
            "name": row.name,
            "root_email": row.email,
            "alias": aliases.current(ctx.within(row.id)),
            "state": row.state,
            "operator": row.operator,
        }
        for row in rows
    ]
