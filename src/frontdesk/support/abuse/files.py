"""Attachments: few, small, known by their content, sealed; nobody's browser ever shows one."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frontdesk.core import ids
from frontdesk.core.errors import Internal, ValidationError
from frontdesk.store.context import Context
from frontdesk.support.abuse.tables import AbuseFile

MOST_FILES = 5
MOST_BYTES = 2 * 1024 * 1024
_PURPOSE = "abuse-file"
_LONGEST_NAME = 100
_BINARY = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\xd4\xc3\xb2\xa1", "application/vnd.tcpdump.pcap"),
    (b"\xa1\xb2\xc3\xd4", "application/vnd.tcpdump.pcap"),
    (b"\x0a\x0d\x0d\x0a", "application/x-pcapng"),
)
TEXT, MAIL = "text/plain", "message/rfc822"
TEXTS = (TEXT, MAIL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HEADERS = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
_MAIL_HEADER = re.compile(r"^(?:received|from|message-id|return-path|subject):", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: a name to be mistrusted, and its content."""

    name: str
    data: bytes


def kind_of(data: bytes) -> str | None:
    """Return what a file is by its content, or None for what is not taken: programs, archives, anything unknown."""
    for magic, kind in _BINARY:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    text = as_text(data)
    if text is None:
        return None
    head = text[:20_000].replace("\r\n", "\n").removeprefix("From ").lstrip("\n")
    return MAIL if _HEADERS.match(head) and len(_MAIL_HEADER.findall(head)) >= 2 else TEXT


def as_text(data: bytes) -> str | None:
    """Return a file's text, or None where it is none: UTF-8, or Latin-1 for mails and old logs, without controls."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        if any("\x80" <= character <= "\x9f" for character in text):
            return None
    return None if _CONTROL.search(text) else text


def safe_name(name: str) -> str:
    """Return a name fit to be shown and saved under: the last part of a path, without controls or other tricks."""
    last = re.split(r"[\\/]", name[:1000])[-1]
    kept = "".join(one if unicodedata.category(one)[0] in "LNPSM" or one == " " else "" for one in last)
    kept = re.sub(r'["<>|:*?;%]', "_", kept).strip(" .")[-_LONGEST_NAME:]
    return kept or "file"


def check(uploads: Sequence[Upload]) -> None:
    """Raise ValidationError naming the file that is too many, too large, empty or of a kind that is not taken."""
    if len(uploads) > MOST_FILES:
        raise ValidationError("Attach at most {most} files.", most=MOST_FILES, field="Files")
    for one in uploads:
        name = safe_name(one.name)
        if len(one.data) > MOST_BYTES:
            raise ValidationError("{name} is larger than 2 MiB.", name=name, field="Files")
        if not one.data:
            raise ValidationError("{name} is empty.", name=name, field="Files")
        if kind_of(one.data) is None:
            raise ValidationError(
                "{name} is not of a kind that is taken: pictures (PNG, JPEG, GIF, WebP), PDF, text, mails and packet "
                "captures. Put addresses or hashes of programs into the text instead.",
                name=name,
                field="Files",
            )


def keep(ctx: Context, report_id: str, uploads: Iterable[Upload]) -> None:
    """Seal and store checked files with a report."""
    for one in uploads:
        id = ids.unique(ctx.entropy)
        ctx.add(
            AbuseFile(
                id=id,
                report_id=report_id,
                name=safe_name(one.name),
                kind=kind_of(one.data) or TEXT,
                size=len(one.data),
                sealed=ctx.keyring.seal(base64.b64encode(one.data).decode(), f"{_PURPOSE}:{id}"),
                created_at=ctx.now,
            )
        )


def of(ctx: Context, report_ids: Sequence[str]) -> list[AbuseFile]:
    """Return the files of reports, oldest first."""
    query = ctx.across_accounts(AbuseFile).where(AbuseFile.report_id.in_(report_ids))
    return ctx.all(query.order_by(AbuseFile.created_at, AbuseFile.id))


def content(ctx: Context, file: AbuseFile) -> bytes:
    """Open a file."""
    opened = ctx.keyring.open(file.sealed, f"{_PURPOSE}:{file.id}")
    if opened is None:
        raise Internal(cause=f"no key opens the attachment {file.id}")
    return base64.b64decode(opened)
