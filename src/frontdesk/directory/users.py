"""IAM users."""

from __future__ import annotations

from frontdesk.core import arns, ids
from frontdesk.core.errors import AlreadyExists
from frontdesk.directory import accounts
from frontdesk.directory.tables import User
from frontdesk.store.context import Context
from frontdesk.store.listing import QueryListing


def find(ctx: Context, name: str) -> User | None:
    """Return the bound account's user of this name, whatever its case."""
    return ctx.first(ctx.select(User).where(User.name_key == name.lower()))


def arn(user: User) -> str:
    """Return a user's ARN."""
    return arns.iam(user.account_id, "user", user.path, user.name)


def get(ctx: Context, user_id: str) -> User | None:
    """Return the bound account's user with this id."""
    return ctx.first(ctx.select(User).where(User.id == user_id))


def create(ctx: Context, name: str, *, path: str = "/", tags: list[list[str]] | None = None) -> User:
    """Make a user; raises AlreadyExists where the name is taken in any case, LimitExceeded at 5,000."""
    if find(ctx, name):
        raise AlreadyExists("User with name {name} already exists.", name=name, field="UserName")
    account = ctx.account_id or ""
    user = User(
        id=ids.entity_id(ctx.entropy, "AIDA", account),
        account_id=account,
        name=name,
        name_key=name.lower(),
        path=path,
        created_at=ctx.now,
        tags=tags or [],
    )
    accounts.touch(ctx)
    return ctx.add(user)


def listing(ctx: Context, path_prefix: str = "/") -> QueryListing[User]:
    """Return the bound account's users below a path prefix, by name."""
    query = ctx.select(User).where(User.path.startswith(path_prefix, autoescape=True))
    return QueryListing(query, User.name)
