"""Reports: taken from anybody, and what their makers see of them (behaviour 7.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frontdesk.core import ids
from frontdesk.core.errors import LimitExceeded, NotFound, ValidationError
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.support.abuse import files, mails, reporters, states, talk
from frontdesk.support.abuse.files import Upload
from frontdesk.support.abuse.kinds import KINDS, LONGEST_TEXT, MAIL, Detail, Kind
from frontdesk.support.abuse.reporters import Reporter
from frontdesk.support.abuse.tables import AbuseCase, AbuseReport

NUMBER = re.compile(r"AB-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
SOURCE = "abuse.amazonaws.com"
OURSELVES = {"type": "AWSService", "invokedBy": "frontdesk"}
MOST_ADDITIONS = 50
_SHORT = 120


@dataclass(frozen=True)
class NewReport:
    """What a report is made from. ``details`` have the names of the kind's details; ``via`` is page, mail or xarf."""

    kind: str
    reporter: Reporter
    text: str
    details: Mapping[str, str] = field(default_factory=dict)
    addresses: Sequence[Sequence[str]] = ()
    uploads: Sequence[Upload] = ()
    permitted: bool = False
    via: str = "page"


def kind_named(name: str) -> Kind:
    """Return a kind that reports can be made of; raises ValidationError for any other."""
    kind = KINDS.get(name)
    if kind is None or kind.elsewhere:
        raise ValidationError("Choose one of the kinds of abuse.", field="Kind")
    return kind


def checked(new: NewReport, *, whole: bool) -> dict[str, str]:
    """Return the details of a report in tidy spelling; raises ValidationError naming the field.

    ``whole`` asks for everything that the kind needs; what arrives by mail or from a machine may lack some of it.
    """
    kind = kind_named(new.kind)
    if len(new.text) > LONGEST_TEXT:
        raise ValidationError("Use at most {most} characters.", most=LONGEST_TEXT, field="Text")
    if whole and not new.text.strip():
        raise ValidationError("Say what happened, and why it is abuse.", field="Text")
    files.check(new.uploads)
    given = {one.name: new.details.get(one.name, "").strip() for one in kind.details}
    for one in kind.details:
        _check(one, given[one.name], new, whole)
    return {name: value for name, value in given.items() if value}


def _check(detail: Detail, value: str, new: NewReport, whole: bool) -> None:
    field = f"Details.{detail.name}"
    if len(value) > detail.most:
        raise ValidationError("Use at most {most} characters.", most=detail.most, field=field)
    if not value:
        if whole and detail.required and not stands_instead(detail, new):
            raise ValidationError("This is needed: {label}.", label=detail.label, field=field)
        return
    wrong = detail.check(value)
    if wrong and whole:
        raise ValidationError("{wrong}", wrong=wrong, field=field)
    if detail.answers and value not in dict(detail.answers):
        raise ValidationError("Choose one of the answers.", field=field)


def stands_instead(detail: Detail, new: NewReport) -> bool:
    """Say whether an attachment tells what a missing detail would."""
    if detail.instead == "addresses":
        return bool(new.addresses)
    return detail.instead == "mail" and any(files.kind_of(one.data) == files.MAIL for one in new.uploads)


def receive(ctx: Context, new: NewReport, *, whole: bool = True, answer: bool = True) -> AbuseReport:
    """Take a report, open a case for it and mail its maker the number; raises ValidationError naming the field.

    ``whole`` asks for everything that the kind needs; without ``answer`` nobody is mailed.
    """
    details, reporter = checked(new, whole=whole), reporters.checked(new.reporter)
    id, number = ids.unique(ctx.entropy), _free_number(ctx)
    case = ctx.add(
        AbuseCase(
            id=ids.unique(ctx.entropy),
            number=number,
            kind=new.kind,
            state=states.NEW,
            subject=_subject(new, details),
            search=_search(number, new, details),
            created_at=ctx.now,
            changed_at=ctx.now,
        )
    )
    report = ctx.add(
        AbuseReport(
            id=id,
            case_id=case.id,
            number=number,
            kind=new.kind,
            via=new.via,
            sealed=reporters.seal(ctx, id, reporter),
            address_mac=reporters.address_mac(ctx, reporter.email),
            permitted=new.permitted,
            text=new.text.strip().replace("\r\n", "\n"),
            details={name: value.replace("\r\n", "\n") for name, value in details.items()},
            addresses=[list(row) for row in new.addresses],
            waits=False,
            created_at=ctx.now,
        )
    )
    files.keep(ctx, id, new.uploads)
    record(ctx, "AbuseReportReceived", None, {"caseNumber": number, "kind": new.kind, "via": new.via})
    if answer and not reporter.email.endswith("@invalid"):
        mails.acknowledge(ctx, report, reporter)
    return report


def record(ctx: Context, name: str, account_id: str | None, facts: Mapping[str, object]) -> None:
    """Record an event of an account, or with None of the installation, with these facts and nobody's name."""
    ctx.record(
        Event(name, SOURCE, account_id, OURSELVES, type="AwsServiceEvent", details={"serviceEventDetails": facts})
    )


def _free_number(ctx: Context) -> str:
    while True:
        number = "AB" + ids.reference(ctx.entropy)[2:]
        if by_number(ctx, number) is None:
            return number


def by_number(ctx: Context, number: str) -> AbuseReport | None:
    """Return the report of a number, or None."""
    if not NUMBER.fullmatch(number):
        return None
    return ctx.first(ctx.across_accounts(AbuseReport).where(AbuseReport.number == number))


def _subject(new: NewReport, details: Mapping[str, str]) -> str:
    telling = [details.get(name, "") for name in ("urls", "location", "source")]
    telling += [new.addresses[0][0]] if new.addresses else []
    mail = re.search(r"^subject:(.*)$", details.get("message", "")[:20_000], re.IGNORECASE | re.MULTILINE)
    telling += [mail[1]] if mail else []
    words = " ".join(next((one for one in telling if one.strip()), new.text).split())
    return "".join(one for one in words if one.isprintable())[:_SHORT] or str(KINDS[new.kind].title)


def _search(number: str, new: NewReport, details: Mapping[str, str]) -> str:
    told = [value for name, value in details.items() if name != MAIL and len(value) <= 8000]
    rows = sorted({row[0] for row in new.addresses})[:1000]
    return " ".join([number, *told, *rows, new.text[:4000]]).lower()[:30_000]


def opened(ctx: Context, number: str, key: str) -> AbuseReport:
    """Return the report that a key opens for whoever made it; raises NotFound, the same for every wrong pair."""
    report = by_number(ctx, number)
    uses = (reporters.PAGE, reporters.MAILED)
    if report is None or not any(reporters.key_fits(ctx, report, use, key) for use in uses):
        raise NotFound("There is no report at this address. Use the whole link, as it was shown or mailed.")
    return report


def add(ctx: Context, report: AbuseReport, text: str, uploads: Sequence[Upload] = ()) -> None:
    """Add what a reporter has to say; raises ValidationError, or LimitExceeded after fifty additions."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise ValidationError("Write at most {most} characters.", most=LONGEST_TEXT, field="Text")
    files.check(uploads)
    case = states.case_of(ctx, report.case_id)
    if case.state == states.CLOSED:
        raise ValidationError("The case is closed. Make a new report instead.", field="Text")
    if (
        len(talk.with_reporter(ctx, report)) >= MOST_ADDITIONS
        or len(files.of(ctx, [report.id])) >= 4 * files.MOST_FILES
    ):
        raise LimitExceeded("Nothing more can be added to this report. Make a new one.")
    talk.say(ctx, case, talk.REPORTER, text, report=report)
    files.keep(ctx, report.id, uploads)
    report.waits = False
    states.told_more(ctx, case)
