"""Why something was refused, for those who may know (architecture 8)."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import explanations
from frontdesk.authentication.explanations import Audience, Explanation
from frontdesk.core.errors import NotFound
from frontdesk.core.reasons import Reason
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.cases import permits
from frontdesk.support.cases.errors import NoPermit


@operation("cloudtrail:LookupEvents", model="frontdesk:ExplainReference", also_in=ROOT_ONLY)
def explain_reference(ctx: Context, *, reference: str) -> dict[str, Any]:
    """Tell what a reference of the caller's account stands for; another account's is as unknown as none."""
    told = explanations.find(ctx, reference, Audience.ADMINISTRATOR)
    if told is None:
        raise _unknown()
    return {"Explanation": explanations.as_facts(told)}


@operation("frontdesk:ExplainAnyReference", resource=for_staff)
def explain_any_reference(ctx: Context, *, reference: str) -> dict[str, Any]:
    """Tell staff what a reference stands for: one of their own account, one that matched nobody, or a customer's.

    A customer's takes a live permit of that customer for each look, and is as unknown as none without it.
    """
    told = explanations.find(ctx, reference, Audience.OPERATOR)
    if told is None:
        raise _unknown()
    if told.account_id not in (None, ctx.account_id) and not _is_host(ctx):
        _look(ctx, told, str(told.account_id))
    return {"Explanation": explanations.as_facts(told)}


def _look(ctx: Context, told: Explanation, account_id: str) -> None:
    scope = permits.EVENTS if told.reason is Reason.OPERATION_REFUSED else permits.SIGN_INS
    try:
        permits.look(ctx, account_id, scope, f"ExplainAnyReference {told.reference}")
    except NoPermit:
        raise _unknown() from None


def _is_host(ctx: Context) -> bool:
    return ctx.caller is not None and ctx.caller.kind == "Host"


def _unknown() -> NotFound:
    return NotFound("There is nothing about this reference that you may see.", field="Reference")
