"""One abuse notice: what was reported, until when to answer, what was said, and the answer (behaviour 7.2)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.support.abuse.kinds import KINDS, LONGEST_TEXT
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done, refuse
from frontdesk.web.pages.console.notices.listing import HOME, STATES
from frontdesk.web.pages.console.support import downloads

WHO = {"account": Message("This account"), "staff": Message("Abuse desk")}
_SAID = {
    "answer": Done(
        Message("Your answer has arrived"), Message("The abuse desk reads it. The deadline no longer runs.")
    ),
    "time": Done(
        Message("Your wish for more time has arrived"),
        Message("The deadline still runs until the abuse desk sets a new one."),
    ),
}


class Answer(Form):
    """The account's answer."""

    about: Field = forms.pick(
        Message("What do you send?"),
        Choice("answer", Message("An answer"), Message("What was done about it, or why it is no abuse.")),
        Choice("time", Message("A wish for more time"), Message("Until when, and what you do meanwhile.")),
        missing=Message("Choose what you send."),
    )
    text: Field = forms.long(
        Message("Your words"), most=LONGEST_TEXT, parameter="Text", missing=Message("Write your answer.")
    )


def _show(request: PageRequest, form: Form) -> Response:
    story = ask(request, "abuse:GetAbuseNotice", NoticeId=request.params["id"])
    notice = story["Notice"]
    return request.render(
        "console/notices/notice.html",
        form=form,
        story=story,
        notice=notice,
        kind=KINDS[notice["Kind"]],
        states=STATES,
        who=WHO,
        files=f"{HOME}/{notice['NoticeId']}/attachments",
        said_done=done(request, _SAID),
    )


def get(request: PageRequest) -> Response:
    """Show the notice."""
    return _show(request, Answer())


def post(request: PageRequest) -> Response:
    """Send the answer."""
    form, id = Answer.read(request.form), request.params["id"]
    if form.ok:
        try:
            more = form.about.value == "time"
            ask(request, "abuse:AnswerAbuseNotice", NoticeId=id, Text=form.text.value, MoreTime=more)
            return request.see_other(f"{HOME}/{id}?done={form.about.value}")
        except FrontdeskError as fault:
            refuse(form, fault)
    return _show(request, form)


def attachment(request: PageRequest) -> Response:
    """Hand out an attachment to be saved and never shown."""
    id, file = request.params["id"], request.params["file"]
    got = ask(request, "abuse:GetAbuseNoticeAttachment", NoticeId=id, AttachmentId=file)
    return downloads.file({"fileName": got["Name"], "data": got["Data"]})


pages = (
    Page(HOME + "/{id}", get=get, post=post, signed_in=True),
    Page(HOME + "/{id}/attachments/{file}", get=attachment, signed_in=True),
)
