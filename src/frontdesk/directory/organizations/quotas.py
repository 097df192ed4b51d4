"""How many accounts, invitations and closures an organization may have (behaviour 5.6 and 10)."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.directory import standing
from frontdesk.directory.organizations import handshakes, membership
from frontdesk.directory.organizations.errors import ConstraintViolation, HandshakeConstraintViolation
from frontdesk.directory.organizations.tables import AccountRequest, Closure, Handshake, Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

INVITATIONS_A_DAY, TO_ONE_A_DAY = 20, 3
TAKEN_ADDRESSES_A_DAY = 10
CLOSURE_WINDOW, CLOSURES_LEAST, CLOSURES_MOST, CLOSING_AT_ONCE = timedelta(days=30), 10, 1000, 3
_DAY = timedelta(days=1)
_FULL = (
    "You have exceeded the number of accounts that your organization may have: {most}. "
    "Closed accounts and open invitations count."
)


def accounts_counted(ctx: Context, organization: Organization) -> int:
    """Return what counts against the quota of accounts: everybody inside, closed or not, and open invitations."""
    return _inside(ctx, organization) + len(handshakes.open_invitations(ctx, organization))


def _inside(ctx: Context, organization: Organization) -> int:
    return ctx.count(membership.members(ctx, organization).order_by(None))


def check_room(ctx: Context, organization: Organization) -> None:
    """Raise ConstraintViolation unless one more account fits."""
    if accounts_counted(ctx, organization) >= ctx.settings.organization_accounts:
        raise ConstraintViolation("ACCOUNT_NUMBER_LIMIT_EXCEEDED", _FULL, most=ctx.settings.organization_accounts)


def check_invitation(ctx: Context, organization: Organization, key: str) -> None:
    """Raise HandshakeConstraintViolation unless one more invitation may be sent now to whom ``key`` means."""
    if accounts_counted(ctx, organization) >= ctx.settings.organization_accounts:
        raise HandshakeConstraintViolation(
            "ACCOUNT_NUMBER_LIMIT_EXCEEDED", _FULL, most=ctx.settings.organization_accounts
        )
    today = ctx.across_accounts(Handshake).where(
        Handshake.organization_id == organization.id,
        Handshake.action == handshakes.INVITE,
        Handshake.requested_at > ctx.now - _DAY,
    )
    _require_less(ctx.count(today), max(INVITATIONS_A_DAY, ctx.settings.organization_accounts), "in one day")
    _require_less(ctx.count(today.where(Handshake.target_key == key)), TO_ONE_A_DAY, "to one account in one day")


def _require_less(count: int, most: int, when: str) -> None:
    if count >= most:
        text = "You have exceeded the number of invitations that you may send {when}: {most}."
        raise HandshakeConstraintViolation("HANDSHAKE_RATE_LIMIT_EXCEEDED", text, when=when, most=most)


def check_joining(ctx: Context, organization: Organization) -> None:
    """Raise HandshakeConstraintViolation unless somebody who was invited still fits."""
    if _inside(ctx, organization) >= ctx.settings.organization_accounts:
        text = "The organization that invited this account has no room for another account."
        raise HandshakeConstraintViolation("ACCOUNT_NUMBER_LIMIT_EXCEEDED", text)


def check_guessing(ctx: Context, organization: Organization) -> None:
    """Raise ConstraintViolation after ten requests in a day for addresses that belong to an account.

    Only so far may an organization find out which addresses do (recovery principle 8).
    """
    query = ctx.across_accounts(AccountRequest).where(
        AccountRequest.organization_id == organization.id,
        AccountRequest.failure == "EMAIL_ALREADY_EXISTS",
        AccountRequest.requested_at > ctx.now - _DAY,
    )
    if ctx.count(query) >= TAKEN_ADDRESSES_A_DAY:
        text = "Too many accounts were asked for whose e-mail addresses could not be used. Try again tomorrow."
        raise ConstraintViolation("ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", text)


def check_closing(ctx: Context, organization: Organization) -> None:
    """Raise ConstraintViolation while three members are being closed, or a tenth of them were within thirty days."""
    closing = membership.members(ctx, organization).where(Account.state == standing.PENDING_CLOSURE)
    if ctx.count(closing.order_by(None)) >= CLOSING_AT_ONCE:
        text = "You can close {most} accounts at a time. Wait until one of them is closed."
        raise ConstraintViolation("CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED", text, most=CLOSING_AT_ONCE)
    most = closures_allowed(ctx, organization)
    recent = ctx.across_accounts(Closure).where(
        Closure.organization_id == organization.id, Closure.at > ctx.now - CLOSURE_WINDOW
    )
    if ctx.count(recent) >= most:
        text = "You have exceeded close account quota for the past 30 days: {most}."
        raise ConstraintViolation("CLOSE_ACCOUNT_QUOTA_EXCEEDED", text, most=most)


def closures_allowed(ctx: Context, organization: Organization) -> int:
    """Return how many members may be closed in thirty days: a tenth, but at least 10 and at most 1,000."""
    others = membership.members(ctx, organization).where(Member.account_id != organization.account_id)
    return max(CLOSURES_LEAST, min(CLOSURES_MOST, ctx.count(others.order_by(None)) // 10))
