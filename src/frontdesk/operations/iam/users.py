"""IAM users."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frontdesk.core import arns
from frontdesk.credentials import access_keys, passwords
from frontdesk.credentials.devices import devices, recovery_codes
from frontdesk.directory import accounts, users
from frontdesk.directory import tags as tagging
from frontdesk.directory.errors import DeleteConflict, InvalidInput
from frontdesk.directory.tables import User
from frontdesk.directory.users import Listed, Seen
from frontdesk.operations.iam.resources import user_named, user_seen, user_to_be, user_to_move, users_here
from frontdesk.operations.registry import Keys, Page, Params, operation, with_tags
from frontdesk.store.context import Context

Answer = dict[str, Any]


def listed(user: Listed) -> Answer:
    """Return a user as IAM writes it in lists, without its tags (wire 11.3)."""
    answer: Answer = {
        "Path": user.path,
        "UserName": user.name,
        "UserId": user.id,
        "Arn": users.arn(user),
        "CreateDate": user.created_at,
    }
    if user.password_last_used:
        answer["PasswordLastUsed"] = user.password_last_used
    return answer


def shown(user: Seen) -> Answer:
    """Return a user as IAM writes it alone."""
    return {**listed(user), "Tags": tagging.shown(user.tags)} if user.tags else listed(user)


def _boundary(params: Params) -> Keys:
    boundary = params.get("PermissionsBoundary")
    return {"iam:PermissionsBoundary": boundary} if boundary else {}


@operation("iam:CreateUser", resource=user_to_be, keys=_boundary, also=with_tags("iam:TagUser"))
def create_user(
    ctx: Context,
    *,
    user_name: str,
    path: str = "/",
    tags: list[dict[str, str]] | None = None,
    permissions_boundary: str | None = None,
) -> Answer:
    """Make a user with no permissions and no credentials."""
    if permissions_boundary is not None:
        # a boundary that is taken and not kept would leave somebody with more rights than was meant
        raise InvalidInput("Permissions boundaries are not supported yet.", field="PermissionsBoundary")
    kept = tagging.put([], tags or [], fold=True)
    return {"User": shown(users.create(ctx, user_name, path=path, tags=kept))}


@operation("iam:GetUser", resource=user_seen)
def get_user(ctx: Context, user: Seen | None) -> Answer:
    """Describe a user, or the caller; root is shown as the account's own user (wire 11.3)."""
    if user is not None:
        return {"User": shown(user)}
    account = accounts.bound(ctx)
    return {"User": {"UserId": account.id, "Arn": arns.root(account.id), "CreateDate": account.created_at}}


@operation("iam:ListUsers", resource=users_here)
def list_users(ctx: Context, *, path_prefix: str = "/") -> Page:
    """List users by name."""
    return Page("Users", users.listing(ctx, path_prefix), listed)


@operation("iam:UpdateUser", resource=user_to_move)
def update_user(ctx: Context, user: User, *, new_path: str | None = None, new_user_name: str | None = None) -> None:
    """Rename a user or move it to another path; allowed for both ARNs, the present and the new one."""
    users.move(ctx, user, name=new_user_name, path=new_path)


@operation("iam:DeleteUser", resource=user_named)
def delete_user(ctx: Context, user: User) -> None:
    """Remove a user to whom nothing belongs any longer; its sessions ended with its login profile."""
    for present, first in _belongings(ctx, user):
        if present:
            raise DeleteConflict(f"Cannot delete entity, must {first} first.")
    recovery_codes.forget(ctx, user.id)
    users.delete(ctx, user)


def _belongings(ctx: Context, user: User) -> Iterator[tuple[bool, str]]:
    """Go through what may hang on a user, in the order in which clients clear it (wire 11.2)."""
    yield users.in_groups(ctx, user), "remove users from group"
    yield passwords.of(ctx, user.id) is not None, "delete login profile"
    yield bool(access_keys.of(ctx, user.id)), "delete access keys"
    yield bool(devices.held(ctx, user.id)), "deactivate MFA device"
    yield users.has_inline_policies(ctx, user), "delete policies"
    yield users.has_attached_policies(ctx, user), "detach all policies"
