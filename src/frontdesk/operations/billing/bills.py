"""Bills: listed, read, printed."""

from __future__ import annotations

from typing import Any

from frontdesk.billing import bill_pdf, bills, charges
from frontdesk.billing.errors import WrongMoment
from frontdesk.billing.money import Money
from frontdesk.billing.tables import Bill, Charge
from frontdesk.operations.billing.access import OPEN_TO_ROOT, amount, bill_named, billing_here, fault, known
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


@operation("billing:GetBillingData", model="billing:ListBills", resource=billing_here, also_in=OPEN_TO_ROOT)
def list_bills(ctx: Context) -> Answer:
    """List the account's bills, newest month first, and what is due."""
    owed = [amount(one) for one in bills.due(bills.owed(ctx))]
    return {"Bills": [_shown(bill) for bill in bills.listed(ctx)], "Due": owed}


@operation("billing:GetBillingData", model="billing:GetBill", resource=bill_named, also_in=OPEN_TO_ROOT)
def get_bill(ctx: Context, bill: Bill) -> Answer:
    """Describe one bill with its charges."""
    lines = [str(line) for line in bill_pdf.payer_lines(bill)]
    return {"Bill": _shown(bill), "Charges": [_charge(one) for one in charges.on(ctx, bill.id)], "PayerLines": lines}


@operation("invoicing:GetInvoicePDF", model="billing:GetBillPDF", resource=bill_named, also_in=OPEN_TO_ROOT)
def get_bill_pdf(ctx: Context, bill: Bill) -> Answer:
    """Return an issued bill as PDF: the same bytes as long as nothing about it changes."""
    if bill.state == bills.COLLECTING:
        raise WrongMoment("This bill is not issued yet; its month is not over.", cause=bill.state)
    document = bill_pdf.draw(bill, charges.on(ctx, bill.id), ctx.settings.name)
    return {"Document": document, "FileName": f"{bill.id}.pdf"}


def _shown(bill: Bill) -> Answer:
    return known(
        BillId=bill.id,
        Period=bill.period,
        State=bill.state,
        Amount=amount(Money(bill.amount, bill.currency)),
        Paid=amount(Money(bill.paid, bill.currency)),
        Left=amount(bills.left(bill)),
        IssuedAt=bill.issued_at,
        PaidAt=bill.paid_at,
        RetryAt=bill.retry_at,
        **fault(bill.fault),
    )


def _charge(charge: Charge) -> Answer:
    return {
        "ChargeId": charge.id,
        "AccountId": charge.account_id,
        "Amount": amount(Money(charge.amount, charge.currency)),
        "Memo": charge.memo,
        "Period": charge.period,
        "BillId": charge.bill_id,
        "CreatedAt": charge.created_at,
    }
