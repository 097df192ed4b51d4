"""Files that go with a letter from a page, through the same sets as a script's."""

from __future__ import annotations

from typing import Any

from frontdesk.core.messages import Message
from frontdesk.support.cases.attachments import MOST_BYTES, MOST_FILES
from frontdesk.web import forms
from frontdesk.web.door import PageRequest
from frontdesk.web.forms import Field
from frontdesk.web.pages.console.asking import ask

UPLOAD = (MOST_FILES * MOST_BYTES) + 64 * 1024


def field() -> Any:
    """Return the question for files."""
    return forms.file(
        Message("Files"),
        hint=Message("Up to three of at most 5 MB each, such as a bill or a picture of what you see. No passwords."),
        most=MOST_FILES,
        parameter="attachments",
    )


def send(request: PageRequest, files: Field) -> str | None:
    """Put what was chosen into a set and return its id, None for nothing; raises what the operation raises."""
    sent = [{"fileName": one.name, "data": one.data} for one in files.files]
    return str(ask(request, "support:AddAttachmentsToSet", attachments=sent)["attachmentSetId"]) if sent else None
