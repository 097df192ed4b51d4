"""Files that go with letters."""

from __future__ import annotations

from typing import Any

from frontdesk.operations.registry import operation
from frontdesk.operations.support import shown
from frontdesk.operations.support.cases import ALSO_IN
from frontdesk.operations.support.shown import Answer
from frontdesk.store.context import Context
from frontdesk.support.cases import attachments as files_of_cases
from frontdesk.support.cases.attachments import File


@operation("support:AddAttachmentsToSet", also_in=ALSO_IN)
def add_attachments_to_set(
    ctx: Context, *, attachments: list[dict[str, Any]], attachment_set_id: str | None = None, dry_run: bool = False
) -> Answer:
    """Put files into a set, which can be sent with a letter within the hour."""
    files = [File(one.get("fileName", ""), one.get("data", b"")) for one in attachments]
    found = files_of_cases.add(ctx, attachment_set_id, files)
    shown.stop_if_dry(dry_run)
    return {"attachmentSetId": found.id, "expiryTime": shown.moment(found.expires_at)}


@operation("support:DescribeAttachment", also_in=ALSO_IN)
def describe_attachment(ctx: Context, *, attachment_id: str, dry_run: bool = False) -> Answer:
    """Give back a file that was sent with a letter of this account."""
    found = files_of_cases.read(ctx, attachment_id)
    shown.stop_if_dry(dry_run)
    return {"attachment": {"fileName": found.name, "data": found.data}}
