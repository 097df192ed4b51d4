"""Accounts: making, finding, renewing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from frontdesk.core import ids
from frontdesk.core.errors import Internal, ValidationError
from frontdesk.directory import aliases, former_emails, standing
from frontdesk.directory.errors import EmailTaken
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.prepared import Prepared

_TOUCHED = "touched accounts"
_BY_EMAIL = Prepared(select(Account).where(Account.email_key == bindparam("email")))
_NAME = re.compile(r"[ -;=?-~]{1,50}")
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class NewAccount:
    """What an account is made from; ``contact`` is the primary contact of behaviour 5.1."""

    name: str
    email: str
    contact: dict[str, str] | None = None
    operator: bool = False


def email_key(email: str) -> str:
    """Return the form in which addresses are compared: without regard to case (behaviour 1.1)."""
    return email.strip().casefold()


def label_key(label: str) -> str:
    """Return the form in which account IDs and aliases are compared: aliases are in lower case (behaviour 1.2)."""
    return label.strip().lower()


def check_name(name: str) -> str:
    """Return an account name, or raise ValidationError (behaviour 1.1)."""
    if not _NAME.fullmatch(name) or not name.strip():
        raise ValidationError("Use 1 to 50 letters, digits, spaces and signs, without < and >.", field="name")
    return name.strip()


def check_email(email: str) -> str:
    """Return a root e-mail address of 5 to 64 characters, or raise ValidationError (behaviour 1.1)."""
    email = email.strip()
    if not 5 <= len(email) <= 64 or not _EMAIL.fullmatch(email) or ".." in email:
        raise ValidationError("Enter an e-mail address of 5 to 64 characters, such as name@example.com.", field="email")
    return email


def create(ctx: Context, new: NewAccount) -> Account:
    """Make an active account; raises ValidationError or EmailTaken."""
    name, email = check_name(new.name), check_email(new.email)
    if by_email(ctx, email) or former_emails.belonged_to_another(ctx, email_key(email)):
        raise EmailTaken("This address belongs to an account, or did before.", field="email")
    account = Account(
        id=_free_id(ctx),
        name=name,
        email=email,
        email_key=email_key(email),
        state=standing.ACTIVE,
        state_at=ctx.now,
        created_at=ctx.now,
        version=1,
        operator=new.operator,
        iam_billing=False,
        contact=dict(new.contact) if new.contact else None,
    )
    return ctx.add(account)


def _free_id(ctx: Context) -> str:
    while True:
        id = ids.account_id(ctx.entropy)
        if find(ctx, id) is None:
            return id


def rename(ctx: Context, name: str) -> bool:
    """Give the bound account another name; return whether it had another. Raises ValidationError (behaviour 5.3)."""
    account, former = bound(ctx), bound(ctx).name
    account.name = check_name(name)
    return account.name != former


def find(ctx: Context, account_id: str) -> Account | None:
    """Return an account by id, whoever asks."""
    return ctx.by_key(Account, account_id)


def is_touched(ctx: Context) -> bool:
    """Say whether this unit of work has raised the bound account's version, which is not committed yet."""
    return ctx.account_id in ctx.notes.get(_TOUCHED, ())


def bound(ctx: Context) -> Account:
    """Return the account that this unit of work is bound to."""
    account = find(ctx, ctx.account_id or "")
    if account is None:
        raise Internal(cause="no account is bound")
    return account


def by_email(ctx: Context, email: str) -> Account | None:
    """Return the account whose root user has this address."""
    return ctx.ready(_BY_EMAIL, email=email_key(email))


def by_label(ctx: Context, label: str) -> Account | None:
    """Return the account with this id or alias, as typed into a sign-in page."""
    label = label_key(label)
    if ids.ACCOUNT_ID.fullmatch(label):
        return find(ctx, label)
    owner = aliases.owner(ctx, label)
    return find(ctx, owner) if owner else None


def operator_account(ctx: Context) -> Account | None:
    """Return the account whose IAM users are the staff, if the installation has one."""
    return ctx.first(ctx.across_accounts(Account).where(Account.operator.is_(True)))


def touch(ctx: Context, account_id: str | None = None) -> None:
    """Raise an account's version, so that no cached principal of it is believed any longer."""
    account = bound(ctx.within(account_id)) if account_id else bound(ctx)
    account.version += 1
    ctx.notes.setdefault(_TOUCHED, set()).add(account.id)
