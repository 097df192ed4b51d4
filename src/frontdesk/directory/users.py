"""IAM users."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import bindparam, func, update

from frontdesk.core import arns, ids
from frontdesk.core.errors import AlreadyExists, LimitExceeded
from frontdesk.directory import accounts
from frontdesk.directory.tables import Attachment, InlinePolicy, Membership, User
from frontdesk.store.context import Context, bound
from frontdesk.store.listing import ColumnListing
from frontdesk.store.prepared import Prepared

PER_ACCOUNT = 5_000
_BY_NAME = Prepared(bound(User).where(User.name_key == bindparam("name")))
_BY_ID = Prepared(bound(User).where(User.id == bindparam("id")))
_PASSWORD_USED: Prepared[Any] = Prepared(update(User).where(User.id == bindparam("user")), "password_last_used")
_LISTED = (User.id, User.account_id, User.name, User.path, User.created_at, User.password_last_used)
_SEEN = Prepared(bound(User, *_LISTED, User.tags).where(User.name_key == bindparam("name")))
_ALL = bound(User, *_LISTED)
# not LIKE, which SQLite compares without regard to case
_BELOW = _ALL.where(func.substr(User.path, 1, bindparam("length")) == bindparam("prefix"))


class Listed(Protocol):
    """What lists tell of a user: of an entity, or of columns that were only read."""

    @property
    def id(self) -> str:
        """The unique id, never used again."""
        ...

    @property
    def account_id(self) -> str:
        """Whose user it is."""
        ...

    @property
    def name(self) -> str:
        """The name as it was given."""
        ...

    @property
    def path(self) -> str:
        """The path, from slash to slash."""
        ...

    @property
    def created_at(self) -> datetime:
        """When it was made."""
        ...

    @property
    def password_last_used(self) -> datetime | None:
        """The last sign-in with a password."""
        ...


class Seen(Listed, Protocol):
    """What looking at a user tells, to be shown and not to be changed."""

    @property
    def tags(self) -> list[list[str]]:
        """Keys and values in the order they came."""
        ...


def name_key(name: str) -> str:
    """Return the form in which user names are compared: without regard to case (behaviour 1.2)."""
    return name.lower()


def find(ctx: Context, name: str) -> User | None:
    """Return the bound account's user of this name, whatever its case."""
    return ctx.ready(_BY_NAME, name=name_key(name))


def seen(ctx: Context, name: str) -> Seen | None:
    """Return what there is to see of the bound account's user of this name, whatever its case."""
    rows: Sequence[Any] = ctx.read(_SEEN, name=name_key(name))
    return rows[0] if rows else None


def arn(user: Listed) -> str:
    """Return a user's ARN."""
    return arns.iam(user.account_id, "user", user.path, user.name)


def tags(user: User) -> dict[str, str]:
    """Return a user's tags by key."""
    return {tag[0]: tag[1] for tag in user.tags}


def get(ctx: Context, user_id: str) -> User | None:
    """Return the bound account's user with this id."""
    return ctx.ready(_BY_ID, id=user_id)


def note_password_use(ctx: Context, user: User) -> None:
    """Write down that a user has just signed in with a password; an entity read before still says when it was last."""
    ctx.unit.run(_PASSWORD_USED, {"user": user.id, "password_last_used": ctx.now})


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


def listing(ctx: Context, path_prefix: str = "/") -> ColumnListing:
    """Return the bound account's users below a path prefix, by name, as ``Listed``."""
    if path_prefix == "/":  # every path begins with it
        return ColumnListing(_ALL, User.name, {})
    return ColumnListing(_BELOW, User.name, {"prefix": path_prefix, "length": len(path_prefix)})


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
