"""What customers let staff see, and cases that they take over or go on with."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import ValidationError
from frontdesk.operations.registry import operation
from frontdesk.operations.support.cases import ALSO_IN
from frontdesk.operations.supportdesk import limits, written
from frontdesk.store.context import Context
from frontdesk.support.cases import cases, permits, visitors
from frontdesk.support.cases.cases import NewCase
from frontdesk.support.cases.errors import CaseIdNotFound

Answer = dict[str, Any]


@operation("frontdesk:GrantSupportPermit", model="supportdesk:GrantSupportPermit", also_in=ALSO_IN)
def grant_support_permit(ctx: Context, *, case_id: str, scopes: list[str], hours: int) -> Answer:
    """Let staff look at parts of the account because of a case, for 1 to 168 hours."""
    case = cases.find(ctx, case_id)
    return {"Permit": written.permit(ctx, permits.grant(ctx, case, scopes, hours, cases.author(ctx).words))}


@operation("frontdesk:RevokeSupportPermit", model="supportdesk:RevokeSupportPermit", also_in=ALSO_IN)
def revoke_support_permit(ctx: Context, *, permit_id: str) -> Answer:
    """End a permit at once."""
    return {"Permit": written.permit(ctx, permits.end(ctx, permit_id, cases.author(ctx).words))}


@operation("frontdesk:ListSupportPermits", model="supportdesk:ListSupportPermits", also_in=ALSO_IN)
def list_support_permits(ctx: Context, *, case_id: str | None = None) -> Answer:
    """List the account's permits, or those of one case, newest first."""
    case = cases.find(ctx, case_id) if case_id else None
    return {"Permits": [written.permit(ctx, one) for one in permits.every(ctx, case)]}


@operation("support:DescribeCases", model="supportdesk:GetOwnCase", also_in=ALSO_IN)
def get_own_case(ctx: Context, *, case_id: str) -> Answer:
    """Show one of the account's cases with its thread; staff are not named, and their notes are not there."""
    case = cases.find(ctx, case_id)
    facts = written.own_case(case, over=bool(case.merged_into) or cases.has_to_be_new(ctx, case))
    letters = written.own_letters(ctx, cases.letters(ctx, case))
    related = [written.own_case(one, over=False) for one in cases.related(ctx, case)]
    return {"Case": facts, "Letters": letters, "Related": related}


@operation("frontdesk:LinkSupportCase", model="supportdesk:LinkSupportCase", also_in=ALSO_IN)
def link_support_case(ctx: Context, *, case_number: str) -> Answer:
    """Take over a case that the caller wrote as a visitor, by its number; ten wrong ones an hour and no more."""
    limits.check_guesses(ctx)
    try:
        case = visitors.take_over(ctx, case_number)
    except CaseIdNotFound as refusal:
        refusal.afterwards = limits.count_guess
        raise
    return {"CaseId": case.id, "Number": case.number}


@operation("support:CreateCase", model="supportdesk:OpenRelatedCase", also_in=ALSO_IN)
def open_related_case(ctx: Context, *, case_id: str, communication_body: str) -> Answer:
    """Open a new case that follows an old one, which was resolved too long ago to go on with."""
    old = cases.find(ctx, case_id)
    if not cases.has_to_be_new(ctx, old):
        raise ValidationError("This case goes on: write in it.", field="CaseId")
    new = NewCase(
        old.kind,
        old.service_code,
        old.category_code,
        old.subject,
        communication_body,
        old.severity_code,
        list(old.cc),
        old.id,
    )
    made, _ = cases.open(ctx, new, cases.author(ctx))
    return {"CaseId": made.id, "Number": made.number}
