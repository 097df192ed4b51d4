"""Cards and payments as answers show them."""

from __future__ import annotations

from typing import Any

from frontdesk.billing import expiry, methods
from frontdesk.billing.money import Money
from frontdesk.billing.processors import chosen
from frontdesk.billing.tables import Payment, PaymentMethod
from frontdesk.operations.billing.access import amount, fault, known
from frontdesk.store.context import Context

_MEMBERS = {
    "company": "Company",
    "line1": "Line1",
    "line2": "Line2",
    "line3": "Line3",
    "city": "City",
    "state": "State",
    "postal_code": "PostalCode",
    "country": "Country",
}


def read_address(given: dict[str, str]) -> dict[str, str]:
    """Return an address as it is kept."""
    return {name: given[member] for name, member in _MEMBERS.items() if member in given}


def instrument(ctx: Context, method: PaymentMethod) -> dict[str, Any]:
    """Describe a card; ``Step`` is there while its holder has to do something."""
    last = expiry.last_day(method)
    return known(
        PaymentInstrumentId=method.id,
        State=method.state,
        Brand=method.brand,
        LastFour=method.last4,
        ExpiryYear=method.expiry_year,
        ExpiryMonth=method.expiry_month,
        ExpiresOn=last.isoformat() if last else None,
        Expired=expiry.is_over(method, ctx.now),
        HolderName=method.holder,
        Phone=method.phone,
        BillingAddress={_MEMBERS[name]: value for name, value in method.address.items() if name in _MEMBERS},
        Default=method.default_for is not None,
        CreatedAt=method.created_at,
        VerifiedAt=method.verified_at,
        Step=_step(ctx, method.processor, method.secret),
        **fault(method.fault),
    )


def payment(ctx: Context, row: Payment) -> dict[str, Any]:
    """Describe a payment; ``Step`` is there while the bank asks the card's holder."""
    return known(
        PaymentId=row.id,
        BillId=row.bill_id,
        PaymentInstrumentId=row.method_id,
        Amount=amount(Money(row.amount, row.currency)),
        State=row.state,
        Brand=row.brand,
        LastFour=row.last4,
        Automatic=row.automatic,
        CreatedAt=row.created_at,
        FinishedAt=row.finished_at,
        Step=_step(ctx, row.processor, row.secret),
        **fault(row.fault),
    )


def _step(ctx: Context, processor: str, sealed: str | None) -> dict[str, str] | None:
    secret = ctx.keyring.open(sealed, methods.SECRET) if sealed else None
    if not secret:
        return None
    step = chosen.step(ctx.settings, processor, secret)
    found = {"Url": step.url, "Script": step.script, "Key": step.key, "Secret": step.secret}
    return {name: value for name, value in found.items() if value}
