"""Payments: one open try per bill, made by the worker, taken over once however often its end is told (behaviour 6)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from frontdesk.billing import bills, dunning, errands, methods, names, records
from frontdesk.billing.errors import WrongMoment
from frontdesk.billing.faults import BANK_ASKED
from frontdesk.billing.money import Money
from frontdesk.billing.processors import BANK_ASKS, FAILED, PAID, PENDING, Outcome
from frontdesk.billing.tables import Bill, Payment, PaymentMethod
from frontdesk.store.context import Context

WAITING = "WAITING"
_ENDED = (PAID, FAILED)
_LOOK_AGAIN = timedelta(minutes=10)


def of(ctx: Context, id: str) -> Payment | None:
    """Return a payment of the bound account."""
    return ctx.first(ctx.select(Payment).where(Payment.id == id))


def open_for(ctx: Context, bill: Bill) -> Payment | None:
    """Return the try to pay a bill that has not ended, if there is one."""
    return ctx.first(select(Payment).where(Payment.open_for == bill.id))


def begin(ctx: Context, bill: Bill, method: PaymentMethod, *, automatic: bool = False) -> Payment:
    """Begin to pay what is left of a bill; a second time before the first has ended returns the first.

    Where the first waits for a bank's question about another card, it is given up in favour of ``method`` being
    asked for again. Raises WrongMoment for a bill that is not due and a card that cannot be charged.
    """
    if bill.state not in bills.OPEN:
        raise WrongMoment("There is nothing to pay on this bill now.", cause=bill.state)
    under_way = open_for(ctx, bill)
    if under_way is not None:
        return _once_more(ctx, under_way, method)
    if not methods.is_chargeable(ctx, method) or method.token is None:
        raise WrongMoment("This card cannot be charged: it is not verified, or has expired.", cause=method.state)
    amount = bills.left(bill)
    payment = ctx.add(
        Payment(
            id=names.new(ctx.entropy, names.PAYMENT),
            account_id=bill.account_id,
            bill_id=bill.id,
            open_for=bill.id,
            method_id=method.id,
            processor=method.processor,
            customer=method.customer,
            token=method.token,
            brand=method.brand,
            last4=method.last4,
            amount=amount.amount,
            currency=amount.currency,
            state=WAITING,
            automatic=automatic,
            created_at=ctx.now,
        )
    )
    errands.ask(ctx, errands.PAY, payment.id)
    return payment


def _once_more(ctx: Context, payment: Payment, method: PaymentMethod) -> Payment:
    if payment.state == BANK_ASKS and payment.method_id != method.id:
        errands.ask(ctx, errands.CANCEL, payment.id)
    return payment


def settle(ctx: Context, payment: Payment, outcome: Outcome) -> None:
    """Take over how far a payment is; the same news twice, or old news, changes nothing."""
    if payment.state in _ENDED:
        return
    bill = bills.find(ctx, payment.bill_id)
    payment.reference = outcome.reference
    if outcome.state == PAID:
        _paid(ctx, payment, bill)
    elif outcome.state == FAILED:
        _failed(ctx, payment, bill, outcome.fault or "")
    elif outcome.state == PENDING:
        errands.ask(ctx, errands.PAY, payment.id, later=_LOOK_AGAIN)
    elif payment.state != BANK_ASKS:
        payment.state = BANK_ASKS
        payment.secret = ctx.keyring.seal(outcome.secret or "", methods.SECRET)
        dunning.failed(ctx, bill, BANK_ASKED, automatic=payment.automatic)


def _end(ctx: Context, payment: Payment, state: str) -> None:
    payment.state, payment.open_for, payment.secret, payment.finished_at = state, None, None, ctx.now
    ctx.db.flush()


def _paid(ctx: Context, payment: Payment, bill: Bill) -> None:
    _end(ctx, payment, PAID)
    bill.paid += payment.amount
    if bill.paid >= bill.amount:
        bill.state, bill.paid_at, bill.retry_at, bill.fault = bills.PAID, ctx.now, None, None
    amount = Money(payment.amount, payment.currency)
    facts = {"billId": bill.id, "amount": amount.plain, "lastFour": payment.last4, "paymentId": payment.id}
    reference = records.record(ctx, "PaymentSucceeded", facts)
    records.tell(
        ctx,
        "payment_received",
        reference,
        amount=str(amount),
        bill=bill.id,
        card=records.called(payment.brand, payment.last4),
        bill_link=records.bill_link(ctx, bill),
    )
    ctx.db.flush()
    dunning.settled(ctx)


def _failed(ctx: Context, payment: Payment, bill: Bill, fault: str) -> None:
    asked = payment.state == BANK_ASKS
    _end(ctx, payment, FAILED)
    payment.fault = fault
    facts = {"billId": bill.id, "lastFour": payment.last4, "paymentId": payment.id}
    records.record(ctx, "PaymentFailed", facts, fault)
    # while a bank's question was open, the failure had been counted and told already
    dunning.failed(ctx, bill, fault, automatic=payment.automatic and not asked, told=asked)
