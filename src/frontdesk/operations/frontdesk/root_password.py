"""The root user's own password, which AWS lets change only in its console (behaviour 3.1)."""

from __future__ import annotations

from frontdesk.authentication import root_password
from frontdesk.core.errors import AccessDenied
from frontdesk.core.secret import Password
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("frontdesk:ChangeRootPassword", unchecked=True, pool="hash", also_in=ROOT_ONLY)
def change_root_password(ctx: Context, *, old_password: Password, new_password: Password) -> None:
    """Change the calling root user's password; see ``authentication.root_password``."""
    if calling(ctx).kind != "Root":
        raise AccessDenied("Only the root user can change the root user's password.")
    root_password.choose(ctx, old_password, new_password)
