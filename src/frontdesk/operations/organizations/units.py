"""Organizational units, and what hangs where in the tree."""

from __future__ import annotations

from typing import Any

from frontdesk.directory.organizations import tree, units
from frontdesk.directory.organizations.tables import Member, Organization, OrganizationalUnit
from frontdesk.operations.organizations import hangings
from frontdesk.operations.organizations.lists import in_hand, page
from frontdesk.operations.organizations.resources import (
    UnitIn,
    child_seen,
    parent_managed,
    parent_seen,
    unit_managed,
    unit_seen,
)
from frontdesk.operations.organizations.shapes import shown_unit
from frontdesk.operations.registry import Page, operation, with_tags
from frontdesk.store.context import Context

Answer = dict[str, Any]


@operation(
    "organizations:CreateOrganizationalUnit", resource=parent_managed, also=with_tags("organizations:TagResource")
)
def create_organizational_unit(
    ctx: Context, organization: Organization, *, parent_id: str, name: str, tags: hangings.Tags = ()
) -> Answer:
    """Make an empty unit below the root or a unit, at most five levels deep."""
    unit = units.create(ctx, organization, parent_id, name)
    hangings.arrive(ctx, organization, unit.id, tags)
    return {"OrganizationalUnit": shown_unit(ctx, organization, unit)}


@operation("organizations:DescribeOrganizationalUnit", resource=unit_seen)
def describe_organizational_unit(ctx: Context, place: UnitIn) -> Answer:
    """Describe a unit."""
    return {"OrganizationalUnit": shown_unit(ctx, place.organization, place.unit)}


@operation("organizations:UpdateOrganizationalUnit", resource=unit_managed)
def update_organizational_unit(ctx: Context, place: UnitIn, *, name: str | None = None) -> Answer:
    """Rename a unit; its id stays."""
    if name is not None:
        units.rename(ctx, place.organization, place.unit, name)
    return {"OrganizationalUnit": shown_unit(ctx, place.organization, place.unit)}


@operation("organizations:DeleteOrganizationalUnit", resource=unit_managed)
def delete_organizational_unit(ctx: Context, place: UnitIn) -> None:
    """Remove a unit with nothing below it."""
    units.delete(ctx, place.organization, place.unit)
    hangings.depart(ctx, place.organization, place.unit.id)


@operation("organizations:ListOrganizationalUnitsForParent", resource=parent_seen)
def list_organizational_units_for_parent(ctx: Context, organization: Organization, *, parent_id: str) -> Page:
    """List the units directly below a parent."""
    found = in_hand(tree.units_below(ctx, organization, parent_id), lambda unit: unit.id)
    return page("OrganizationalUnits", found, lambda unit: shown_unit(ctx, organization, unit), bound_to=parent_id)


@operation("organizations:ListChildren", resource=parent_seen)
def list_children(ctx: Context, organization: Organization, *, parent_id: str, child_type: str) -> Page:
    """List the ids of the units, or of the accounts, directly below a parent."""
    below = tree.units_below if child_type == "ORGANIZATIONAL_UNIT" else tree.accounts_below
    found = in_hand([_child_id(child) for child in below(ctx, organization, parent_id)], lambda id: id)
    bound_to = f"{parent_id}:{child_type}"
    return page("Children", found, lambda id: {"Id": id, "Type": child_type}, bound_to=bound_to)


def _child_id(child: Member | OrganizationalUnit) -> str:
    return child.account_id if isinstance(child, Member) else child.id


@operation("organizations:ListParents", resource=child_seen)
def list_parents(ctx: Context, parent_id: str) -> Page:
    """Name what a unit or an account hangs on; there is always one."""
    type = "ROOT" if parent_id.startswith("r-") else "ORGANIZATIONAL_UNIT"
    return page("Parents", in_hand([parent_id], str), lambda id: {"Id": id, "Type": type})
