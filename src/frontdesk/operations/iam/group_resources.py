"""How IAM operations find groups."""

from __future__ import annotations

from frontdesk.core import arns
from frontdesk.core.errors import NotFound
from frontdesk.directory import groups
from frontdesk.directory.tables import Group
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context


def _arn(ctx: Context, path: str, name: str) -> str:
    return arns.iam(ctx.account_id or "", "group", path, name)


def _group(ctx: Context, params: Params) -> Target:
    name = params["GroupName"]
    group = groups.find(ctx, name)
    if group is None:
        missing = NotFound("The group with name {name} cannot be found.", name=name, field="GroupName")
        return Target(_arn(ctx, "/", name), missing=missing)
    return Target(groups.arn(group), group)


def _moving(ctx: Context, params: Params) -> Target:
    target = _group(ctx, params)
    group: Group | None = target.thing
    if group is None:
        return target
    path, name = params.get("NewPath") or group.path, params.get("NewGroupName") or group.name
    return Target(target.arn, group, also=(_arn(ctx, path, name),))


def _group_to_be(ctx: Context, params: Params) -> Target:
    return Target(_arn(ctx, params.get("Path") or "/", params["GroupName"]))


group_named = Resource(_group, consumes=("GroupName",))
group_moving = Resource(_moving, consumes=("GroupName",))
group_to_be = Resource(_group_to_be, gives=False)
groups_here = Resource(lambda ctx, params: Target(f"arn:aws:iam::{ctx.account_id}:group/"), gives=False)
