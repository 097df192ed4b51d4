"""What only the operator's staff may do: IAM actions like any other, in the operator's account alone."""

from __future__ import annotations

from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message, Remedy
from frontdesk.directory import accounts
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context


def _installation(ctx: Context, params: Params) -> Target:
    if ctx.caller is None or not (ctx.caller.kind == "Host" or accounts.bound(ctx).operator):
        remedy = Remedy("staff", Message("Sign in as somebody of the staff"))
        raise AccessDenied(
            "This is for the staff of the installation.", cause="not the operator's account", remedy=remedy
        )
    return Target("*")


for_staff = Resource(_installation, gives=False)
