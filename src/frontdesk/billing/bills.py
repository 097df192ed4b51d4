"""Bills: one for each month and currency; issued when the month is over, open until paid (behaviour 6)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from frontdesk.billing import money, names, records
from frontdesk.billing.errors import NoSuchBill
from frontdesk.billing.money import Money
from frontdesk.billing.tables import Bill, Payment
from frontdesk.core import ids
from frontdesk.directory import accounts
from frontdesk.store.context import Context

# charges are still added; issued and about to be charged; a charge failed; settled
COLLECTING, DUE, PAST_DUE, PAID = "COLLECTING", "DUE", "PAST_DUE", "PAID"
OPEN = (DUE, PAST_DUE)
_BATCH = 100
_NUMBER = 3  # the letters FD- of a reference


def month(now: datetime) -> str:
    """Return the month of a UTC moment as bills name it: ``2026-11``."""
    return f"{now:%Y-%m}"


def collecting(ctx: Context, period: str, currency: str) -> Bill:
    """Return the bound account's bill that takes charges of a month and currency, making it where there is none."""
    key = f"{ctx.account_id}/{period}/{currency}"
    bill = ctx.first(ctx.select(Bill).where(Bill.collecting == key))
    return bill or ctx.add(
        Bill(
            id=f"{names.BILL}-{period}-{ids.reference(ctx.entropy)[_NUMBER:].lower()}",
            account_id=ctx.account_id or "",
            period=period,
            currency=currency,
            state=COLLECTING,
            collecting=key,
            amount=0,
            paid=0,
            created_at=ctx.now,
            tries=0,
        )
    )


def find(ctx: Context, id: str) -> Bill:
    """Return a bill of the account; raises NoSuchBill."""
    bill = ctx.first(ctx.select(Bill).where(Bill.id == id))
    if bill is None:
        raise NoSuchBill("There is no such bill in this account.", field="BillId")
    return bill


def listed(ctx: Context) -> list[Bill]:
    """Return the account's newest 600 bills, newest month first: fifty years of them."""
    return ctx.all(ctx.select(Bill).order_by(Bill.period.desc(), Bill.created_at.desc(), Bill.id).limit(600))


def owed(ctx: Context) -> list[Bill]:
    """Return the issued bills of the account that are not paid, oldest first."""
    return ctx.all(ctx.select(Bill).where(Bill.state.in_(OPEN)).order_by(Bill.period, Bill.created_at, Bill.id))


def left(bill: Bill) -> Money:
    """Return what is still to be paid of a bill."""
    return Money(bill.amount - bill.paid, bill.currency)


def due(owed: list[Bill]) -> list[Money]:
    """Return what bills leave to pay, one sum for each currency."""
    remaining = [left(bill) for bill in owed]
    return [
        money.total([one for one in remaining if one.currency == currency], currency)
        for currency in sorted({one.currency for one in remaining})
    ]


def payments_of(ctx: Context, bill: Bill) -> list[Payment]:
    """Return every try to pay a bill, oldest first."""
    query = ctx.select(Payment).where(Payment.bill_id == bill.id)
    return ctx.all(query.order_by(Payment.created_at, Payment.id))


def over(ctx: Context) -> list[Bill]:
    """Return bills, of all accounts, whose month is over and which take charges no longer; at most a batch."""
    query = select(Bill).where(Bill.state == COLLECTING, Bill.period < month(ctx.now))
    return ctx.all(query.order_by(Bill.period, Bill.id).limit(_BATCH))


def issue(ctx: Context, bill: Bill) -> None:
    """Close a bill of the bound account to charges and make it due, with name and address as they are now."""
    account = accounts.bound(ctx)
    bill.state, bill.collecting, bill.issued_at = DUE, None, ctx.now
    bill.payer = {"name": account.name, "account_id": account.id, **(account.contact or {})}
    records.record(ctx, "BillIssued", {"billId": bill.id, "amount": Money(bill.amount, bill.currency).plain})
