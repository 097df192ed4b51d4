"""Why something was refused, for those who may know (architecture 8)."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import explanations
from frontdesk.authentication.explanations import Audience
from frontdesk.core.errors import NotFound
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("cloudtrail:LookupEvents", model="frontdesk:ExplainReference", also_in=ROOT_ONLY)
def explain_reference(ctx: Context, *, reference: str) -> dict[str, Any]:
    """Tell what a reference of the caller's account stands for; another account's is as unknown as none."""
    return _told(ctx, reference, Audience.ADMINISTRATOR)


@operation("frontdesk:ExplainAnyReference", resource=for_staff)
def explain_any_reference(ctx: Context, *, reference: str) -> dict[str, Any]:
    """Tell what any reference stands for; only for the operator's staff."""
    return _told(ctx, reference, Audience.OPERATOR)


def _told(ctx: Context, reference: str, audience: Audience) -> dict[str, Any]:
    told = explanations.find(ctx, reference, audience)
    if told is None:
        raise NotFound("There is nothing about this reference in your account.", field="Reference")
    return {"Explanation": explanations.as_facts(told)}
