"""Organizational units: making, renaming, deleting."""

from __future__ import annotations

from frontdesk.directory.organizations import naming, tree
from frontdesk.directory.organizations.errors import (
    ConstraintViolation,
    DuplicateUnit,
    ParentNotFound,
    UnitNotEmpty,
)
from frontdesk.directory.organizations.tables import Organization, OrganizationalUnit
from frontdesk.store.context import Context


def create(ctx: Context, organization: Organization, parent_id: str, name: str) -> OrganizationalUnit:
    """Make an empty unit below a root or unit.

    Raises ParentNotFound, DuplicateUnit for a name that the parent has below it already, and ConstraintViolation
    below the fifth level and after 1,000 units.
    """
    if not tree.is_parent(ctx, organization, parent_id):
        raise ParentNotFound("You specified a parent that doesn't exist.", field="ParentId")
    if len(tree.path_to_root(ctx, parent_id)) > tree.DEPTH:
        text = "You have exceeded the depth of the tree: units go {most} levels deep."
        raise ConstraintViolation("OU_DEPTH_LIMIT_EXCEEDED", text, most=tree.DEPTH, field="ParentId")
    if ctx.count(ctx.within(organization.account_id).select(OrganizationalUnit)) >= tree.UNITS:
        text = "You have exceeded the number of organizational units: {most}."
        raise ConstraintViolation("OU_NUMBER_LIMIT_EXCEEDED", text, most=tree.UNITS)
    _require_free(ctx, organization, parent_id, name)
    return ctx.add(
        OrganizationalUnit(
            id=naming.unit_id(ctx.entropy, organization.root_id),
            account_id=organization.account_id,
            organization_id=organization.id,
            parent_id=parent_id,
            name=name,
            created_at=ctx.now,
        )
    )


def _require_free(ctx: Context, organization: Organization, parent_id: str, name: str) -> None:
    if any(unit.name == name for unit in tree.units_below(ctx, organization, parent_id)):
        raise DuplicateUnit("An OU with the same name already exists.", field="Name")


def rename(ctx: Context, organization: Organization, unit: OrganizationalUnit, name: str) -> None:
    """Give a unit another name; its id and everything below it stay. Raises DuplicateUnit."""
    if name != unit.name:
        _require_free(ctx, organization, unit.parent_id, name)
        unit.name = name


def delete(ctx: Context, organization: Organization, unit: OrganizationalUnit) -> None:
    """Remove a unit; raises UnitNotEmpty while a unit or an account hangs on it."""
    if tree.units_below(ctx, organization, unit.id) or tree.accounts_below(ctx, organization, unit.id):
        text = "The specified OU is not empty. Move its accounts and remove the units below it first."
        raise UnitNotEmpty(text, field="OrganizationalUnitId")
    ctx.delete(unit)
