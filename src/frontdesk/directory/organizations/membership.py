"""Who is in which organization."""

from __future__ import annotations

from sqlalchemy import Select

from frontdesk.directory import standing
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

CREATED, INVITED = "CREATED", "INVITED"
_ENDED = (standing.CLOSED, standing.PERMANENTLY_CLOSED)


def member(ctx: Context, account_id: str) -> Member | None:
    """Return an account's place in its organization, or None for a standalone account.

    A place in an organization whose management account has ended for good is none.
    """
    place = ctx.by_key(Member, account_id)
    return place if place and ctx.by_key(Organization, place.organization_id) else None


def of(ctx: Context, account_id: str) -> Organization | None:
    """Return the organization that an account is in, as management account or member, or None."""
    place = member(ctx, account_id)
    return ctx.by_key(Organization, place.organization_id) if place else None


def management_of(ctx: Context, account_id: str) -> str | None:
    """Return the id of the account that manages this one's organization, or None; a management account's is its own."""
    organization = of(ctx, account_id)
    return organization.account_id if organization else None


def is_management(ctx: Context, account_id: str) -> bool:
    """Say whether an account manages an organization."""
    return management_of(ctx, account_id) == account_id


def members(ctx: Context, organization: Organization) -> Select[Member]:
    """Return a query over everybody's place in an organization, by account id, with ``Account`` joined.

    A closed account stays until its closure is permanent (behaviour 5.7).
    """
    query = ctx.across_accounts(Member).join(Account, Account.id == Member.account_id)
    return query.where(
        Member.organization_id == organization.id, Account.state != standing.PERMANENTLY_CLOSED
    ).order_by(Member.account_id)


def open_members(ctx: Context, organization: Organization) -> list[Member]:
    """Return the members beside the management account that are neither closed nor gone.

    Closing the management account needs none of them (behaviour 5.6).
    """
    others = members(ctx, organization).where(Member.account_id != organization.account_id)
    return ctx.all(others.where(Account.state.not_in(_ENDED)))


def accounts(ctx: Context, organization: Organization) -> dict[str, Account]:
    """Return every account of an organization by id."""
    inside = members(ctx, organization).with_only_columns(Member.account_id).order_by(None)
    return {row.id: row for row in ctx.all(ctx.across_accounts(Account).where(Account.id.in_(inside)))}
