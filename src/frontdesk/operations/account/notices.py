"""Who changed contact data, as root is told of it by mail."""

from __future__ import annotations

from frontdesk.authentication import throttle
from frontdesk.authentication.throttle import HOUR, Policy, Scope
from frontdesk.core.callers import Caller
from frontdesk.directory import contact_notices
from frontdesk.directory.contact_notices import HOST, MANAGEMENT, ROOT, USER, By, Change
from frontdesk.directory.tables import Account
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.store.context import Context

_MAILS = Policy(5, HOUR, free=5)


def changed(ctx: Context, account: Account, what: str, how: str = "changed") -> None:
    """Note that the caller has ``changed`` or ``deleted`` something of an account, and mail its root.

    At most five an hour of each kind are mailed, as the mail says, or whoever may change contacts could bury root.
    """
    scopes = (Scope(f"contact-notice:{account.id}:{what}", _MAILS),)
    mailed = throttle.locked_until(ctx, scopes) is None
    if mailed:
        throttle.count(ctx, scopes)
    contact_notices.send(ctx.within(account.id), Change(what, how, mailed), _by(calling(ctx), account))


def _by(caller: Caller, account: Account) -> By:
    if caller.account_id != account.id:
        return By(MANAGEMENT, caller.account_id)
    if caller.kind == "Root":
        return By(ROOT, account.id)
    return By(HOST, account.id) if caller.kind == "Host" else By(USER, caller.user_name or caller.arn)
