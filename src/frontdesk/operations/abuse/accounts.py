"""The account's side: what it was told, and its answer. Open to root, too, while the account is suspended or closed."""

from __future__ import annotations

from typing import Any

from frontdesk.directory.standing import CLOSED, SUSPENDED
from frontdesk.operations.abuse import shown
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.abuse import notices, states

STOPPED = (SUSPENDED, CLOSED)
Answer = dict[str, Any]


@operation("frontdesk:ListAbuseNotices", model="abuse:ListAbuseNotices", also_in=STOPPED)
def list_abuse_notices(ctx: Context) -> Answer:
    """List what the account was told of abuse by its resources, newest first."""
    found = notices.told(ctx)
    return {"Notices": [shown.notice(ctx, one, states.case_of(ctx, one.case_id)) for one in found]}


@operation("frontdesk:GetAbuseNotice", model="abuse:GetAbuseNotice", also_in=STOPPED)
def get_abuse_notice(ctx: Context, *, notice_id: str) -> Answer:
    """Show one notice: what was reported, what was said since, until when an answer is due."""
    one = notices.find(ctx, notice_id)
    return {
        "Notice": shown.notice(ctx, one, states.case_of(ctx, one.case_id)),
        "Reports": [shown.snapshot(report) for report in one.shown],
        "Messages": shown.thread(ctx, one, staff=False),
    }


@operation("frontdesk:GetAbuseNotice", model="abuse:GetAbuseNoticeAttachment", also_in=STOPPED)
def get_abuse_notice_attachment(ctx: Context, *, notice_id: str, attachment_id: str) -> Answer:
    """Return an attachment that a notice names, without its reporter as far as a machine can take that out."""
    file, name, data = notices.file_for(ctx, notices.find(ctx, notice_id), attachment_id)
    return {"Name": name, "Kind": file.kind, "Data": data}


@operation("frontdesk:AnswerAbuseNotice", model="abuse:AnswerAbuseNotice", also_in=STOPPED)
def answer_abuse_notice(ctx: Context, *, notice_id: str, text: str, more_time: bool = False) -> None:
    """Answer a notice: what was done, or why it is no abuse; or ask for more time, which does not stop the clock."""
    notices.answer(ctx, notices.find(ctx, notice_id), text, more_time=more_time)
