"""How IAM operations find what they act on."""

from __future__ import annotations

from frontdesk.core import arns
from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.directory import users
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context


def _user(ctx: Context, params: Params) -> Target:
    name = params.get("UserName")
    if name is None:
        return _caller(ctx)
    user = users.find(ctx, name)
    if user is None:
        return Target(arns.iam(ctx.account_id or "", "user", "/", name), missing=no_such_user(name))
    return Target(users.arn(user), user, keys=tag_keys(user.tags))


def _caller(ctx: Context) -> Target:
    caller = ctx.caller
    if caller is None or caller.kind != "IAMUser":
        raise ValidationError("Must specify userName when calling with non-User credentials", field="UserName")
    return _user(ctx, {"UserName": caller.user_name})


def no_such_user(name: str) -> NotFound:
    """Return AWS's refusal of an unknown user name."""
    return NotFound("The user with name {name} cannot be found.", name=name, field="UserName")


def tag_keys(tags: list[list[str]]) -> dict[str, str]:
    """Return a resource's tags as condition keys."""
    return {f"{prefix}:ResourceTag/{key}": value for key, value in tags for prefix in ("aws", "iam")}


def _user_to_be(ctx: Context, params: Params) -> Target:
    return Target(arns.iam(ctx.account_id or "", "user", params.get("Path") or "/", params["UserName"]))


user_named = Resource(_user, consumes=("UserName",))
user_to_be = Resource(_user_to_be, gives=False)
