"""Tags on users."""

from __future__ import annotations

from frontdesk.directory import tags as tagging
from frontdesk.directory import users
from frontdesk.directory.tables import User
from frontdesk.operations.iam.resources import user_named
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing


@operation("iam:TagUser", resource=user_named)
def tag_user(ctx: Context, user: User, *, tags: list[dict[str, str]]) -> None:
    """Add tags to a user, replacing those of the same key in any case."""
    users.set_tags(ctx, user, tagging.put(user.tags, tags, fold=True))


@operation("iam:UntagUser", resource=user_named)
def untag_user(ctx: Context, user: User, *, tag_keys: list[str]) -> None:
    """Take tags from a user; those that are not there are no fault."""
    users.set_tags(ctx, user, tagging.remove(user.tags, tag_keys, fold=True))


@operation("iam:ListUserTags", resource=user_named)
def list_user_tags(ctx: Context, user: User) -> Page:
    """List a user's tags in the order in which they came."""
    # by place, since a marker has no room for the longest keys
    numbered = list(enumerate(tagging.shown(user.tags)))
    return Page("Tags", ShortListing(numbered, lambda one: f"{one[0]:04d}"), lambda one: one[1])
