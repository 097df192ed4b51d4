"""Who is in which IAM group."""

from __future__ import annotations

from frontdesk.directory import groups, users
from frontdesk.directory.tables import Group, User
from frontdesk.operations.iam.group_resources import group_named
from frontdesk.operations.iam.groups import shown
from frontdesk.operations.iam.resources import no_such_user, user_named
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context


def _user(ctx: Context, name: str) -> User:
    user = users.find(ctx, name)
    if user is None:
        raise no_such_user(name)
    return user


@operation("iam:AddUserToGroup", resource=group_named)
def add_user_to_group(ctx: Context, group: Group, *, user_name: str) -> None:
    """Put a user into a group; doing so twice is no fault."""
    groups.add(ctx, group, _user(ctx, user_name))


@operation("iam:RemoveUserFromGroup", resource=group_named)
def remove_user_from_group(ctx: Context, group: Group, *, user_name: str) -> None:
    """Take a user out of a group."""
    groups.remove(ctx, group, _user(ctx, user_name))


@operation("iam:ListGroupsForUser", resource=user_named)
def list_groups_for_user(ctx: Context, user: User) -> Page:
    """List the groups that a user is in, by name."""
    return Page("Groups", groups.of(ctx, user), shown)
