"""An account between sign-up and permanent closure: every change of its state, and nobody else's (behaviour 5.2).

Each function checks the state table, keeps the books of the row, records the event and tells the people of the
account. All take the row of any account, whichever account the unit of work is bound to.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from frontdesk.core import ids
from frontdesk.core.errors import Internal
from frontdesk.core.messages import Remedy
from frontdesk.directory import accounts, aliases, closing, life_notices
from frontdesk.directory.errors import WrongState
from frontdesk.directory.life_notices import Notice
from frontdesk.directory.standing import (
    ACTIVE,
    CLOSED,
    PENDING_ACTIVATION,
    PENDING_CLOSURE,
    PERMANENTLY_CLOSED,
    SUSPENDED,
)
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.events import Event

CAUSES = ("unpaid", "abuse", "verification", "operator")
# what is closed from here is closed at once: PENDING_CLOSURE would let it work for a minute
_STOPPED = (SUSPENDED, PENDING_ACTIVATION)
_SOURCE = "account.amazonaws.com"
_OURSELVES = {"type": "AWSService", "invokedBy": "frontdesk"}


def await_activation(ctx: Context, account: Account) -> None:
    """Let an account just made wait until its sign-up is complete: ACTIVE to PENDING_ACTIVATION; raises WrongState."""
    _require(account, ACTIVE)
    _enter(ctx, account, PENDING_ACTIVATION)


def activate(ctx: Context, account: Account) -> None:
    """Let an account whose sign-up is complete work: PENDING_ACTIVATION to ACTIVE; raises WrongState."""
    _require(account, PENDING_ACTIVATION)
    _enter(ctx, account, ACTIVE)
    _tell(ctx, account, "account_activated", _record(ctx, account, "AccountActivated"))


def suspend(ctx: Context, account: Account, cause: str) -> None:
    """Stop an account for one of :data:`CAUSES`: ACTIVE or PENDING_ACTIVATION to SUSPENDED; raises WrongState.

    Sessions and temporary credentials are void from now on, also after reinstatement. The operator's own account
    is never suspended.
    """
    if cause not in CAUSES:
        raise Internal(cause=f"no cause of suspension: {cause}")
    _require(account, ACTIVE, PENDING_ACTIVATION)
    if account.operator:
        raise WrongState("This is the account of the installation's staff. It is neither suspended nor closed.")
    account.suspended_for = cause
    account.epoch = ctx.now
    _enter(ctx, account, SUSPENDED)
    reference = _record(ctx, account, "AccountSuspended", Cause=cause)
    _tell(ctx, account, "account_suspended", reference, cause=cause, until=closes_at(ctx, account))


def reinstate(ctx: Context, account: Account) -> None:
    """Let a suspended account work again: SUSPENDED to ACTIVE; raises WrongState."""
    _require(account, SUSPENDED)
    cause, account.suspended_for = account.suspended_for, None
    _enter(ctx, account, ACTIVE)
    reference = _record(ctx, account, "AccountReinstated", Cause=cause)
    _tell(ctx, account, "account_reinstated", reference, cause=cause or "operator")


def begin_closing(ctx: Context, account: Account) -> None:
    """Begin to close: ACTIVE to PENDING_CLOSURE, and within a minute the worker calls :func:`close`.

    An account that does not work is closed at once. Raises WrongState, also where :func:`closing.obstacle` finds one.
    """
    _require(account, ACTIVE, *_STOPPED)
    closing.require_none(ctx, account)
    if not _is_root_of(ctx, account):  # whose own operation is the record
        _record(ctx, account, "CloseAccount")
    if account.state in _STOPPED:
        close(ctx, account)
        return
    account.state_before = account.state
    _enter(ctx, account, PENDING_CLOSURE)


def _is_root_of(ctx: Context, account: Account) -> bool:
    return ctx.caller is not None and (ctx.caller.kind, ctx.caller.account_id) == ("Root", account.id)


def close(ctx: Context, account: Account) -> None:
    """Close: PENDING_CLOSURE, SUSPENDED or PENDING_ACTIVATION to CLOSED.

    Raises WrongState, also where :func:`closing.obstacle` finds one. Whatever was granted before is void, also after
    reopening. Nothing is deleted before :func:`ends_at`.
    """
    _require(account, PENDING_CLOSURE, *_STOPPED)
    closing.require_none(ctx, account)
    before, suspended_until = account.state, closes_at(ctx, account)
    if before in _STOPPED:
        account.state_before = before
    account.epoch = ctx.now
    _enter(ctx, account, CLOSED)
    reference = _record(ctx, account, "CloseAccountResult", Status="SUCCEEDED")
    closed_for = "suspension" if before == SUSPENDED and ctx.now >= suspended_until else "request"
    _tell(ctx, account, "account_closed", reference, closed_for=closed_for, until=ends_at(ctx, account))


def keep_open(ctx: Context, account: Account) -> None:
    """Give up a closing that something came in the way of meanwhile: PENDING_CLOSURE to ACTIVE; raises WrongState."""
    _require(account, PENDING_CLOSURE)
    account.state_before = None
    _enter(ctx, account, ACTIVE)
    _tell(ctx, account, "account_not_closed", _record(ctx, account, "CloseAccountResult", Status="FAILED"))


def reopen(ctx: Context, account: Account) -> None:
    """Undo a closing before :func:`ends_at`: CLOSED to what it was, ACTIVE, SUSPENDED or PENDING_ACTIVATION.

    Raises WrongState. A suspension that goes on has its full time again.
    """
    _require(account, CLOSED)
    if ctx.now >= ends_at(ctx, account):
        raise WrongState("The time in which this account could be reopened is over.", cause="past its end")
    state, account.state_before = account.state_before or ACTIVE, None
    _enter(ctx, account, state)
    reference = _record(ctx, account, "AccountReopened", State=state)
    _tell(ctx, account, "account_reopened", reference, standing=state)


def close_for_good(ctx: Context, account: Account) -> None:
    """End a closed account whose time is over: CLOSED to PERMANENTLY_CLOSED; raises WrongState.

    Its alias is released into quarantine. The row keeps id and root e-mail key, so that neither is ever used again.
    """
    _require(account, CLOSED)
    if ctx.now < ends_at(ctx, account):
        raise WrongState("This account can still be reopened.", cause="before its end")
    _tell(ctx, account, "account_ended", _record(ctx, account, "AccountPermanentlyClosed"))
    aliases.release(ctx.within(account.id))
    account.name, account.email, account.contact, account.password_policy = "", "", None, None
    account.state_before = account.suspended_for = account.contact_lineage = account.root_alone_since = None
    _enter(ctx, account, PERMANENTLY_CLOSED)


def warn(ctx: Context, account: Account, days: int) -> None:
    """Tell the people of a closed account that so many days are left; raises WrongState."""
    _require(account, CLOSED)
    reference = _record(ctx, account, "AccountEndsSoon", Days=days)
    _tell(ctx, account, "account_ends_soon", reference, days=str(days), until=ends_at(ctx, account))


def closes_at(ctx: Context, account: Account) -> datetime:
    """Return when an account that is suspended now is closed if nobody reinstates it (behaviour 5.5)."""
    return _since(account) + timedelta(days=ctx.settings.suspended_days)


def ends_at(ctx: Context, account: Account) -> datetime:
    """Return when an account that is closed now ends for good (behaviour 5.7)."""
    return _since(account) + timedelta(days=ctx.settings.closed_days)


def _since(account: Account) -> datetime:
    return account.state_at or account.created_at


def _require(account: Account, *states: str) -> None:
    if account.state not in states:
        raise WrongState(
            "{words} So this cannot be done.",
            words=life_notices.STATES[account.state],
            cause=f"account {account.id} is {account.state}, not {' or '.join(states)}",
            remedy=Remedy("standing", life_notices.NEXT[account.state]),
        )


def _enter(ctx: Context, account: Account, state: str) -> None:
    account.state, account.state_at, account.told = state, ctx.now, None
    accounts.touch(ctx, account.id)


def _record(ctx: Context, account: Account, name: str, **details: Any) -> str:
    reference = ids.reference(ctx.entropy)
    ctx.record(
        Event(
            name=name,
            source=_SOURCE,
            type="AwsServiceEvent",
            account_id=account.id,
            identity=_OURSELVES,
            reference=reference,
            details={"serviceEventDetails": {"accountId": account.id, **details}},
        )
    )
    return reference


def _tell(ctx: Context, account: Account, message: str, reference: str, **facts: str | datetime) -> None:
    life_notices.send(ctx.within(account.id), account, Notice(message, reference, facts))
