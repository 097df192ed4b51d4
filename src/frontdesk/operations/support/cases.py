"""Cases: opened, found, resolved."""

from __future__ import annotations

import hashlib
import json

from frontdesk.core.errors import ValidationError
from frontdesk.directory import accounts
from frontdesk.directory.standing import CLOSED, PENDING_ACTIVATION, SUSPENDED
from frontdesk.operations.perform import marker
from frontdesk.operations.registry import Page, operation
from frontdesk.operations.support import shown
from frontdesk.operations.support.shown import Answer
from frontdesk.store.context import Context
from frontdesk.support.cases import attachments, cases, subjects
from frontdesk.support.cases.cases import CaseListing, LetterListing, NewCase, Wanted
from frontdesk.support.cases.errors import CaseIdNotFound
from frontdesk.support.cases.tables import Case

# root of an account that is closed or suspended still gets help (behaviour 5.2)
ALSO_IN = (PENDING_ACTIVATION, SUSPENDED, CLOSED)
_RECENT = 5
_MOST_CC = 10


@operation("support:CreateCase", also_in=ALSO_IN)
def create_case(
    ctx: Context,
    *,
    subject: str,
    communication_body: str,
    service_code: str | None = None,
    severity_code: str | None = None,
    category_code: str | None = None,
    cc_email_addresses: list[str] | None = None,
    language: str | None = None,
    issue_type: str | None = None,
    attachment_set_id: str | None = None,
    upload_ids: list[str] | None = None,
    dry_run: bool = False,
) -> Answer:
    """Open an account or billing case."""
    service, category, severity = subjects.check(service_code, category_code, severity_code)
    subjects.check_language(language)
    subjects.check_issue_type(issue_type)
    refuse_uploads(upload_ids)
    cc = check_cc(cc_email_addresses)
    if attachment_set_id:
        attachments.waiting(ctx, attachment_set_id)
    new = NewCase(service.kind, service.code, category, subject, communication_body, severity, cc)
    case, letter = cases.open(ctx, new, cases.author(ctx))
    if attachment_set_id:
        attachments.send(ctx, attachment_set_id, letter)
    shown.stop_if_dry(dry_run)
    return {"caseId": case.id}


def check_cc(typed: list[str] | None) -> list[str]:
    """Return addresses for copies; raises ValidationError for what is none."""
    found = list(typed or ())[:_MOST_CC]
    for email in found:
        try:
            accounts.check_email(email)
        except ValidationError:
            raise ValidationError("{email} is no e-mail address.", email=email, field="ccEmailAddresses") from None
    return found


def refuse_uploads(upload_ids: list[str] | None) -> None:
    """Raise ValidationError for files uploaded apart, which this system has no place for."""
    if upload_ids:
        raise ValidationError("Send files with AddAttachmentsToSet.", field="uploadIds")


@operation("support:DescribeCases", also_in=ALSO_IN)
def describe_cases(
    ctx: Context,
    *,
    case_id_list: list[str] | None = None,
    display_id: str | None = None,
    after_time: str | None = None,
    before_time: str | None = None,
    include_resolved_cases: bool = False,
    language: str | None = None,
    include_communications: bool = True,
    dry_run: bool = False,
) -> Page:
    """List the account's cases, newest first; each with its last five letters."""
    subjects.check_language(language)
    wanted = Wanted(
        tuple(case_id_list or ()),
        display_id,
        shown.read_moment(after_time, "afterTime"),
        shown.read_moment(before_time, "beforeTime", end=True),
        include_resolved_cases,
    )
    for case_id in wanted.ids:
        if cases.find(ctx, case_id).id != case_id:
            raise CaseIdNotFound("There is no case {id} in this account.", id=case_id)
    shown.stop_if_dry(dry_run)

    def item(case: Case) -> Answer:
        return shown.case(ctx, case) | (_recent(ctx, case) if include_communications else {})

    return Page("cases", CaseListing(wanted), item, bound_to=_digest(wanted))


def _recent(ctx: Context, case: Case) -> Answer:
    found, following = LetterListing(case).page(ctx, None, _RECENT)
    recent: Answer = {"communications": shown.letters(ctx, found)}
    if following is not None:
        recent["nextToken"] = marker(ctx, "support:DescribeCommunications", thread(case.id, None, None), following)
    return {"recentCommunications": recent}


def thread(case_id: str, after: str | None, before: str | None) -> str:
    """Return what a marker of a case's letters is bound to."""
    return _hash([case_id, after, before])


def _digest(wanted: Wanted) -> str:
    times = [moment and moment.isoformat() for moment in (wanted.after, wanted.before)]
    return _hash([wanted.ids, wanted.number, *times, wanted.resolved])


def _hash(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@operation("support:ResolveCase", also_in=ALSO_IN)
def resolve_case(ctx: Context, *, case_id: str | None = None, dry_run: bool = False) -> Answer:
    """Close a case; a reply within 14 days opens it again."""
    case = cases.find(ctx, case_id or "")
    before = cases.resolve(ctx, case, cases.author(ctx).words)
    shown.stop_if_dry(dry_run)
    return {"initialCaseStatus": before, "finalCaseStatus": case.status}
