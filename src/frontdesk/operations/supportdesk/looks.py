"""Looks at an account under a permit of its customer. Each asks anew, and is an event of that account (recovery 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from frontdesk.billing import bills, methods
from frontdesk.billing.money import Money
from frontdesk.billing.tables import Bill, PaymentMethod
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.cases import desk, looks, permits
from frontdesk.support.cases.errors import NoPermit

Answer = dict[str, Any]


def _billing(ctx: Context) -> Answer:
    """Return the account's standing with bills: cards by brand and last four, and what is owed."""
    return looks.billing(ctx) | {
        "Methods": [_method(one) for one in methods.listed(ctx)],
        "Owed": [_bill(one) for one in bills.owed(ctx)],
    }


def _method(one: PaymentMethod) -> Answer:
    return {
        "Brand": one.brand or "",
        "LastFour": one.last4 or "",
        "Expires": f"{one.expiry_year or 0:04d}-{one.expiry_month or 0:02d}",
        "Default": one.default_for is not None,
        "State": one.state,
    }


def _bill(one: Bill) -> Answer:
    amount, left = str(Money(one.amount, one.currency)), str(bills.left(one))
    return {"BillId": one.id, "Period": one.period, "State": one.state, "Amount": amount, "Left": left}


_PARTS: Mapping[str, Mapping[str, Callable[[Context], Any]]] = {
    permits.ACCOUNT: {"Account": looks.account, "Users": looks.users},
    permits.SIGN_INS: {"SignIns": looks.sign_ins},
    permits.BILLING: {"Billing": _billing},
    permits.EVENTS: {"Events": looks.events},
}


# its name begins with Get, so that what was seen is not kept in the operator's own events
@operation("frontdesk:GetPermittedAccount", model="supportdesk:GetPermittedAccount", resource=for_staff)
def get_permitted_account(ctx: Context, *, case_id: str) -> Answer:
    """Show what the live permits of a case let staff see of its account."""
    case = desk.find(ctx, case_id)
    scopes = desk.live_scopes(ctx, case)
    if case.account_id is None or not scopes:
        raise NoPermit("The customer has given no permit for this case, or it has ended.", cause="no live permit")
    within = ctx.within(case.account_id)
    used = [permits.look(ctx, case.account_id, scope, "GetPermittedAccount", case) for scope in scopes]
    answer: Answer = {"Scopes": scopes, "Until": min(permit.expires_at for permit in used)}
    for scope in scopes:
        answer |= {name: read(within) for name, read in _PARTS[scope].items()}
    return answer
