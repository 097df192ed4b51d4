"""IAM groups."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import groups
from frontdesk.directory.tables import Group
from frontdesk.operations.iam.group_resources import group_moving, group_named, group_to_be, groups_here
from frontdesk.operations.iam.users import listed
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def shown(group: Group) -> Answer:
    """Return a group as IAM writes it."""
    return {
        "Path": group.path,
        "GroupName": group.name,
        "GroupId": group.id,
        "Arn": groups.arn(group),
        "CreateDate": group.created_at,
    }


@operation("iam:CreateGroup", resource=group_to_be)
def create_group(ctx: Context, *, group_name: str, path: str = "/") -> Answer:
    """Make a group with no users and no permissions."""
    return {"Group": shown(groups.create(ctx, group_name, path=path))}


@operation("iam:GetGroup", resource=group_named)
def get_group(ctx: Context, group: Group) -> Page:
    """Describe a group and list its users by name."""
    return Page("Users", groups.members(ctx, group), listed, rest={"Group": shown(group)})


@operation("iam:ListGroups", resource=groups_here)
def list_groups(ctx: Context, *, path_prefix: str = "/") -> Page:
    """List groups by name."""
    return Page("Groups", groups.listing(ctx, path_prefix), shown)


@operation("iam:UpdateGroup", resource=group_moving)
def update_group(ctx: Context, group: Group, *, new_path: str | None = None, new_group_name: str | None = None) -> None:
    """Rename a group or move it to another path; the caller needs the permission on both ARNs."""
    groups.update(ctx, group, name=new_group_name, path=new_path)


@operation("iam:DeleteGroup", resource=group_named)
def delete_group(ctx: Context, group: Group) -> None:
    """Remove a group that has no users and no policies."""
    groups.delete(ctx, group)
