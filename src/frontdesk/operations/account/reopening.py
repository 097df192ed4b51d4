"""Reopening an account, with what its bills say about it (behaviour 5.7)."""

from __future__ import annotations

from frontdesk.billing import bills, dunning, methods
from frontdesk.core.messages import Message, Remedy
from frontdesk.directory import life_cycle
from frontdesk.directory.errors import WrongState
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context


def reopen(ctx: Context, account: Account) -> None:
    """Undo a closing. A suspension for debt that was paid meanwhile ends with it.

    Raises WrongState, also where accounts need a payment method that can be charged and this one has none.
    """
    within = ctx.within(account.id)
    default = methods.default(within)
    if ctx.settings.signup_payment and not (default and methods.is_chargeable(within, default)):
        raise WrongState(
            "There is no default payment method that can be charged.",
            cause="no chargeable default method",
            remedy=Remedy("payment-method", Message("Add a payment method, then reopen the account")),
        )
    closed_at = account.state_at
    life_cycle.reopen(ctx, account)
    if closed_at and any(bill.paid_at and bill.paid_at >= closed_at for bill in bills.listed(within)):
        dunning.settled(within)
