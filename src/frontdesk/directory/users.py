"""IAM users."""

from __future__ import annotations

from sqlalchemy import bindparam, func

from frontdesk.core import arns, ids
from frontdesk.core.errors import AlreadyExists, LimitExceeded
from frontdesk.directory import accounts
from frontdesk.directory.tables import Attachment, InlinePolicy, Membership, User
from frontdesk.store.context import Context, bound
from frontdesk.store.listing import QueryListing

PER_ACCOUNT = 5_000
_BY_NAME = bound(User).where(User.name_key == bindparam("name"))


def name_key(name: str) -> str:
    """Return the form in which user names are compared: without regard to case (behaviour 1.2)."""
    return name.lower()


def find(ctx: Context, name: str) -> User | None:
    """Return the bound account's user of this name, whatever its case."""
    return ctx.ready(_BY_NAME, name=name_key(name))


def arn(user: User) -> str:
    """Return a user's ARN."""
    return arns.iam(user.account_id, "user", user.path, user.name)


def tags(user: User) -> dict[str, str]:
    """Return a user's tags by key."""
    return {tag[0]: tag[1] for tag in user.tags}


def get(ctx: Context, user_id: str) -> User | None:
    """Return the bound account's user with this id."""
    return ctx.first(ctx.select(User).where(User.id == user_id))


def create(ctx: Context, name: str, *, path: str = "/", tags: list[list[str]] | None = None) -> User:
    """Make a user; raises AlreadyExists where the name is taken in any case, LimitExceeded at 5,000."""
    _require_free(ctx, name)
    if ctx.count(ctx.select(User)) >= PER_ACCOUNT:
        raise LimitExceeded("Cannot exceed quota for UsersPerAccount: {quota}", quota=PER_ACCOUNT)
    account = ctx.account_id or ""
    user = User(
        id=ids.entity_id(ctx.entropy, "AIDA", account),
        account_id=account,
        name=name,
        name_key=name_key(name),
        path=path,
        created_at=ctx.now,
        tags=tags or [],
    )
    accounts.touch(ctx)
    return ctx.add(user)


def listing(ctx: Context, path_prefix: str = "/") -> QueryListing[User]:
    """Return the bound account's users below a path prefix, by name."""
    # not LIKE, which SQLite compares without regard to case
    query = ctx.select(User).where(func.substr(User.path, 1, len(path_prefix)) == path_prefix)
    return QueryListing(query, User.name)


def _require_free(ctx: Context, name: str) -> None:
    if find(ctx, name):
        raise AlreadyExists("User with name {name} already exists.", name=name, field="UserName")


def move(ctx: Context, user: User, *, name: str | None = None, path: str | None = None) -> None:
    """Give a user another name or path: the ARN changes, id, groups, policies and credentials stay.

    Raises AlreadyExists where another user has the name in any case.
    """
    if name is not None and name_key(name) != user.name_key:
        _require_free(ctx, name)
    user.name, user.path = name or user.name, path or user.path
    user.name_key = name_key(user.name)
    accounts.touch(ctx)


def set_tags(ctx: Context, user: User, tags: list[list[str]]) -> None:
    """Replace a user's tags; see ``directory.tags`` for their rules."""
    user.tags = tags
    accounts.touch(ctx)


def in_groups(ctx: Context, user: User) -> bool:
    """Say whether a user is in any group."""
    return ctx.first(ctx.select(Membership).where(Membership.user_id == user.id)) is not None


def has_inline_policies(ctx: Context, user: User) -> bool:
    """Say whether a policy is written into a user."""
    return ctx.first(ctx.select(InlinePolicy).where(InlinePolicy.owner_id == user.id)) is not None


def has_attached_policies(ctx: Context, user: User) -> bool:
    """Say whether a managed policy is attached to a user."""
    return ctx.first(ctx.select(Attachment).where(Attachment.owner_id == user.id)) is not None


def delete(ctx: Context, user: User) -> None:
    """Remove a user to whom nothing belongs any longer; the id is never used again."""
    accounts.touch(ctx)
    ctx.delete(user)
