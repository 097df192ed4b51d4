"""Who may see and change what concerns money: root, and IAM identities once root lets them (behaviour 6)."""

from __future__ import annotations

from typing import Any

from frontdesk.billing import bills, faults, methods
from frontdesk.billing.errors import BillingNotActivated, NoSuchBill, NoSuchMethod
from frontdesk.billing.money import Money
from frontdesk.core import arns
from frontdesk.core.messages import Message, Remedy
from frontdesk.directory import accounts, standing
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context

# bills and cards stay open to root when nothing else does (behaviour 5.2)
OPEN_TO_ROOT = frozenset({standing.PENDING_ACTIVATION, standing.SUSPENDED, standing.CLOSED})


def is_root(ctx: Context) -> bool:
    """Say whether the root user acts, or the host for it."""
    return ctx.caller is not None and ctx.caller.kind in ("Root", "Host")


def _check(ctx: Context) -> None:
    if is_root(ctx) or accounts.bound(ctx).iam_billing:
        return
    raise BillingNotActivated(
        "Bills and cards of this account are for its root user.",
        cause="IAM access to billing is not activated",
        remedy=Remedy("activate-iam-billing", Message("Ask the root user to activate IAM access to billing")),
    )


def _here(ctx: Context, params: Params) -> Target:
    _check(ctx)
    return Target("*")


def _method(ctx: Context, params: Params) -> Target:
    _check(ctx)
    id = params["PaymentInstrumentId"]
    arn = f"arn:{arns.PARTITION}:payments::{ctx.account_id}:payment-instrument:{id}"
    try:
        return Target(arn, methods.find(ctx, id))
    except NoSuchMethod as missing:
        return Target(arn, missing=missing)


def _bill(ctx: Context, params: Params) -> Target:
    _check(ctx)
    try:
        return Target("*", bills.find(ctx, params["BillId"]))
    except NoSuchBill as missing:
        return Target("*", missing=missing)


billing_here = Resource(_here, gives=False)
method_named = Resource(_method, consumes=("PaymentInstrumentId",))
bill_named = Resource(_bill, consumes=("BillId",))


def amount(money: Money) -> dict[str, Any]:
    """Return an amount as answers hold it."""
    return {"Value": money.amount, "Currency": money.currency}


def fault(code: str | None) -> dict[str, Any]:
    """Return why something was refused, as answers hold it; nothing where nothing was."""
    if code is None:
        return {}
    return {"Fault": {"Cause": code, "Words": str(faults.cause(code)), "Advice": str(faults.advice(code))}}


def known(**members: Any) -> dict[str, Any]:
    """Return the members that have a value."""
    return {name: value for name, value in members.items() if value is not None}
