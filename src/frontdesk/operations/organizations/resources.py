"""How operations of organizations find what they act on, and who may call them (wire 11.2)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core.errors import FrontdeskError
from frontdesk.directory import accounts, organizations
from frontdesk.directory.organizations import handshakes, naming, tree
from frontdesk.directory.organizations.errors import (
    AccountNotFound,
    ChildNotFound,
    HandshakeNotFound,
    NotInUse,
    OrganizationAccessDenied,
    ParentNotFound,
    UnitNotFound,
)
from frontdesk.directory.organizations.tables import Member, Organization, OrganizationalUnit
from frontdesk.operations.organizations import hangings
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context


@dataclass(frozen=True)
class UnitIn:
    """A unit with its organization."""

    organization: Organization
    unit: OrganizationalUnit


@dataclass(frozen=True)
class MemberIn:
    """An account's place with its organization."""

    organization: Organization
    member: Member


def _own(ctx: Context) -> Organization | None:
    return organizations.of(ctx, ctx.account_id or "")


def standing(ctx: Context, *, reads: bool) -> tuple[Organization | None, FrontdeskError | None]:
    """Return the caller's organization, and what is to be told a caller who is in none or may not do this.

    What changes something is the management account's; administrators of services may look.
    """
    organization = _own(ctx)
    if organization is None:
        return None, NotInUse()
    caller = ctx.account_id or ""
    if organization.account_id == caller or (reads and hangings.is_delegate(ctx, organization, caller)):
        return organization, None
    return organization, OrganizationAccessDenied()


def _whole(ctx: Context, *, reads: bool) -> Target:
    organization, refusal = standing(ctx, reads=reads)
    return Target("*", organization, refusal)


def _any_member(ctx: Context, params: Params) -> Target:
    organization = _own(ctx)
    if organization is None:
        return Target("*", missing=NotInUse())
    return Target(naming.organization_arn(organization), organization)


def _own_place(ctx: Context, params: Params) -> Target:
    organization = _own(ctx)
    member = organizations.member(ctx, ctx.account_id or "")
    if organization is None or member is None:
        return Target("*", missing=NotInUse())
    return Target("*", MemberIn(organization, member))


def _unit(ctx: Context, params: Params, *, reads: bool) -> Target:
    organization, refusal = standing(ctx, reads=reads)
    if organization is None or refusal:
        return Target("*", missing=refusal)
    id = params["OrganizationalUnitId"]
    unit, arn = tree.unit(ctx, organization, id), naming.unit_arn(organization, id)
    if unit is None:
        return Target(arn, missing=UnitNotFound("You specified an organizational unit that doesn't exist."))
    return Target(arn, UnitIn(organization, unit))


def _parent(ctx: Context, params: Params, *, reads: bool) -> Target:
    organization, refusal = standing(ctx, reads=reads)
    if organization is None or refusal:
        return Target("*", missing=refusal)
    id = params["ParentId"]
    missing = None if tree.is_parent(ctx, organization, id) else _no_parent()
    return Target(naming.target_arn(organization, id), organization, missing)


def _no_parent() -> FrontdeskError:
    return ParentNotFound("You specified a parent that doesn't exist.", field="ParentId")


def _child(ctx: Context, params: Params) -> Target:
    organization, refusal = standing(ctx, reads=True)
    if organization is None or refusal:
        return Target("*", missing=refusal)
    id = params["ChildId"]
    parent, arn = tree.parent_of(ctx, organization, id), naming.target_arn(organization, id)
    if parent is None:
        return Target(arn, missing=ChildNotFound("You specified a child that doesn't exist.", field="ChildId"))
    return Target(arn, parent)


def _account(ctx: Context, params: Params, *, reads: bool) -> Target:
    organization, refusal = standing(ctx, reads=reads)
    if organization is None or refusal:
        return Target("*", missing=refusal)
    id = params["AccountId"]
    member, arn = tree.place(ctx, organization, id), naming.account_arn(organization, id)
    if member is None:
        return Target(arn, missing=AccountNotFound("You specified an account that doesn't exist.", field="AccountId"))
    return Target(arn, MemberIn(organization, member))


def _moving(ctx: Context, params: Params) -> Target:
    target = _account(ctx, params, reads=False)
    if target.missing or target.thing is None:
        return target
    parents = (params["SourceParentId"], params["DestinationParentId"])
    return Target(
        target.arn, target.thing, also=tuple(naming.target_arn(target.thing.organization, id) for id in parents)
    )


def _handshake(ctx: Context, params: Params) -> Target:
    found = handshakes.find(ctx, params["HandshakeId"])
    if found is None or not (found.account_id == ctx.account_id or handshakes.is_for(found, accounts.bound(ctx))):
        text = "You specified a handshake that doesn't exist."
        return Target("*", missing=HandshakeNotFound(text, field="HandshakeId"))
    return Target(naming.handshake_arn(found), found)


def paths(ctx: Context, organization: Organization, target_id: str) -> str:
    """Return where something hangs, as AWS writes it: ``o-…/r-…/ou-…/``."""
    return "/".join([organization.id, *tree.path_to_root(ctx, target_id), ""])


own_organization = Resource(_any_member)
own_place = Resource(_own_place)
organization_managed = Resource(lambda ctx, params: _whole(ctx, reads=False))
organization_seen = Resource(lambda ctx, params: _whole(ctx, reads=True))
unit_managed = Resource(lambda ctx, params: _unit(ctx, params, reads=False), ("OrganizationalUnitId",))
unit_seen = Resource(lambda ctx, params: _unit(ctx, params, reads=True), ("OrganizationalUnitId",))
parent_managed = Resource(lambda ctx, params: _parent(ctx, params, reads=False))
parent_seen = Resource(lambda ctx, params: _parent(ctx, params, reads=True))
child_seen = Resource(_child, ("ChildId",))
account_managed = Resource(lambda ctx, params: _account(ctx, params, reads=False), ("AccountId",))
account_seen = Resource(lambda ctx, params: _account(ctx, params, reads=True), ("AccountId",))
account_moving = Resource(_moving, ("AccountId",))
handshake_named = Resource(_handshake, ("HandshakeId",))
