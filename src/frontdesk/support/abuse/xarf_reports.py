"""Reports in the eXtended Abuse Reporting Format, version 4, and 3 as far as the library converts it.

A document is bounded in size and depth before the library sees it (recovery R26); what the library says of a damaged
one comes back as the name of the faulty field.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from frontdesk.core.errors import ValidationError
from frontdesk.support.abuse import files
from frontdesk.support.abuse.checks import is_address
from frontdesk.support.abuse.files import Upload
from frontdesk.support.abuse.kinds import COPYRIGHT, KINDS, MAIL, MALWARE, NETWORK, WEB
from frontdesk.support.abuse.reporters import LONGEST_NAME, Reporter
from frontdesk.support.abuse.reports import NewReport

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 20
MOST_DOCUMENTS = 50
_LONGEST_TEXT = 18_000
_LONGEST_FAULT = 300
_REQUIRED = re.compile(r"'(\w+)' is a required property")
_KINDS = {"messaging": MAIL, "copyright": COPYRIGHT, "content": WEB}
_MALWARE = ("malware", "csam", "csem", "remote_compromise")
_PROTOCOLS = ("tcp", "udp", "icmp")
# who reports, and what is shown elsewhere
_APART = ("reporter", "sender", "evidence", "description", "internal", "_internal", "xarf_version", "tags")
_one_at_a_time = threading.Lock()  # the filters of warnings belong to the whole process


def looks_like(text: str) -> bool:
    """Say whether a text could be such a report."""
    head = text.lstrip()[:1]
    return head == "{" and ("xarf_version" in text or ("ReporterInfo" in text and "Version" in text))


def read(document: str) -> NewReport:
    """Return the report that a JSON document makes; raises ValidationError whose ``field`` is the faulty one."""
    content = _checked(load(document))
    kind = _kind(content)
    return NewReport(
        kind=kind,
        reporter=_reporter(content["reporter"]),
        text=_text(content),
        details=_details(kind, content),
        uploads=_evidence(content),
        via="xarf",
    )


def load(document: str) -> dict[str, Any]:
    """Return a JSON object of at most 1 MiB and twenty levels; raises ValidationError."""
    if len(document) > MOST_BYTES:
        raise ValidationError("The document is larger than 1 MiB.", field="")
    content = _json(document)
    if not isinstance(content, dict):
        raise ValidationError("The document is no JSON object.", field="")
    if _is_deep(content):
        raise ValidationError("The document has more than {most} levels.", most=MOST_DEPTH, field="")
    return content


def load_list(text: str) -> list[Any]:
    """Return a JSON list of one to fifty items; raises ValidationError."""
    found = _json(text)
    if not isinstance(found, list) or not 0 < len(found) <= MOST_DOCUMENTS:
        raise ValidationError("Send one document, or a list of one to {most}.", most=MOST_DOCUMENTS)
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):  # the parser stops by itself at a depth that is safe
        raise ValidationError("The document is not JSON.", field="") from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _is_deep(content: Any) -> bool:
    level = [content]
    for _ in range(MOST_DEPTH):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(outer: Any) -> list[Any]:
    values = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
    return [one for one in values if isinstance(one, dict | list)]


def _checked(content: dict[str, Any]) -> dict[str, Any]:
    """Return a report in version 4 that the library finds nothing wrong with; raises ValidationError."""
    import xarf

    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore", xarf.XARFv3DeprecationWarning)
            parsed = xarf.parse(content)
    except Exception as fault:  # the conversion of version 3 stumbles over damage in many ways
        words = str(fault)[:_LONGEST_FAULT] if isinstance(fault, xarf.XARFError) else "It cannot be read."
        raise ValidationError("{fault}", fault=words, field="Report") from None
    if parsed.errors or parsed.report is None:
        raise _refusal([(error.field, error.message) for error in parsed.errors])
    found: dict[str, Any] = parsed.report.model_dump(by_alias=True, exclude_none=True)
    return found


def _refusal(faults: list[tuple[str, str]]) -> ValidationError:
    named = [(_field(*fault), fault[1][:_LONGEST_FAULT]) for fault in faults]
    field, words = next((one for one in named if one[0]), named[0] if named else ("type", "This type is not known."))
    return ValidationError("{fault}", fault=words, field=field)


def _field(field: str, message: str) -> str:
    missing = _REQUIRED.match(message)
    return ".".join(part for part in (field, missing[1] if missing else "") if part)


def _kind(content: Mapping[str, Any]) -> str:
    if content["category"] == "content" and content["type"] in _MALWARE:
        return MALWARE
    return _KINDS.get(content["category"], NETWORK)


def _reporter(contact: Mapping[str, str]) -> Reporter:
    name = " ".join(contact["org"].split())[:LONGEST_NAME]
    return Reporter(name, contact["contact"], name)


def _text(content: Mapping[str, Any]) -> str:
    lines = [str(content.get("description") or "")]
    lines += [
        f"{name}: {value}" for name, value in content.items() if name not in _APART and not isinstance(value, dict)
    ]
    lines += [f"Left out, because it is no kind of file that is taken: {one}" for one in _left_out(content)]
    return "\n".join(line for line in lines if line.strip())[:_LONGEST_TEXT]


def _details(kind: str, content: Mapping[str, Any]) -> dict[str, str]:
    told = dict(_facts(content))
    known = {one.name: one.most for one in KINDS[kind].details}
    return {name: value[: known[name]] for name, value in told.items() if name in known and value}


def _facts(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    source = str(content["source_identifier"])
    if is_address(source):
        yield "source", source
    addresses = [str(content[name]) for name in ("url", "infringing_url", "work_url") if content.get(name)]
    addresses += [source] if "://" in source else []
    yield "urls", "\n".join(dict.fromkeys(addresses))
    yield "location", "\n".join(dict.fromkeys(addresses))
    for ours, theirs in (
        ("source_port", "source_port"),
        ("target", "destination_ip"),
        ("target_port", "destination_port"),
    ):
        yield ours, str(content.get(theirs) or "")
    protocol = str(content.get("protocol") or "").lower()
    yield "protocol", protocol if protocol in _PROTOCOLS else "other" if protocol else ""
    yield from _times(content)


def _times(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for ours, theirs in (
        ("began", content.get("first_seen") or content["timestamp"]),
        ("ended", content.get("last_seen")),
    ):
        try:
            at = datetime.fromisoformat(str(theirs)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        yield ours, f"{at:%Y-%m-%d %H:%M:%S}"
    yield "zone", "UTC"


def _evidence(content: Mapping[str, Any]) -> list[Upload]:
    return [upload for upload, taken in _opened(content) if taken][: files.MOST_FILES]


def _left_out(content: Mapping[str, Any]) -> list[str]:
    return [files.safe_name(upload.name) for upload, taken in _opened(content) if not taken]


def _opened(content: Mapping[str, Any]) -> Iterator[tuple[Upload, bool]]:
    for number, one in enumerate((content.get("evidence") or [])[:20], 1):
        try:
            data = base64.b64decode(str(one.get("payload") or ""), validate=True)
        except binascii.Error:
            data = b""
        name = f"evidence {number} {one.get('description') or one.get('content_type') or ''}".strip()
        taken = 0 < len(data) <= files.MOST_BYTES and files.kind_of(data) is not None
        yield Upload(name, data), taken
