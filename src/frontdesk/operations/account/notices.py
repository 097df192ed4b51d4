"""Who changed contact data, as root is told of it by mail."""

from __future__ import annotations

from frontdesk.core.callers import Caller
from frontdesk.directory import contact_notices
from frontdesk.directory.contact_notices import HOST, MANAGEMENT, ROOT, USER, By
from frontdesk.directory.tables import Account
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.store.context import Context


def changed(ctx: Context, account: Account, what: str, how: str = "changed") -> None:
    """Mail root of an account that the caller has ``changed`` or ``deleted`` something of it."""
    contact_notices.send(ctx.within(account.id), what, how, _by(calling(ctx), account))


def _by(caller: Caller, account: Account) -> By:
    if caller.account_id != account.id:
        return By(MANAGEMENT, caller.account_id)
    if caller.kind == "Root":
        return By(ROOT, account.id)
    return By(HOST, account.id) if caller.kind == "Host" else By(USER, caller.user_name or caller.arn)
