"""IAM users and their tags."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import users
from frontdesk.directory.tables import User
from frontdesk.operations.iam.resources import user_named, user_to_be
from frontdesk.operations.registry import Page, Resource, Target, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def shown(user: User, *, tags: bool = False) -> Answer:
    """Return a user as IAM writes it; lists leave tags out (wire 11.3)."""
    answer: Answer = {
        "Path": user.path,
        "UserName": user.name,
        "UserId": user.id,
        "Arn": users.arn(user),
        "CreateDate": user.created_at,
    }
    if user.password_last_used:
        answer["PasswordLastUsed"] = user.password_last_used
    if tags and user.tags:
        answer["Tags"] = [{"Key": key, "Value": value} for key, value in user.tags]
    return answer


@operation("iam:CreateUser", resource=user_to_be)
def create_user(
    ctx: Context,
    *,
    user_name: str,
    path: str = "/",
    tags: list[dict[str, str]] | None = None,
    permissions_boundary: str | None = None,
) -> Answer:
    """Make a user with no permissions and no credentials."""
    user = users.create(ctx, user_name, path=path, tags=[[tag["Key"], tag["Value"]] for tag in tags or []])
    return {"User": shown(user, tags=True)}


@operation("iam:GetUser", resource=user_named)
def get_user(ctx: Context, user: User) -> Answer:
    """Describe a user, or the caller."""
    return {"User": shown(user, tags=True)}


users_here = Resource(lambda ctx, params: Target(f"arn:aws:iam::{ctx.account_id}:user/"), gives=False)


@operation("iam:ListUsers", resource=users_here)
def list_users(ctx: Context, *, path_prefix: str = "/") -> Page:
    """List users by name."""
    return Page("Users", users.listing(ctx, path_prefix), shown)
