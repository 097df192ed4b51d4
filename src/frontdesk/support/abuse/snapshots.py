"""A report as an account is shown it: its facts, words and logs, without its maker (behaviour 7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from frontdesk.store.context import Context
from frontdesk.support.abuse import checks, files
from frontdesk.support.abuse.kinds import COPYRIGHT, KINDS, Kind
from frontdesk.support.abuse.reporters import of as reporter_of
from frontdesk.support.abuse.tables import AbuseFile, AbuseReport
from frontdesk.support.abuse.withholding import WITHHELD, Withholding

# of a takedown notice these are the reporter's very identity, and not passed on unless permitted
_OWN = {COPYRIGHT: ("contact", "signature")}


def of(ctx: Context, report: AbuseReport, without: Withholding) -> dict[str, Any]:
    """Return what an account is shown of a report.

    A file that is not text is only named, unless the reporter permitted to be: nothing can be taken out of it.
    """
    reporter = reporter_of(ctx, report) if report.permitted else None
    return {
        "kind": report.kind,
        "at": report.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "facts": [[name, without.text(value)] for name, value in _facts(report)],
        "mail": without.mail(str(report.details.get("message", ""))),
        "text": without.text(report.text),
        "addresses": [[row[0], row[1], without.text(row[2])] for row in report.addresses],
        "files": [_file(one, report, without) for one in files.of(ctx, [report.id])],
        "reporter": f"{reporter.name} <{reporter.email}>" if reporter else WITHHELD,
    }


def _facts(report: AbuseReport) -> Iterable[tuple[str, str]]:
    own = () if report.permitted else _OWN.get(report.kind, ())
    for name, value in report.details.items():
        if name != "message" and name not in own:
            yield name, _with_utc(report, name, str(value))


def _with_utc(report: AbuseReport, name: str, value: str) -> str:
    if name not in ("began", "ended"):
        return value
    at = checks.in_utc(value, str(report.details.get("zone", "")))
    return f"{value} ({at:%Y-%m-%d %H:%M:%S} UTC)" if at else value


def _file(file: AbuseFile, report: AbuseReport, without: Withholding) -> dict[str, Any]:
    readable = report.permitted or file.kind in files.TEXTS
    return {"id": file.id, "name": without.text(file.name), "kind": file.kind, "size": file.size, "readable": readable}


def without_reporters(ctx: Context, file: AbuseFile, without: Withholding) -> bytes:
    """Return the content of an attachment as an account may have it."""
    data = files.content(ctx, file)
    text = files.as_text(data) if file.kind in files.TEXTS else None
    if text is None:
        return data
    return (without.mail(text) if file.kind == files.MAIL else without.text(text)).encode()


def labelled(kind: Kind, name: str) -> str:
    """Return the words for a detail of a kind."""
    detail = kind.detail(name)
    return str(detail.label) if detail else name


def as_text(shown: Sequence[dict[str, Any]]) -> str:
    """Return the reports of a notice as lines, for a mail."""
    return "\n\n".join("\n".join(_lines(one)) for one in shown)


def _lines(one: dict[str, Any]) -> Iterable[str]:
    kind = KINDS[one["kind"]]
    yield f"{kind.title}, reported {one['at']} by {one['reporter']}"
    for name, value in one["facts"]:
        yield f"{labelled(kind, name)}: {value}"
    yield from (f"{address}  {at}  {line}" for address, at, line in one["addresses"])
    yield one["text"]
    if one["mail"]:
        yield one["mail"]
    if one["files"]:
        yield "Attachments: " + ", ".join(each["name"] for each in one["files"])
