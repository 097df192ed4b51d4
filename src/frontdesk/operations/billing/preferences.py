"""Whether IAM identities may see bills and cards: a tick that only the root user can make (behaviour 5.4)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message, Remedy
from frontdesk.directory import accounts
from frontdesk.operations.admission import FRESH
from frontdesk.operations.billing.access import OPEN_TO_ROOT, is_root
from frontdesk.operations.registry import Params, Resource, Target, operation
from frontdesk.store.context import Context


def _root_alone(ctx: Context, params: Params) -> Target:
    if not is_root(ctx):
        remedy = Remedy("root-user", Message("Sign in as root user"))
        raise AccessDenied("Only the root user can change this.", cause="not root", remedy=remedy)
    return Target("*")


@operation("billing:GetIAMAccessPreference", also_in=OPEN_TO_ROOT)
def get_iam_access_preference(ctx: Context) -> dict[str, Any]:
    """Say whether IAM identities may see bills and cards where their policies allow it."""
    return {"Activated": accounts.bound(ctx).iam_billing}


@operation("billing:UpdateIAMAccessPreference", resource=Resource(_root_alone, gives=False), fresh=FRESH)
def update_iam_access_preference(ctx: Context, *, activated: bool) -> dict[str, Any]:
    """Let IAM identities see bills and cards where their policies allow it, or the root user alone."""
    account = accounts.bound(ctx)
    if account.iam_billing != activated:
        account.iam_billing = activated
        accounts.touch(ctx)
    return {"Activated": activated}
