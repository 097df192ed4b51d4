"""Looks at an account under a permit of its customer. Each asks anew, and is an event of that account (recovery 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.cases import desk, looks, permits
from frontdesk.support.cases.errors import NoPermit

Answer = dict[str, Any]
_PARTS: Mapping[str, Mapping[str, Callable[[Context], Any]]] = {
    permits.ACCOUNT: {"Account": looks.account, "Users": looks.users},
    permits.SIGN_INS: {"SignIns": looks.sign_ins},
    permits.BILLING: {"Billing": looks.billing},
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
