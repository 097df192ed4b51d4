"""What is said in a case."""

from __future__ import annotations

from frontdesk.core.errors import ValidationError
from frontdesk.operations.registry import Page, operation
from frontdesk.operations.support import shown
from frontdesk.operations.support.cases import ALSO_IN, check_cc, refuse_uploads, thread
from frontdesk.operations.support.shown import Answer
from frontdesk.store.context import Context
from frontdesk.support.cases import attachments, cases
from frontdesk.support.cases.cases import LetterListing
from frontdesk.support.cases.tables import CaseMessage


@operation("support:AddCommunicationToCase", also_in=ALSO_IN)
def add_communication_to_case(
    ctx: Context,
    *,
    communication_body: str,
    case_id: str | None = None,
    cc_email_addresses: list[str] | None = None,
    attachment_set_id: str | None = None,
    upload_ids: list[str] | None = None,
    dry_run: bool = False,
) -> Answer:
    """Write in a case; one resolved within the last 14 days is open again."""
    if case_id is None:
        raise ValidationError("Name the case.", field="caseId")
    refuse_uploads(upload_ids)
    case = cases.find(ctx, case_id)
    if cc_email_addresses is not None:
        case.cc = check_cc(cc_email_addresses)
    letter = cases.reply(ctx, case, cases.author(ctx), communication_body)
    if attachment_set_id:
        attachments.send(ctx, attachment_set_id, letter)
    shown.stop_if_dry(dry_run)
    return {"result": True}


@operation("support:DescribeCommunications", also_in=ALSO_IN)
def describe_communications(
    ctx: Context, *, case_id: str, before_time: str | None = None, after_time: str | None = None, dry_run: bool = False
) -> Page:
    """List a case's letters, newest first."""
    after = shown.read_moment(after_time, "afterTime")
    before = shown.read_moment(before_time, "beforeTime", end=True)
    case = cases.find(ctx, case_id)
    shown.stop_if_dry(dry_run)

    def item(letter: CaseMessage) -> Answer:
        return shown.letters(ctx, [letter])[0]

    listing = LetterListing(case, after, before)
    return Page("communications", listing, item, bound_to=thread(case.id, after_time, before_time))
