"""The accounts of an organization: looking, moving, closing, removing, leaving."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import accounts, life_cycle
from frontdesk.directory.organizations import closures, joining, membership
from frontdesk.directory.organizations.departures import require_nothing
from frontdesk.directory.organizations.errors import ManagementCannotLeave, OrganizationAccessDenied
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.operations.organizations import departures, hangings, notices
from frontdesk.operations.organizations.lists import page
from frontdesk.operations.organizations.resources import (
    MemberIn,
    account_managed,
    account_moving,
    account_seen,
    organization_seen,
    own_place,
    parent_seen,
)
from frontdesk.operations.organizations.shapes import shown_account
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import QueryListing

Answer = dict[str, Any]


@operation("organizations:DescribeAccount", resource=account_seen)
def describe_account(ctx: Context, place: MemberIn) -> Answer:
    """Describe one account of the organization."""
    return {"Account": shown_account(ctx, place.organization, place.member)}


@operation("organizations:ListAccounts", resource=organization_seen)
def list_accounts(ctx: Context, organization: Organization) -> Page:
    """List every account of the organization by id; closed ones until their closure is permanent."""
    listing: QueryListing[Member] = QueryListing(
        membership.members(ctx, organization).order_by(None), Member.account_id
    )
    return page("Accounts", listing, lambda member: shown_account(ctx, organization, member))


@operation("organizations:ListAccountsForParent", resource=parent_seen)
def list_accounts_for_parent(ctx: Context, organization: Organization, *, parent_id: str) -> Page:
    """List the accounts directly below a parent by id."""
    query = membership.members(ctx, organization).order_by(None).where(Member.parent_id == parent_id)
    listing: QueryListing[Member] = QueryListing(query, Member.account_id)
    return page("Accounts", listing, lambda member: shown_account(ctx, organization, member), bound_to=parent_id)


@operation("organizations:MoveAccount", resource=account_moving)
def move_account(ctx: Context, place: MemberIn, *, source_parent_id: str, destination_parent_id: str) -> None:
    """Hang an account on another parent."""
    joining.move(ctx, place.organization, place.member, source_parent_id, destination_parent_id)


@operation("organizations:CloseAccount", resource=account_managed)
def close_account(ctx: Context, place: MemberIn) -> None:
    """Begin to close a member; it is PENDING_CLOSURE at once and CLOSED within a minute."""
    account = closures.allow(ctx, place.organization, place.member)
    life_cycle.begin_closing(ctx, account)
    notices.closing(ctx, place.organization, account)


@operation("organizations:RemoveAccountFromOrganization", resource=account_managed)
def remove_account_from_organization(ctx: Context, place: MemberIn) -> None:
    """Make a member a standalone account, if it has what one needs."""
    _depart(ctx, place, joining.REMOVED)


@operation("organizations:LeaveOrganization", resource=own_place)
def leave_organization(ctx: Context, place: MemberIn) -> None:
    """Take the caller's own account out of its organization, if it has what a standalone account needs.

    An IAM identity may only where IAM identities may see bills, since the account pays for itself from then on (K1).
    """
    _require_not_management(place)
    if ctx.caller and ctx.caller.kind not in ("Root", "Host") and not accounts.bound(ctx).iam_billing:
        raise OrganizationAccessDenied(
            "Only the root user can do this here, since IAM users of this account may not see its bills.",
            cause="IAM access to bills is off",
        )
    _depart(ctx, place, joining.LEFT)


def _depart(ctx: Context, place: MemberIn, method: str) -> None:
    organization, member = place.organization, place.member
    _require_not_management(place)
    require_nothing(departures.lacks(ctx, place))
    hangings.depart(ctx, organization, member.account_id)
    joining.depart(ctx, organization, member, method)
    notices.departed(ctx, organization, accounts.bound(ctx.within(member.account_id)), method)


def _require_not_management(place: MemberIn) -> None:
    if place.member.account_id == place.organization.account_id:
        raise ManagementCannotLeave("You can't remove a management account from its organization.")
