"""Making and dissolving an organization."""

from __future__ import annotations

from frontdesk.directory import accounts, standing
from frontdesk.directory.organizations import handshakes, joining, membership, naming
from frontdesk.directory.organizations.errors import (
    AlreadyInOrganization,
    ConstraintViolation,
    OrganizationNotEmpty,
)
from frontdesk.directory.organizations.joining import Arrival
from frontdesk.directory.organizations.tables import (
    AccountRequest,
    Closure,
    Member,
    Organization,
    OrganizationalUnit,
)
from frontdesk.store.base import Table
from frontdesk.store.context import Context

_OWNED: tuple[type[Table], ...] = (Member, OrganizationalUnit, AccountRequest, Closure)


def create(ctx: Context, feature_set: str) -> Organization:
    """Make the bound account the management account of a new organization.

    Raises AlreadyInOrganization, and ConstraintViolation for an account that is not active.
    """
    account = accounts.bound(ctx)
    if membership.member(ctx, account.id):
        raise AlreadyInOrganization("The provided account is already a member of an organization.")
    if account.state != standing.ACTIVE:
        raise ConstraintViolation("ACCOUNT_CREATION_NOT_COMPLETE", "Your account is not fully active.")
    organization = ctx.add(
        Organization(
            id=naming.organization_id(ctx.entropy),
            account_id=account.id,
            root_id=_free_root(ctx),
            feature_set=feature_set,
            created_at=ctx.now,
        )
    )
    joining.join(ctx, organization, account.id, Arrival(membership.INVITED))
    return organization


def _free_root(ctx: Context) -> str:
    while True:
        id = naming.root_id(ctx.entropy)
        if ctx.first(ctx.across_accounts(Organization).where(Organization.root_id == id)) is None:
            return id


def delete(ctx: Context, organization: Organization) -> None:
    """Dissolve an organization that has no member beside its management account; its tree goes with it.

    Raises OrganizationNotEmpty. What it asked of others is cancelled and can still be read for thirty days.
    """
    others = membership.members(ctx, organization).where(Member.account_id != organization.account_id)
    if ctx.first(others):
        raise OrganizationNotEmpty(
            "To delete an organization, you must first remove all accounts except the management account."
        )
    handshakes.cancel_pending(ctx, organization)
    for table in _OWNED:
        owned = ctx.across_accounts(table).where(table.organization_id == organization.id)  # type: ignore[attr-defined]
        for row in ctx.all(owned):
            ctx.delete(row)
    joining.record(
        ctx,
        organization.account_id,
        "AccountDepartedOrganization",
        departureMethod=joining.LEFT,
        accountId=organization.account_id,
    )
    accounts.touch(ctx, organization.account_id)
    ctx.delete(organization)
