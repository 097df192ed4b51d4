"""Charges, as the operator's staff enters them."""

from __future__ import annotations

from typing import Any

from frontdesk.billing import charges
from frontdesk.billing.money import Money
from frontdesk.billing.tables import Charge
from frontdesk.operations.billing import access
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("frontdesk:CreateCharge", model="billing:CreateCharge", resource=for_staff)
def create_charge(
    ctx: Context, *, account_id: str, amount: dict[str, Any], memo: str, period: str | None = None
) -> dict[str, Any]:
    """Charge an account; only for the operator's staff."""
    charge = charges.enter(ctx, account_id, Money(amount["Value"], amount["Currency"]), memo, period)
    return {"Charge": shown(charge)}


def shown(charge: Charge) -> dict[str, Any]:
    """Describe a charge."""
    return {
        "ChargeId": charge.id,
        "AccountId": charge.account_id,
        "Amount": access.amount(Money(charge.amount, charge.currency)),
        "Memo": charge.memo,
        "Period": charge.period,
        "BillId": charge.bill_id,
        "CreatedAt": charge.created_at,
    }
