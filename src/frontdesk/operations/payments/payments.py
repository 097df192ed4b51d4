"""The default card, and paying what is due."""

from __future__ import annotations

from typing import Any

from frontdesk.billing import bills, methods, payments
from frontdesk.billing.errors import WrongMoment
from frontdesk.billing.tables import PaymentMethod
from frontdesk.core.messages import Message, Remedy
from frontdesk.operations.admission import FRESH
from frontdesk.operations.billing.access import OPEN_TO_ROOT, amount, billing_here
from frontdesk.operations.payments.shown import instrument, payment
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


@operation("payments:UpdatePaymentPreferences", resource=billing_here, fresh=FRESH, also_in=OPEN_TO_ROOT)
def update_payment_preferences(ctx: Context, *, default_payment_instrument_id: str) -> Answer:
    """Make a card the default, which later bills are charged to."""
    method = methods.find(ctx, default_payment_instrument_id)
    methods.make_default(ctx, method)
    return {"PaymentInstrument": instrument(ctx, method)}


@operation("payments:MakePayment", resource=billing_here, also_in=OPEN_TO_ROOT)
def make_payment(
    ctx: Context, *, bill_ids: list[str] | None = None, payment_instrument_id: str | None = None
) -> Answer:
    """Pay bills that are due, all of them unless some are named; one with a payment under way keeps that one."""
    wanted = [bills.find(ctx, id) for id in dict.fromkeys(bill_ids)] if bill_ids else bills.owed(ctx)
    if not wanted:
        raise WrongMoment("There is nothing to pay.", cause="no bill is due")
    method = _method(ctx, payment_instrument_id)
    return {"Payments": [payment(ctx, payments.begin(ctx, bill, method)) for bill in wanted]}


def _method(ctx: Context, id: str | None) -> PaymentMethod:
    method = methods.find(ctx, id) if id else methods.default(ctx)
    if method is None:
        remedy = Remedy("add-card", Message("Add a card"))
        raise WrongMoment("There is no default card. Add one first.", cause="no default", remedy=remedy)
    return method


@operation("payments:GetPaymentStatus", resource=billing_here, also_in=OPEN_TO_ROOT)
def get_payment_status(ctx: Context, *, bill_id: str | None = None) -> Answer:
    """Say what is due, and how far payments are: those of one bill, or those that have not ended."""
    owed = bills.owed(ctx)
    if bill_id:
        rows = bills.payments_of(ctx, bills.find(ctx, bill_id))
    else:
        rows = [row for bill in owed if (row := payments.open_for(ctx, bill)) is not None]
    return {"Due": [amount(one) for one in bills.due(owed)], "Payments": [payment(ctx, row) for row in rows]}
