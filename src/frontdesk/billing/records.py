"""What is written down and told about money: events with the actor and last four digits only, mails to who pays."""

from __future__ import annotations

from typing import Any

from frontdesk.billing import faults
from frontdesk.billing.tables import Bill, PaymentMethod
from frontdesk.core import ids
from frontdesk.directory import alternate_contacts
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.outbox import Mail

_SOURCE = "payments.amazonaws.com"
_OURSELVES = {"type": "AWSService", "invokedBy": "frontdesk"}


def record(ctx: Context, name: str, facts: dict[str, Any], fault: str | None = None) -> str:
    """Write an event of the bound account, with why it failed if it did; return the reference that finds it."""
    reference = ids.reference(ctx.entropy)
    ctx.record(
        Event(
            name=name,
            source=_SOURCE,
            account_id=ctx.account_id,
            identity=_actor(ctx),
            type="AwsServiceEvent",
            reference=reference,
            error_code=fault,
            error_message=str(faults.cause(fault)) if fault else None,
            details={"serviceEventDetails": facts},
        )
    )
    return reference


def _actor(ctx: Context) -> dict[str, Any]:
    caller = ctx.caller
    if caller is None:
        return _OURSELVES
    known = {"type": caller.kind, "principalId": caller.principal_id, "arn": caller.arn, "accountId": caller.account_id}
    return known | ({"userName": caller.user_name} if caller.user_name else {})


def by(ctx: Context) -> str:
    """Return the ARN of whoever acts, or a word for ourselves."""
    return ctx.caller.arn if ctx.caller else "frontdesk"


def method_changed(ctx: Context, method: PaymentMethod, change: str) -> None:
    """Record that a card was ``added``, ``edited``, ``removed`` or made the ``default``, and tell who pays."""
    card = {"brand": method.brand, "lastFour": method.last4, "paymentInstrumentId": method.id}
    reference = record(ctx, "PaymentMethodChanged", {"change": change, "actor": method.changed_by, **card})
    tell(
        ctx,
        "payment_method_changed",
        reference,
        change=change,
        card=called(method.brand, method.last4),
        address=ctx.origin.address if ctx.caller else "the payment processor",
        methods_link=f"{ctx.settings.public_origin}/console/billing/methods",
    )


def tell(ctx: Context, message: str, reference: str, **fields: str) -> None:
    """Mail the root user and the BILLING contact of the bound account."""
    account_id = ctx.account_id or ""
    fields = {"account_id": account_id, "at": ctx.now.isoformat(), "reference": reference, **fields}
    for address in alternate_contacts.addresses(ctx, alternate_contacts.BILLING):
        ctx.send(Mail(message, address, fields, account_id=account_id))


def called(brand: str | None, last4: str | None) -> str:
    """Return what people call a card: its brand and its end."""
    return f"{(brand or 'card').title()} ···· {last4 or '····'}"


def bill_link(ctx: Context, bill: Bill) -> str:
    """Return the address of a bill's page."""
    return f"{ctx.settings.public_origin}/console/billing/bills/{bill.id}"
