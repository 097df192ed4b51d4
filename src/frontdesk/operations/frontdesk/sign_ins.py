"""Who signed in when, from where and with what result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from frontdesk.audit import sign_ins
from frontdesk.audit.sign_ins import SignIn
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.directory.tables import User
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.iam.resources import user_named
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("frontdesk:ListOwnSignIns", unchecked=True, also_in=ROOT_ONLY)
def list_own_sign_ins(ctx: Context, *, max_items: int = 10) -> dict[str, Any]:
    """List the caller's own sign-ins, newest first."""
    return _shown(sign_ins.of(ctx, calling(ctx).principal_id, max_items))


@operation("cloudtrail:LookupEvents", model="frontdesk:ListUserSignIns", resource=user_named)
def list_user_sign_ins(
    ctx: Context, user: User, *, since: datetime | None = None, before: datetime | None = None, max_items: int = 20
) -> dict[str, Any]:
    """List a user's sign-ins within a time, newest first."""
    return _shown(sign_ins.of(ctx, user.id, max_items, since=since, before=before))


def _shown(found: Iterable[SignIn]) -> dict[str, Any]:
    return {"SignIns": [_item(one) for one in found]}


def _item(one: SignIn) -> dict[str, Any]:
    item = {"At": one.at, "Address": one.address, "Agent": one.agent, "Completed": one.completed}
    return item | ({"Reference": one.reference} if one.reference else {})
