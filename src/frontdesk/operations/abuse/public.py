"""What anybody may do without an account: report abuse, and add to a report of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from frontdesk.core.errors import ValidationError
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.abuse import address_lists, mails, reporters, reports, xarf_reports
from frontdesk.support.abuse.files import Upload
from frontdesk.support.abuse.reporters import Reporter
from frontdesk.support.abuse.reports import NewReport

Files = Sequence[Mapping[str, Any]]


@operation("frontdesk:ReportAbuse", model="abuse:ReportAbuse", public=True, also_in=ROOT_ONLY)
def report_abuse(
    ctx: Context,
    *,
    kind: str,
    name: str,
    email: str,
    text: str,
    organisation: str = "",
    details: Mapping[str, str] | None = None,
    address_list: bytes | None = None,
    files: Files = (),
    may_pass_on: bool = False,
) -> dict[str, Any]:
    """Report abuse; the answer has the number, and the key with which its maker follows the report."""
    rows = address_lists.read(address_list, "AddressList") if address_list else []
    if rows and not reports.kind_named(kind).many:
        raise ValidationError("This kind of report takes no list of addresses.", field="AddressList")
    new = NewReport(
        kind=kind,
        reporter=Reporter(name, email, organisation),
        text=text,
        details=details or {},
        addresses=rows,
        uploads=_uploads(files),
        permitted=may_pass_on,
    )
    made = reports.receive(ctx, new)
    return {"ReportNumber": made.number, "ReportToken": reporters.key(ctx, made, reporters.PAGE)}


def _uploads(files: Files) -> list[Upload]:
    return [Upload(file["Name"], file["Data"]) for file in files]


@operation("frontdesk:ReportAbuseAsXarf", model="abuse:ReportAbuseAsXarf", public=True, also_in=ROOT_ONLY)
def report_abuse_as_xarf(ctx: Context, *, documents: Sequence[str]) -> dict[str, Any]:
    """Take reports in the eXtended Abuse Reporting Format; each is answered by its number or by its faulty field."""
    return {"Results": [_taken(ctx, one) for one in documents]}


def _taken(ctx: Context, document: str) -> dict[str, str]:
    try:
        new = xarf_reports.read(document)
        made = reports.receive(ctx, new, whole=False)
    except ValidationError as fault:
        return {"Field": fault.field or "", "Fault": str(fault.public)}
    return {"ReportNumber": made.number, "ReportToken": reporters.key(ctx, made, reporters.PAGE)}


@operation("frontdesk:AddToAbuseReport", model="abuse:AddToAbuseReport", public=True, also_in=ROOT_ONLY)
def add_to_abuse_report(ctx: Context, *, report_number: str, report_token: str, text: str, files: Files = ()) -> None:
    """Add words and files to a report, for whoever has its key."""
    reports.add(ctx, reports.opened(ctx, report_number, report_token), text, _uploads(files))


@operation("frontdesk:FollowAbuseReport", model="abuse:FollowAbuseReport", public=True, also_in=ROOT_ONLY)
def follow_abuse_report(ctx: Context, *, report_number: str, report_token: str) -> None:
    """Confirm with the key of the mail that its address wants to hear how a report goes on."""
    made = reports.opened(ctx, report_number, report_token)
    if not reporters.key_fits(ctx, made, reporters.MAILED, report_token):
        raise ValidationError("Open the link of the mail to confirm that it reaches you.", field="ReportToken")
    mails.prove(ctx, made)
