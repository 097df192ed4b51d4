"""What follows when a bill is not paid, up to suspension, and what paying undoes (behaviour 5.5)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from frontdesk.billing import bills, faults, records
from frontdesk.billing.tables import Bill
from frontdesk.directory import accounts, life_cycle, standing
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

UNPAID = "unpaid"
_SUSPENDABLE = (standing.ACTIVE, standing.PENDING_ACTIVATION)
_BATCH = 100


def failed(ctx: Context, bill: Bill, fault: str, *, automatic: bool, told: bool = False) -> None:
    """Make a bill past due, tell who pays why and when it is tried again; after the last try, suspend the account.

    Only ``automatic`` tries use up the schedule of the setting ``billing_retry_days``.
    """
    bill.state, bill.fault = bills.PAST_DUE, fault
    days = ctx.settings.retry_days
    if automatic and bill.tries < len(days):
        bill.retry_at = ctx.now + timedelta(days=days[bill.tries])
        bill.tries += 1
    elif automatic:
        bill.retry_at = None
    if not told and accounts.bound(ctx).state != standing.PERMANENTLY_CLOSED:  # of which nobody hears any more
        _tell(ctx, bill, fault)
    if automatic and bill.retry_at is None:
        _suspend(ctx, accounts.bound(ctx))


def _tell(ctx: Context, bill: Bill, fault: str) -> None:
    records.tell(
        ctx,
        "payment_failed",
        records.record(ctx, "BillPastDue", {"billId": bill.id}, fault),
        amount=str(bills.left(bill)),
        bill=bill.id,
        cause=str(faults.cause(fault)),
        advice=str(faults.advice(fault)),
        again_at=bill.retry_at.isoformat() if bill.retry_at else "never",
        bill_link=records.bill_link(ctx, bill),
    )


def _suspend(ctx: Context, account: Account) -> None:
    if account.state in _SUSPENDABLE and not account.operator:
        life_cycle.suspend(ctx, account, UNPAID)


def settled(ctx: Context) -> None:
    """Let the bound account work again if it was suspended for debt and owes nothing that is past due any more."""
    account = accounts.bound(ctx)
    if account.state != standing.SUSPENDED or account.suspended_for != UNPAID:
        return
    if ctx.first(ctx.select(Bill).where(Bill.state == bills.PAST_DUE)) is None:
        life_cycle.reinstate(ctx, account)


def to_retry(ctx: Context) -> list[Bill]:
    """Return bills, of all accounts, whose next try is due; at most a batch."""
    query = select(Bill).where(Bill.state == bills.PAST_DUE, Bill.retry_at <= ctx.now)
    return ctx.all(query.order_by(Bill.retry_at, Bill.id).limit(_BATCH))
