"""Whom an attempt is about, found once when it opens and never read from a later form (R6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from frontdesk.authentication.tables import EXPIRED, LIVE, Attempt
from frontdesk.core.reasons import Reason
from frontdesk.directory import accounts, standing
from frontdesk.directory.tables import Account, User
from frontdesk.store.context import Context


@dataclass(frozen=True)
class Subject:
    """The account and IAM user of a claim; ``unknown`` says what did not match, for operators and administrators."""

    account: Account | None = None
    user: User | None = None
    unknown: Reason | None = None

    @property
    def principal_id(self) -> str | None:
        """The user's id, or the account's for its root user; None when nobody matched."""
        if self.unknown or self.account is None:
            return None
        return self.user.id if self.user else self.account.id


@dataclass(frozen=True)
class Whom:
    """What of an attempt says whom an answer counts against; also of one that is not begun yet."""

    account_id: str | None
    principal_id: str | None
    browser_digest: str
    data: dict[str, Any]


def by_root_email(ctx: Context, email: str) -> Account | None:
    """Return the account whose root user has this address; one that is closed for good is as unknown as none."""
    return _lasting(accounts.by_email(ctx, email))


def by_label(ctx: Context, label: str) -> Account | None:
    """Return the account with this id or alias; one that is closed for good is as unknown as none."""
    return _lasting(accounts.by_label(ctx, label))


def _lasting(account: Account | None) -> Account | None:
    return account if account and account.state != standing.PERMANENTLY_CLOSED else None


def account_of(ctx: Context, attempt: Attempt) -> Account | None:
    """Return the account of an attempt as it is now."""
    return accounts.find(ctx, attempt.account_id) if attempt.account_id else None


def user_of(ctx: Context, attempt: Attempt) -> User | None:
    """Return the IAM user of an attempt, or None for a root user or nobody."""
    known = attempt.principal_id and attempt.principal_id != attempt.account_id
    return ctx.by_key(User, attempt.principal_id) if attempt.principal_id and known else None


def end_others(ctx: Context, attempt: Attempt) -> None:
    """End every other unfinished attempt about the same principal, whatever it is for and in whichever browser."""
    end_principal(ctx, attempt.account_id, attempt.principal_id, but=attempt.id)


def end_principal(ctx: Context, account_id: str | None, principal_id: str | None, *, but: str = "") -> None:
    """End every unfinished attempt about a principal, except ``but``."""
    others = update(Attempt).where(
        Attempt.account_id == account_id,
        Attempt.principal_id == principal_id,
        Attempt.id != but,
        Attempt.state.in_(LIVE),
    )
    ctx.db.execute(others.values(state=EXPIRED), execution_options={"synchronize_session": False})
