"""The tree of an organization: its root, its units and where accounts hang (behaviour 10: 1,000 units, five levels)."""

from __future__ import annotations

from frontdesk.core.errors import Internal
from frontdesk.directory.organizations import membership
from frontdesk.directory.organizations.tables import Member, Organization, OrganizationalUnit
from frontdesk.store.context import Context

ROOT_NAME = "Root"
DEPTH, UNITS = 5, 1000


def unit(ctx: Context, organization: Organization, id: str) -> OrganizationalUnit | None:
    """Return a unit of an organization by id."""
    found = ctx.by_key(OrganizationalUnit, id)
    return found if found is not None and found.organization_id == organization.id else None


def place(ctx: Context, organization: Organization, account_id: str) -> Member | None:
    """Return an account's place in this very organization, unless its closure is permanent."""
    return ctx.first(membership.members(ctx, organization).where(Member.account_id == account_id))


def is_parent(ctx: Context, organization: Organization, id: str) -> bool:
    """Say whether an id is the organization's root or one of its units."""
    return id == organization.root_id or unit(ctx, organization, id) is not None


def parent_of(ctx: Context, organization: Organization, child_id: str) -> str | None:
    """Return the id of what a unit or account hangs on, or None for what is not in the organization."""
    found = unit(ctx, organization, child_id) or place(ctx, organization, child_id)
    return found.parent_id if found else None


def path_to_root(ctx: Context, target_id: str) -> list[str]:
    """Return the ids from the root down to a root, unit or account, both ends included.

    Empty for an account that is in no organization and for an unknown id. Policies apply in this order (wire 6.2).
    """
    path: list[str] = []
    id: str | None = target_id
    while id is not None:
        path.append(id)
        if len(path) > DEPTH + 2:
            raise Internal(cause=f"the tree above {target_id} has no end")
        id = _above(ctx, id)
    return path[::-1] if path[-1].startswith("r-") and _exists(ctx, path[-1]) else []


def _above(ctx: Context, id: str) -> str | None:
    if id.startswith("r-"):
        return None
    found = ctx.by_key(OrganizationalUnit, id) if id.startswith("ou-") else membership.member(ctx, id)
    return found.parent_id if found else None


def _exists(ctx: Context, root_id: str) -> bool:
    return ctx.first(ctx.across_accounts(Organization).where(Organization.root_id == root_id)) is not None


def units_below(ctx: Context, organization: Organization, parent_id: str) -> list[OrganizationalUnit]:
    """Return the units that hang directly on a parent, by name."""
    query = ctx.across_accounts(OrganizationalUnit).where(
        OrganizationalUnit.organization_id == organization.id, OrganizationalUnit.parent_id == parent_id
    )
    return ctx.all(query.order_by(OrganizationalUnit.name))


def accounts_below(ctx: Context, organization: Organization, parent_id: str) -> list[Member]:
    """Return the accounts that hang directly on a parent, by id."""
    return ctx.all(membership.members(ctx, organization).where(Member.parent_id == parent_id))


def all_units(ctx: Context, organization: Organization) -> list[OrganizationalUnit]:
    """Return every unit of an organization, by name."""
    query = ctx.across_accounts(OrganizationalUnit).where(OrganizationalUnit.organization_id == organization.id)
    return ctx.all(query.order_by(OrganizationalUnit.name, OrganizationalUnit.id))
