"""Files that go with letters: gathered in a set for an hour, then bound to the letter (AWS's limits)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from frontdesk.core.errors import ValidationError
from frontdesk.store.context import Context
from frontdesk.support.cases.errors import (
    AttachmentIdNotFound,
    AttachmentLimitExceeded,
    AttachmentSetExpired,
    AttachmentSetIdNotFound,
    AttachmentSetSizeLimitExceeded,
)
from frontdesk.support.cases.tables import AttachmentSet, CaseAttachment, CaseMessage

LIFE = timedelta(hours=1)
MOST_FILES, MOST_BYTES, MOST_SETS = 3, 5 * 1024 * 1024, 10
_LONGEST_NAME = 255
_BATCH = 100


@dataclass(frozen=True)
class File:
    """A file as it was sent."""

    name: str
    data: bytes


def add(ctx: Context, set_id: str | None, files: Sequence[File]) -> AttachmentSet:
    """Put files into a set, a new one where none is named; the set lives for an hour from its making.

    Raises AttachmentSetSizeLimitExceeded beyond three files, or five megabytes each; AttachmentLimitExceeded for an
    eleventh waiting set; and what :func:`waiting` raises.
    """
    for file in files:
        _check(file)
    found = waiting(ctx, set_id) if set_id else _new(ctx)
    held = ctx.count(ctx.select(CaseAttachment).where(CaseAttachment.set_id == found.id))
    if not files or held + len(files) > MOST_FILES:
        raise AttachmentSetSizeLimitExceeded("A set holds 1 to {most} files.", most=MOST_FILES)
    for file in files:
        ctx.add(
            CaseAttachment(
                id=f"attachment-{ctx.account_id}-{ctx.entropy.bytes(16).hex()}",
                account_id=found.account_id,
                set_id=found.id,
                name=file.name,
                size=len(file.data),
                data=file.data,
            )
        )
    return found


def _check(file: File) -> None:
    if not 1 <= len(file.name) <= _LONGEST_NAME or not file.name.isprintable() or set(file.name) & set('/\\"'):
        raise ValidationError("A file name is one line without / and \\.", field="attachments")
    if not 1 <= len(file.data) <= MOST_BYTES:
        raise AttachmentSetSizeLimitExceeded("A file may have 1 byte to 5 MB.", field="attachments")


def _new(ctx: Context) -> AttachmentSet:
    if ctx.count(ctx.select(AttachmentSet).where(AttachmentSet.expires_at > ctx.now)) >= MOST_SETS:
        raise AttachmentLimitExceeded("Send the files that wait before you add more.")
    made = AttachmentSet(
        id=f"as-{ctx.account_id}-{ctx.entropy.bytes(16).hex()}",
        account_id=ctx.account_id or "",
        expires_at=ctx.now + LIFE,
    )
    ctx.add(made)
    return made


def waiting(ctx: Context, set_id: str) -> AttachmentSet:
    """Return a set of the bound account that can be sent; raises AttachmentSetIdNotFound or AttachmentSetExpired."""
    found = ctx.first(ctx.select(AttachmentSet).where(AttachmentSet.id == set_id))
    if found is None:
        raise AttachmentSetIdNotFound("There is no attachment set {id}.", id=set_id, field="attachmentSetId")
    if found.expires_at <= ctx.now:
        raise AttachmentSetExpired("The attachment set {id} has expired: add the files again.", id=set_id)
    return found


def send(ctx: Context, set_id: str, letter: CaseMessage) -> None:
    """Bind a set's files to a letter; the set is used up with it."""
    found = waiting(ctx, set_id)
    for file in ctx.all(ctx.select(CaseAttachment).where(CaseAttachment.set_id == found.id)):
        file.message_id = letter.id
    ctx.delete(found)


def of(ctx: Context, letters: Sequence[CaseMessage]) -> dict[str, list[tuple[str, str]]]:
    """Return id and name of each letter's files, by the letter's id, without reading the files."""
    ids = [letter.id for letter in letters]
    columns = (CaseAttachment.message_id, CaseAttachment.id, CaseAttachment.name)
    query = select(*columns).where(CaseAttachment.message_id.in_(ids)).order_by(CaseAttachment.id)
    found: dict[str, list[tuple[str, str]]] = {}
    for message_id, id, name in ctx.db.execute(query):
        found.setdefault(str(message_id), []).append((id, name))
    return found


def read(ctx: Context, attachment_id: str) -> CaseAttachment:
    """Return a file that the bound account has sent; raises AttachmentIdNotFound."""
    sent = ctx.select(CaseAttachment).where(CaseAttachment.message_id.is_not(None))
    # databases take no text with NUL in it
    found = ctx.first(sent.where(CaseAttachment.id == attachment_id)) if attachment_id.isprintable() else None
    if found is None:
        raise AttachmentIdNotFound("There is no attachment {id}.", id=attachment_id, field="attachmentId")
    return found


def forget_unsent(ctx: Context) -> bool:
    """Delete files whose set has expired, a hundred sets at a time; True when more wait."""
    old = ctx.all(ctx.across_accounts(AttachmentSet).where(AttachmentSet.expires_at <= ctx.now).limit(_BATCH))
    ids = [one.id for one in old]
    ctx.db.execute(delete(CaseAttachment).where(CaseAttachment.set_id.in_(ids), CaseAttachment.message_id.is_(None)))
    ctx.db.execute(delete(AttachmentSet).where(AttachmentSet.id.in_(ids)))
    return len(old) == _BATCH
