"""What staff see of an account under a permit: facts without secrets, contacts masked (recovery 8, R24)."""

from __future__ import annotations

from typing import Any

from frontdesk.audit.lookup import user_name
from frontdesk.credentials import passwords
from frontdesk.credentials.tables import AccessKey
from frontdesk.directory import accounts, aliases
from frontdesk.directory.tables import Account, AlternateContact, User
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow

MOST = 100
_SIGN_INS = 30
_HIDDEN = "•••"
Facts = dict[str, Any]


def masked_email(email: str) -> str:
    """Return an address as ``a•••@e•••.org``: enough to recognise, too little to use."""
    name, _, domain = email.partition("@")
    host, dot, top = domain.rpartition(".")
    return f"{name[:1]}{_HIDDEN}@{host[:1]}{_HIDDEN}{dot}{top}"


def masked_phone(phone: str) -> str:
    """Return a number by its last two digits."""
    digits = [sign for sign in phone if sign.isdigit()]
    return _HIDDEN + "".join(digits[-2:])


def account(ctx: Context) -> Facts:
    """Return the bound account: name, alias, state, contacts masked."""
    found = accounts.bound(ctx)
    facts: Facts = {
        "AccountId": found.id,
        "AccountName": found.name,
        "State": found.state,
        "CreatedAt": found.created_at,
        "RootEmailAddress": masked_email(found.email),
        "Contacts": _contacts(ctx, found),
    }
    alias = aliases.current(ctx)
    more = {"AccountAlias": alias, "StateSince": found.state_at, "SuspendedFor": found.suspended_for}
    return facts | {name: value for name, value in more.items() if value}


def _contacts(ctx: Context, found: Account) -> list[Facts]:
    primary = (found.contact or {}).get("phone")
    first = [{"Type": "PRIMARY", "PhoneNumber": masked_phone(primary)}] if primary else []
    rows = ctx.all(ctx.select(AlternateContact).order_by(AlternateContact.type))
    return first + [
        {"Type": row.type, "EmailAddress": masked_email(row.email), "PhoneNumber": masked_phone(row.phone)}
        for row in rows
    ]


def users(ctx: Context) -> list[Facts]:
    """Return the account's users with the standing of their credentials: which there are, never what they are."""
    found = ctx.all(ctx.select(User).order_by(User.name_key).limit(MOST))
    root = {"UserName": "root", **_credentials(ctx, ctx.account_id or "")}
    return [root, *({"UserName": user.name, **_credentials(ctx, user.id)} for user in found)]


def _credentials(ctx: Context, principal_id: str) -> Facts:
    password = passwords.of(ctx, principal_id)
    keys = ctx.all(ctx.select(AccessKey).where(AccessKey.principal_id == principal_id))
    facts: Facts = {
        "ConsoleAccess": password is not None,
        "ActiveAccessKeys": sum(key.status == "Active" for key in keys),
        "InactiveAccessKeys": sum(key.status != "Active" for key in keys),
    }
    if password is None:
        return facts
    return facts | {"PasswordLastChanged": password.changed_at, "PasswordResetRequired": password.reset_required}


def sign_ins(ctx: Context) -> list[Facts]:
    """Return the newest sign-ins and refusals, with the references that explain them."""
    return [_event(row) for row in _newest(ctx, _SIGN_INS, "ConsoleLogin")]


def events(ctx: Context) -> list[Facts]:
    """Return the newest events: their names, people and results, without parameters."""
    return [_event(row) for row in _newest(ctx, _SIGN_INS)]


def _newest(ctx: Context, most: int, name: str | None = None) -> list[EventRow]:
    query = ctx.select(EventRow)
    if name is not None:
        query = query.where(EventRow.name == name)
    return ctx.all(query.order_by(EventRow.at.desc(), EventRow.id.desc()).limit(most))


def _event(row: EventRow) -> Facts:
    outcome = (row.record.get("responseElements") or {}).get("ConsoleLogin")
    refused = row.record.get("errorCode") or (outcome if outcome != "Success" else None)
    optional = {
        "UserName": _who(row),
        "SourceIPAddress": row.record.get("sourceIPAddress"),
        "Reference": row.reference,
        "ErrorCode": refused,
    }
    return {"Name": row.name, "At": row.at} | {key: value for key, value in optional.items() if value}


def _who(row: EventRow) -> str | None:
    return "Support" if row.record["userIdentity"].get("invokedBy") == "support" else user_name(row)


def billing(ctx: Context) -> Facts:
    """Return the account's standing with bills."""
    found = accounts.bound(ctx)
    facts: Facts = {"State": found.state, "IamAccessToBilling": found.iam_billing}
    return facts | ({"SuspendedFor": found.suspended_for} if found.suspended_for else {})
