"""Mail to the abuse mailbox: read, threaded by its key or made a report, and never answered in a circle.

A letter continues a report only with the key that we mailed to its maker, in the plus-address or the subject: the
number alone lets nobody write into another's case. Bounces, out-of-office replies and our own mails are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import parseaddr

from frontdesk.core.errors import FrontdeskError, ValidationError
from frontdesk.store.context import Context
from frontdesk.support.abuse import address_lists, files, mail_text, mails, reporters, reports, xarf_reports
from frontdesk.support.abuse.files import Upload
from frontdesk.support.abuse.kinds import LONGEST_MAIL, LONGEST_TEXT, MAIL, NETWORK, WEB
from frontdesk.support.abuse.mail_text import Part, header
from frontdesk.support.abuse.reporters import LONGEST_NAME, Reporter
from frontdesk.support.abuse.reports import NewReport
from frontdesk.support.abuse.tables import AbuseReport

MOST_BYTES = 10 * 1024 * 1024
_WHERE = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_THREAD = re.compile(r"(AB-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})[. ]([0-9a-f]{24})(?![0-9a-f])", re.IGNORECASE)
_UNANSWERED = ("bulk", "junk", "list")
_URL = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """What became of a letter: ``report``, ``added`` or ``passed over``, and the number of the report."""

    what: str
    number: str = ""


@dataclass
class _Found:
    """What a letter carries beside its words."""

    uploads: list[Upload] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    mail: str = ""
    documents: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def sender(message: Message) -> str:
    """Return the address a letter says it is from, in lower case; empty where it says none that can be mailed."""
    address = parseaddr(header(message, "From"))[1].strip().lower()
    return address if reporters.is_email(address) else ""


def take(ctx: Context, data: bytes, recipient: str = "") -> Taken:
    """Take one letter (RFC 5322); ``recipient`` is the envelope's, where the mail server passes it on.

    Raises ``mail_text.Unreadable`` for what is made to be costly.
    """
    message = mail_text.parse(data)
    if _goes_round(ctx, message):
        return Taken("passed over")
    known = _continued(ctx, message, recipient)
    found = _look(message)
    text = _words(message, found)
    if known is not None:
        added = _add(ctx, known, message, text, found)
        if added:
            return added
        text = f"Continues {known.number}.\n{text}"[:LONGEST_TEXT]
    made = reports.receive(ctx, _new(message, text, found), whole=False, answer=_may_answer(message))
    return Taken("report", made.number)


def _goes_round(ctx: Context, message: Message) -> bool:
    """Say whether a letter is our own, a bounce, or an automatic reply (RFC 3834)."""
    ours = {parseaddr(one)[1].lower() for one in (ctx.settings.mail_from, ctx.settings.abuse_mailbox) if one}
    if sender(message) in ours or header(message, "Auto-Submitted").lower().startswith("auto-replied"):
        return True
    report_type = str(message.get_param("report-type") or "").lower()
    return report_type in ("delivery-status", "disposition-notification") or header(message, "Return-Path") == "<>"


def _may_answer(message: Message) -> bool:
    automatic = header(message, "Auto-Submitted").lower() not in ("", "no")
    listed = header(message, "Precedence").lower() in _UNANSWERED or bool(header(message, "List-Id"))
    return not (automatic or listed)


def _continued(ctx: Context, message: Message, recipient: str) -> AbuseReport | None:
    places = [recipient[:500], *(header(message, name) for name in _WHERE), header(message, "Subject")]
    for found in (match for place in places for match in _THREAD.finditer(place)):
        report = reports.by_number(ctx, found[1].upper())
        if report is not None and reporters.key_fits(ctx, report, reporters.REPLY, found[2].lower()):
            return report
    return None


def _add(ctx: Context, report: AbuseReport, message: Message, text: str, found: _Found) -> Taken | None:
    """Add a letter to a report, unless it is closed or full; the mailbox is proven if it is the reporter's own."""
    address = sender(message)
    if address == reporters.of(ctx, report).email.lower():
        mails.prove(ctx, report)
    elif address:
        text = f"From {address}:\n{text}"[:LONGEST_TEXT]
    try:
        reports.add(ctx, report, text, found.uploads)
    except FrontdeskError:
        return None
    return Taken("added", report.number)


def _look(message: Message) -> _Found:
    found = _Found()
    for part in mail_text.parts(message):
        if part.kind in ("message/rfc822", "text/rfc822-headers") and not found.mail:
            found.mail = (files.as_text(part.data) or part.data.decode("utf-8", "replace"))[:LONGEST_MAIL]
        if part.attached or part.text is None:
            _sort(part, found)
    return found


def _sort(part: Part, found: _Found) -> None:
    name = files.safe_name(part.name or part.kind.replace("/", "."))
    text = files.as_text(part.data) if len(part.data) <= xarf_reports.MOST_BYTES else None
    if text and xarf_reports.looks_like(text):
        found.documents.append(text)
    elif text and not found.rows and (name.lower().endswith(".csv") or part.kind == "text/csv"):
        _read_list(part.data, name, found)
    if len(found.uploads) < files.MOST_FILES and 0 < len(part.data) <= files.MOST_BYTES and files.kind_of(part.data):
        found.uploads.append(Upload(name, part.data))
    else:
        found.remarks.append(f"Left out: {name}, {part.kind}, {len(part.data)} bytes.")


def _read_list(data: bytes, name: str, found: _Found) -> None:
    try:
        found.rows = address_lists.read(data)
    except ValidationError as fault:
        found.remarks.append(f"{name}: {fault.public}")


def _words(message: Message, found: _Found) -> str:
    head = header(message, "Subject")
    lines: Iterable[str] = (head, "", mail_text.body(message), *found.remarks)
    text = "\n".join(lines).replace("\x00", "").strip()
    return text[:LONGEST_TEXT] or "(no words)"


def _reporter(message: Message) -> Reporter:
    name, address = parseaddr(header(message, "From"))
    shown = "".join(one for one in name if one.isprintable()).strip() or address.partition("@")[0] or "unknown"
    return Reporter(shown[:LONGEST_NAME], sender(message) or "unknown@invalid")


def _new(message: Message, text: str, found: _Found) -> NewReport:
    """Return the report that a letter makes: of its XARF document, its attached mail, its list, or its words."""
    reporter = _reporter(message)
    for document in found.documents:
        try:
            read = xarf_reports.read(document)
        except ValidationError as fault:
            text = f"{text}\nThe attached XARF document is faulty: {fault.field or 'it'}: {fault.public}"[:LONGEST_TEXT]
            continue
        words = f"{read.text}\n\n{text}"[:LONGEST_TEXT]
        named = replace(reporter, organisation=read.reporter.organisation)
        return replace(
            read, reporter=named, text=words, uploads=[*read.uploads, *found.uploads][: files.MOST_FILES], via="mail"
        )
    kind = MAIL if found.mail else NETWORK if found.rows or not _URL.search(text) else WEB
    return NewReport(
        kind=kind,
        reporter=reporter,
        text=text,
        details={"message": found.mail} if found.mail else {},
        addresses=found.rows if kind == NETWORK else (),
        uploads=found.uploads,
        via="mail",
    )
