"""IAM groups and who is in them."""

from __future__ import annotations

from frontdesk.core import arns, ids
from frontdesk.core.errors import AlreadyExists, LimitExceeded, NotFound
from frontdesk.directory import accounts
from frontdesk.directory.errors import DeleteConflict
from frontdesk.directory.tables import Attachment, Group, InlinePolicy, Membership, User
from frontdesk.store.context import Context
from frontdesk.store.listing import QueryListing

QUOTA = 300
PER_USER = 10


def find(ctx: Context, name: str) -> Group | None:
    """Return the bound account's group of this name, whatever its case."""
    return ctx.first(ctx.select(Group).where(Group.name_key == name.lower()))


def arn(group: Group) -> str:
    """Return a group's ARN."""
    return arns.iam(group.account_id, "group", group.path, group.name)


def create(ctx: Context, name: str, *, path: str = "/") -> Group:
    """Make an empty group; raises AlreadyExists where the name is taken in any case, LimitExceeded at 300."""
    _require_free(ctx, name)
    if ctx.count(ctx.select(Group)) >= QUOTA:
        raise LimitExceeded("Cannot exceed quota for GroupsPerAccount: {quota}", quota=QUOTA)
    account = ctx.account_id or ""
    group = Group(
        id=ids.entity_id(ctx.entropy, "AGPA", account),
        account_id=account,
        name=name,
        name_key=name.lower(),
        path=path,
        created_at=ctx.now,
    )
    accounts.touch(ctx)
    return ctx.add(group)


def _require_free(ctx: Context, name: str, group: Group | None = None) -> None:
    taken = find(ctx, name)
    if taken and taken is not group:
        raise AlreadyExists("Group with name {name} already exists.", name=name, field="GroupName")


def update(ctx: Context, group: Group, *, name: str | None = None, path: str | None = None) -> None:
    """Give a group another name or path; its id, members and policies stay. Raises AlreadyExists."""
    if name is not None:
        _require_free(ctx, name, group)
        group.name, group.name_key = name, name.lower()
    group.path = path or group.path
    accounts.touch(ctx)


def delete(ctx: Context, group: Group) -> None:
    """Remove a group; raises DeleteConflict, in AWS's words, while anything hangs on it (wire 11.2)."""
    hanging = {
        "Cannot delete entity, must remove users from group first.": _memberships(ctx, group),
        "Cannot delete entity, must detach all policies first.": _attachments(ctx, group),
        "Cannot delete entity, must delete policies first.": _inline_policies(ctx, group),
    }
    for text, count in hanging.items():
        if count:
            raise DeleteConflict(text)
    accounts.touch(ctx)
    ctx.delete(group)


def _memberships(ctx: Context, group: Group) -> int:
    return ctx.count(ctx.select(Membership).where(Membership.group_id == group.id))


def _attachments(ctx: Context, group: Group) -> int:
    return ctx.count(ctx.select(Attachment).where(Attachment.owner_id == group.id))


def _inline_policies(ctx: Context, group: Group) -> int:
    return ctx.count(ctx.select(InlinePolicy).where(InlinePolicy.owner_id == group.id))


def listing(ctx: Context, path_prefix: str = "/") -> QueryListing[Group]:
    """Return the bound account's groups below a path prefix, by name."""
    query = ctx.select(Group).where(Group.path.startswith(path_prefix, autoescape=True))
    return QueryListing(query, Group.name)


def members(ctx: Context, group: Group) -> QueryListing[User]:
    """Return the users of a group, by name."""
    query = ctx.select(User).join(Membership, Membership.user_id == User.id)
    return QueryListing(query.where(Membership.group_id == group.id), User.name)


def of(ctx: Context, user: User) -> QueryListing[Group]:
    """Return the groups that a user is in, by name."""
    query = ctx.select(Group).join(Membership, Membership.group_id == Group.id)
    return QueryListing(query.where(Membership.user_id == user.id), Group.name)


def add(ctx: Context, group: Group, user: User) -> None:
    """Put a user into a group; a member stays one. Raises LimitExceeded for the eleventh group of a user."""
    if ctx.db.get(Membership, (group.id, user.id)):
        return
    if ctx.count(ctx.select(Membership).where(Membership.user_id == user.id)) >= PER_USER:
        raise LimitExceeded("Cannot exceed quota for GroupsPerUser: {quota}", quota=PER_USER)
    accounts.touch(ctx)
    ctx.add(Membership(group_id=group.id, user_id=user.id, account_id=group.account_id, created_at=ctx.now))


def remove(ctx: Context, group: Group, user: User) -> None:
    """Take a user out of a group; raises NotFound for one who is not in it."""
    membership = ctx.db.get(Membership, (group.id, user.id))
    if membership is None:
        text = "The user with name {user} is not in the group with name {group}."
        raise NotFound(text, user=user.name, group=group.name, field="UserName")
    accounts.touch(ctx)
    ctx.delete(membership)
