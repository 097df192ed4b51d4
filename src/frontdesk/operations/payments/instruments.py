"""Payment methods. What AWS offers in its console alone has its action names here (behaviour 6)."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import throttle
from frontdesk.authentication.throttle import DAY, Policy, Scope
from frontdesk.billing import methods
from frontdesk.billing.tables import PaymentMethod
from frontdesk.core.errors import Throttled, ValidationError
from frontdesk.operations.admission import FRESH
from frontdesk.operations.billing.access import OPEN_TO_ROOT, billing_here, method_named
from frontdesk.operations.payments.shown import instrument, read_address
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]
_CARDS = Policy(20, DAY, free=20)


def _answer(ctx: Context, method: PaymentMethod) -> Answer:
    return {"PaymentInstrument": instrument(ctx, method)}


@operation("payments:CreatePaymentInstrument", resource=billing_here, fresh=FRESH, also_in=OPEN_TO_ROOT)
def create_payment_instrument(
    ctx: Context, *, holder_name: str, phone: str, billing_address: dict[str, str], make_default: bool = False
) -> Answer:
    """Begin to add a card; its number is typed at the processor, never here. At most twenty a day for each account."""
    _count(ctx)
    address = read_address(billing_address)
    return _answer(ctx, methods.begin(ctx, holder_name, phone, address, wants_default=make_default))


def _count(ctx: Context) -> None:
    # whoever tries out stolen cards would otherwise have us do it
    scope = Scope(f"card:{ctx.account_id}", _CARDS)
    if throttle.locked_until(ctx, (scope,)):
        raise Throttled("Too many cards were added today. Try again tomorrow.", cause="cards")
    throttle.count(ctx, (scope,))


@operation("payments:GetPaymentInstrument", resource=method_named, also_in=OPEN_TO_ROOT)
def get_payment_instrument(ctx: Context, method: PaymentMethod) -> Answer:
    """Describe a card, and what its holder has to do next."""
    return _answer(ctx, method)


@operation("payments:ListPaymentInstruments", resource=billing_here, also_in=OPEN_TO_ROOT)
def list_payment_instruments(ctx: Context) -> Answer:
    """List the account's cards, the default first."""
    processor = ctx.settings.processor
    shown = [instrument(ctx, method) for method in methods.listed(ctx)]
    return {"PaymentInstruments": shown, "TakesCards": processor != "none", "Processor": processor}


@operation("payments:UpdatePaymentInstrument", resource=method_named, also_in=OPEN_TO_ROOT)
def update_payment_instrument(
    ctx: Context,
    method: PaymentMethod,
    *,
    holder_name: str,
    phone: str,
    billing_address: dict[str, str],
    expiry_year: int | None = None,
    expiry_month: int | None = None,
) -> Answer:
    """Change what is known of a card beside its number."""
    if (expiry_year is None) != (expiry_month is None):
        raise ValidationError("Give month and year of the expiry, or neither.", field="ExpiryMonth")
    until = (expiry_year, expiry_month) if expiry_year is not None and expiry_month is not None else None
    methods.edit(ctx, method, holder_name, phone, read_address(billing_address), until=until)
    return _answer(ctx, method)


@operation(
    "payments:UpdatePaymentInstrument",
    model="payments:VerifyPaymentInstrument",
    resource=method_named,
    also_in=OPEN_TO_ROOT,
)
def verify_payment_instrument(ctx: Context, method: PaymentMethod) -> Answer:
    """Ask the processor again whether an unverified card is good."""
    methods.verify(ctx, method)
    return _answer(ctx, method)


@operation("payments:DeletePaymentInstrument", resource=method_named, fresh=FRESH, also_in=OPEN_TO_ROOT)
def delete_payment_instrument(ctx: Context, method: PaymentMethod) -> None:
    """Remove a card that is not the default."""
    methods.remove(ctx, method)
