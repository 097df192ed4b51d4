"""The root user's e-mail address: changed, stopped from the former one, and what a new one may do (recovery 3.2).

For 72 hours a new address is *junior*: it is shown, gets notices and is what root signs in with, but proves nothing.
The former address hears of everything meanwhile and may undo the change, but proves nothing else either. So for that
time no mailed code sets a password, and the address cannot be changed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.core import ids
from frontdesk.core.secret import digest
from frontdesk.directory import accounts, former_emails
from frontdesk.directory.errors import EmailTaken
from frontdesk.directory.tables import Account, RootEmailChange
from frontdesk.store.context import Context

WINDOW = timedelta(hours=72)
MANAGED_WAIT = timedelta(hours=24)


@dataclass(frozen=True)
class Changed:
    """A change that was just made; ``secret`` is what the former address may stop it with, where it may."""

    row: RootEmailChange
    secret: str | None


def require_free(ctx: Context, account: Account, email: str) -> None:
    """Raise EmailTaken for an address that belongs or belonged to another account, closed ones included.

    Ask it only once the address is proven: its owner may know.
    """
    key = accounts.email_key(email)
    owner = accounts.by_email(ctx, email)
    if (owner and owner.id != account.id) or former_emails.belonged_to_another(ctx, key, account.id):
        raise EmailTaken("This address belongs to another account, or did before.", field="email")


def change(ctx: Context, account: Account, email: str) -> Changed:
    """Give the root user another address, which its former one may stop for 72 hours; raises EmailTaken."""
    return _put(ctx, account, email, junior=WINDOW, stoppable=WINDOW)


def change_for_member(ctx: Context, account: Account, email: str, *, junior: bool) -> Changed:
    """Give a member's root user the address that its management account chose; raises EmailTaken.

    The former address is told, but the management account has the last word (recovery 4.3). ``junior`` is for a
    root user who could have been using the account: then the new address proves nothing for 24 hours.
    """
    return _put(ctx, account, email, junior=MANAGED_WAIT if junior else timedelta(), stoppable=None)


def _put(ctx: Context, account: Account, email: str, *, junior: timedelta, stoppable: timedelta | None) -> Changed:
    require_free(ctx, account, email)
    secret = ids.token(ctx.entropy) if stoppable else None
    row = RootEmailChange(
        id=ids.unique(ctx.entropy),
        account_id=account.id,
        former_email=account.email,
        former_key=account.email_key,
        present_key=accounts.email_key(email),
        at=ctx.now,
        junior_until=ctx.now + junior,
        stoppable_until=ctx.now + stoppable if stoppable else None,
        token_digest=digest(secret) if secret else None,
    )
    _set(ctx, account, email)
    return Changed(ctx.add(row), secret)


def _set(ctx: Context, account: Account, email: str) -> None:
    account.email, account.email_key = email.strip(), accounts.email_key(email)
    accounts.touch(ctx, account.id)


def by_secret(ctx: Context, secret: str) -> RootEmailChange | None:
    """Return the change that was mailed with this secret, however old."""
    return ctx.first(ctx.across_accounts(RootEmailChange).where(RootEmailChange.token_digest == digest(secret[:100])))


def can_be_stopped(ctx: Context, row: RootEmailChange) -> bool:
    """Say whether the former address may still undo this change, or has done so within its time."""
    return row.stoppable_until is not None and ctx.now < row.stoppable_until


def restore(ctx: Context, row: RootEmailChange) -> bool:
    """Give the root user the former address back; False where that has been done before."""
    account = accounts.find(ctx, row.account_id)
    if account is None or row.restored_at is not None or account.email_key != row.present_key:
        return False
    row.restored_at = ctx.now
    _set(ctx, account, row.former_email)
    return True


def latest(ctx: Context, account_id: str) -> RootEmailChange | None:
    """Return the last change of an account's root e-mail, or None."""
    query = ctx.within(account_id).select(RootEmailChange)
    return ctx.first(query.order_by(RootEmailChange.at.desc(), RootEmailChange.id))


def junior_until(ctx: Context, account: Account) -> datetime | None:
    """Return until when the present address proves nothing, or None where it is old enough."""
    row = latest(ctx, account.id)
    if row is None or row.restored_at is not None or row.junior_until <= ctx.now:
        return None
    return row.junior_until


def settling_until(ctx: Context, account: Account) -> datetime | None:
    """Return until when the address may not be changed again: it is junior, or a change was stopped lately."""
    row = latest(ctx, account.id)
    if row is None:
        return None
    until = row.junior_until if row.restored_at is None else row.restored_at + WINDOW
    return until if until > ctx.now else None


def told(ctx: Context, account: Account) -> tuple[str, ...]:
    """Return where notices for the root user go: the present address and, for 72 hours, the one before it."""
    row = latest(ctx, account.id)
    lately = row is not None and row.restored_at is None and ctx.now < row.at + WINDOW
    return (account.email, row.former_email) if row and lately else (account.email,)


def masked(email: str) -> str:
    """Return an address with little more than its first letters, for whoever may only recognise it."""
    name, _, domain = email.partition("@")
    host, dot, rest = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••{dot}{rest}"
