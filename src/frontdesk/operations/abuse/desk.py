"""The staff's side of abuse cases: the queue, one case, its reporters. Each act is an IAM action of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from frontdesk.core.errors import NotFound
from frontdesk.operations.abuse import shown
from frontdesk.operations.abuse.resources import case_numbered
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.abuse import cases, files, notices, states, talk
from frontdesk.support.abuse.cases import Wanted
from frontdesk.support.abuse.tables import AbuseCase, AbuseFile

Answer = dict[str, Any]


@operation("frontdesk:ListAbuseReports", model="abuse:ListAbuseReports", resource=for_staff)
def list_abuse_reports(
    ctx: Context,
    *,
    states: Sequence[str] = (),
    kind: str = "",
    search: str = "",
    overdue: bool = False,
    skip: int = 0,
    max_items: int = 20,
) -> Answer:
    """List abuse cases: those with a deadline first, the nearest before, then the newest; open ones unless told."""
    found, total = cases.search(ctx, Wanted(tuple(states), kind, search, overdue), skip, max_items)
    return {"Cases": [shown.case(ctx, one) for one in found], "Total": total, "Counts": cases.counts(ctx)}


@operation("frontdesk:GetAbuseReport", model="abuse:GetAbuseReport", resource=case_numbered)
def get_abuse_report(ctx: Context, matter: AbuseCase) -> Answer:
    """Show a case with all its reports, the accounts it is matched to, and what was said; for the staff alone."""
    said = talk.everything(ctx, matter)
    answer = {
        "Case": shown.case(ctx, matter),
        "Reports": [shown.report(ctx, one) for one in states.reports(ctx, matter)],
        "Accounts": [shown.account(ctx, one, matter) for one in states.notices(ctx, matter)],
        "Notes": [shown.message(one, staff=True) for one in said if one.account_id is None and one.report_id is None],
    }
    return answer | {"Preview": [shown.snapshot(one) for one in notices.preview(ctx, matter)]}


@operation("frontdesk:GetAbuseAttachment", model="abuse:GetAbuseAttachment", resource=case_numbered)
def get_abuse_attachment(ctx: Context, matter: AbuseCase, *, attachment_id: str) -> Answer:
    """Return an attachment as it was sent. It may be harmful: keep it away from whatever would open it."""
    file = ctx.by_key(AbuseFile, attachment_id)
    if file is None or file.report_id not in {one.id for one in states.reports(ctx, matter)}:
        raise NotFound("There is no such attachment.", field="AttachmentId")
    return {"Name": file.name, "Kind": file.kind, "Data": files.content(ctx, file)}


@operation("frontdesk:MatchAbuseReport", model="abuse:MatchAbuseReport", resource=case_numbered)
def match_abuse_report(ctx: Context, matter: AbuseCase, *, account: str) -> Answer:
    """Match a case to an account by ID or alias. The account is told nothing by that."""
    return {"AccountId": cases.match(ctx, matter, account).id}


@operation("frontdesk:MatchAbuseReport", model="abuse:UnmatchAbuseReport", resource=case_numbered)
def unmatch_abuse_report(ctx: Context, matter: AbuseCase, *, account_id: str) -> None:
    """Take back a match, as long as the account was told nothing."""
    cases.unmatch(ctx, matter, account_id)


@operation("frontdesk:JoinAbuseReports", model="abuse:JoinAbuseReports", resource=case_numbered)
def join_abuse_reports(ctx: Context, matter: AbuseCase, *, into: str) -> None:
    """Let the reports of a case belong to another case, which is about the same."""
    cases.join(ctx, matter, cases.by_number(ctx, into))


@operation("frontdesk:NoteAbuseReport", model="abuse:NoteAbuseReport", resource=case_numbered)
def note_abuse_report(ctx: Context, matter: AbuseCase, *, text: str) -> None:
    """Write a note that only the staff can read."""
    states.require_open(matter)
    cases.note(ctx, matter, text)


@operation("frontdesk:AskAbuseReporter", model="abuse:AskAbuseReporter", resource=case_numbered)
def ask_abuse_reporter(ctx: Context, matter: AbuseCase, *, report_number: str, text: str) -> None:
    """Ask the maker of a report for more."""
    cases.ask_reporter(ctx, matter, cases.report_of(ctx, matter, report_number), text)


@operation("frontdesk:CloseAbuseReport", model="abuse:CloseAbuseReport", resource=case_numbered)
def close_abuse_report(ctx: Context, matter: AbuseCase, *, outcome: str, text: str = "") -> None:
    """Close a case; its reporters hear whether it was handled, never what was found."""
    cases.close(ctx, matter, outcome, text)
