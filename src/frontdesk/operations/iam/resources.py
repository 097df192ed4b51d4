"""How IAM operations find what they act on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.credentials.errors import InvalidUserType
from frontdesk.directory import users
from frontdesk.directory.tables import User
from frontdesk.directory.users import Seen
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context


@dataclass(frozen=True)
class Holder:
    """Whose credentials an operation is about: a user, or the account's root user where ``user`` is None."""

    principal_id: str
    user: User | None = None


def found(user: Seen) -> Target:
    """Return a user as target."""
    return Target(users.arn(user), user, keys=tag_keys(user.tags))


def _seen(ctx: Context, params: Params) -> Target:
    """Find a user to look at; root may leave the name out and looks at the account's own user, which is None."""
    name, caller = params.get("UserName"), ctx.caller
    if name is None:
        return Target(caller.arn) if caller and caller.kind == "Root" else _calling_user(ctx, caller)
    user = users.seen(ctx, name)
    return found(user) if user else _missing(ctx, name)


def _missing(ctx: Context, name: str) -> Target:
    return Target(arns.iam(ctx.account_id or "", "user", "/", name), missing=no_such_user(name))


def _user(ctx: Context, params: Params) -> Target:
    name = params.get("UserName")
    if name is None:
        return _calling_user(ctx, ctx.caller)
    user = users.find(ctx, name)
    return found(user) if user else _missing(ctx, name)


def _calling_user(ctx: Context, caller: Caller | None) -> Target:
    if caller is None or caller.kind != "IAMUser":
        raise ValidationError("Must specify userName when calling with non-User credentials", field="UserName")
    # by id: the name may have changed since the caller was proven
    user = users.get(ctx, caller.principal_id)
    return found(user) if user else Target(caller.arn, missing=no_such_user(caller.user_name or ""))


def no_such_user(name: str) -> NotFound:
    """Return AWS's refusal of an unknown user name."""
    return NotFound("The user with name {name} cannot be found.", name=name, field="UserName")


def tag_keys(tags: list[list[str]]) -> dict[str, str]:
    """Return a resource's tags as condition keys."""
    return {f"{prefix}:ResourceTag/{key}": value for key, value in tags for prefix in ("aws", "iam")}


def _user_to_be(ctx: Context, params: Params) -> Target:
    return Target(arns.iam(ctx.account_id or "", "user", params.get("Path") or "/", params["UserName"]))


def _user_and_future(ctx: Context, params: Params) -> Target:
    target = _user(ctx, params)
    if target.thing is None:
        return target
    path, name = params.get("NewPath") or target.thing.path, params.get("NewUserName") or target.thing.name
    return replace(target, also=(arns.iam(ctx.account_id or "", "user", path, name),))


def _holder(ctx: Context, params: Params) -> Target:
    caller = ctx.caller
    if params.get("UserName") is None and caller is not None and caller.kind == "Root":
        return Target(caller.arn, Holder(caller.account_id))
    target = _user(ctx, params)
    return replace(target, thing=Holder(target.thing.id, target.thing)) if target.thing else target


def _self(ctx: Context, params: Params) -> Target:
    if ctx.caller is None or ctx.caller.kind != "IAMUser":
        raise InvalidUserType("Only IAM Users can change their own password.")
    return _calling_user(ctx, ctx.caller)


def _users_here(ctx: Context, params: Params) -> Target:
    return Target(f"arn:{arns.PARTITION}:iam::{ctx.account_id}:user/")


user_named = Resource(_user, consumes=("UserName",))
user_to_be = Resource(_user_to_be, gives=False)
user_to_move = Resource(_user_and_future, consumes=("UserName",))
users_here = Resource(_users_here, gives=False)
user_seen = Resource(_seen, consumes=("UserName",))
holder_named = Resource(_holder, consumes=("UserName",))
calling_user = Resource(_self)
