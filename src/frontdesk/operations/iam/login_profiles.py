"""Console passwords of users: set by an administrator, or changed by their owner (behaviour 3.2, 3.3)."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import own_guesses, own_password, sessions
from frontdesk.authentication.evidence import EvidenceClass
from frontdesk.core.errors import AccessDenied, AlreadyExists, NotFound, Throttled, ValidationError
from frontdesk.core.secret import Password
from frontdesk.credentials import password_rules, passwords
from frontdesk.credentials.tables import PasswordRow
from frontdesk.directory import accounts
from frontdesk.directory.tables import User
from frontdesk.operations.iam.resources import calling_user, user_named
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def _profile(ctx: Context, user: User) -> PasswordRow:
    row = passwords.of(ctx, user.id)
    if row is None:
        raise NotFound("Login Profile for User {name} cannot be found.", name=user.name, field="UserName")
    return row


def _shown(user: User, row: PasswordRow) -> Answer:
    profile = {"UserName": user.name, "CreateDate": row.created_at, "PasswordResetRequired": row.reset_required}
    return {"LoginProfile": profile}


def _put(ctx: Context, user: User, password: Password, *, reset_required: bool) -> PasswordRow:
    """Set the password that somebody else chose for a user; reuse memory is for the user's own changes."""
    password_rules.check_iam(password, accounts.bound(ctx))
    lineage = [EvidenceClass.ADMINISTRATOR.value]
    row = passwords.put(ctx, user.id, password, lineage=lineage, reset_required=reset_required)
    _end_sessions(ctx, user)
    return row


def _end_sessions(ctx: Context, user: User) -> None:
    sessions.end_all(ctx, user.id, but=ctx.caller.session_id if ctx.caller else None)
    accounts.touch(ctx)


@operation("iam:CreateLoginProfile", resource=user_named, pool="hash")
def create_login_profile(
    ctx: Context, user: User, *, password: Password | None = None, password_reset_required: bool = False
) -> Answer:
    """Give a user a console password."""
    if passwords.of(ctx, user.id) is not None:
        raise AlreadyExists("Login Profile for User {name} already exists.", name=user.name, field="UserName")
    if password is None:
        raise ValidationError(
            "1 validation error detected: Value null at 'password' failed to satisfy constraint: "
            "Member must not be null",
            field="Password",
        )
    return _shown(user, _put(ctx, user, password, reset_required=password_reset_required))


@operation("iam:GetLoginProfile", resource=user_named)
def get_login_profile(ctx: Context, user: User) -> Answer:
    """Say whether a user has a console password."""
    return _shown(user, _profile(ctx, user))


@operation("iam:UpdateLoginProfile", resource=user_named, pool="hash")
def update_login_profile(
    ctx: Context, user: User, *, password: Password | None = None, password_reset_required: bool | None = None
) -> None:
    """Set another console password, which ends the user's sessions, or demand a new one at the next sign-in."""
    row = _profile(ctx, user)
    demanded = row.reset_required if password_reset_required is None else password_reset_required
    if password is not None:
        _put(ctx, user, password, reset_required=demanded)
    row.reset_required = demanded


@operation("iam:DeleteLoginProfile", resource=user_named)
def delete_login_profile(ctx: Context, user: User) -> None:
    """Take a user's console password away; its sessions end, its access keys stay."""
    passwords.remove(ctx, _profile(ctx, user))
    _end_sessions(ctx, user)


@operation("iam:ChangePassword", resource=calling_user, pool="hash")
def change_password(ctx: Context, user: User, *, old_password: Password, new_password: Password) -> None:
    """Change the caller's own password. Wrong old ones are counted, as at the sign-in page."""
    _profile(ctx, user)
    locked = Throttled("Rate exceeded")
    own_guesses.require_free(ctx, user.id, locked)
    try:
        own_password.choose(ctx, user, old_password, new_password, demanded=False)
    except AccessDenied as wrong:
        raise own_guesses.counted(user.id, wrong, locked) from None
