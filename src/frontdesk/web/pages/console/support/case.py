"""One case: what was said, writing more, resolving it, and the permit that belongs to it."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.support.cases import cases, permits
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done, part, refuse
from frontdesk.web.pages.console.support import downloads, files

_DONE = {
    "opened": Done(Message("The case is open"), Message("We mail the root user's address when there is an answer.")),
    "linked": Done(Message("The case is your account's now"), Message("The link that was mailed has ended.")),
    "sent": Done(
        Message("Your message is in the case"), Message("Support sees it among the cases that wait for them.")
    ),
    "resolved": Done(Message("The case is resolved"), Message("For 14 days it opens again when you write in it.")),
    "permitted": Done(Message("Support may look now"), Message("Only at what you chose. Each look is an event.")),
    "ended": Done(Message("The permit has ended"), Message("From now on support sees nothing of the account.")),
}


class Reply(Form):
    """What the customer adds."""

    body: Field = forms.long(
        Message("Write in this case"),
        hint=Message("Never write a password, a code or a card number."),
        most=cases.LONGEST_BODY,
        parameter="communicationBody",
        missing=Message("Write something first."),
    )
    files: Field = files.field()


def found(request: PageRequest) -> dict[str, Any]:
    """Return the case that the address names, with its letters; raises CaseIdNotFound."""
    return ask(request, "supportdesk:GetOwnCase", CaseId=downloads.named(request, "case"))


def path(case: dict[str, Any]) -> str:
    """Return where a case's page is."""
    return f"/console/support/{case['Number']}"


def get(request: PageRequest) -> Response:
    """Show the case."""
    return _show(request, found(request), Reply())


def _show(request: PageRequest, told: dict[str, Any], form: Reply) -> Response:
    case = told["Case"]
    given = part(lambda: ask(request, "supportdesk:ListSupportPermits", CaseId=case["CaseId"])["Permits"])
    return request.render(
        "console/support/case.html",
        case=case,
        path=path(case),
        letters=told["Letters"],
        related=told["Related"],
        form=form,
        permits=given,
        scopes=permits.SCOPES,
        done=done(request, _DONE),
    )


def post(request: PageRequest) -> Response:
    """Add to the case, resolve it, or end a permit of it."""
    told, what = found(request), request.form.get("do")
    here = path(told["Case"])
    if what == "resolve":
        ask(request, "support:ResolveCase", caseId=told["Case"]["CaseId"])
        return request.see_other(f"{here}?done=resolved")
    if what == "end":
        ask(request, "supportdesk:RevokeSupportPermit", PermitId=request.form.get("permit", "")[:128] or "-")
        return request.see_other(f"{here}?done=ended")
    form = Reply.read(request.form)
    if form.ok:
        try:
            return request.see_other(_reply(request, told["Case"], form))
        except FrontdeskError as error:
            refuse(form, error)
    return _show(request, told, form)


def _reply(request: PageRequest, case: dict[str, Any], form: Reply) -> str:
    body = form.body.value
    if case["Over"]:
        made = ask(request, "supportdesk:OpenRelatedCase", CaseId=case["CaseId"], CommunicationBody=body)
        return f"/console/support/{made['Number']}?done=opened"
    sent = files.send(request, form.files)
    ask(
        request,
        "support:AddCommunicationToCase",
        caseId=case["CaseId"],
        communicationBody=body,
        attachmentSetId=sent,
    )
    return f"{path(case)}?done=sent"


def attachment(request: PageRequest) -> Response:
    """Hand a file of the account's cases out."""
    return downloads.file(
        ask(request, "support:DescribeAttachment", attachmentId=downloads.named(request, "file"))["attachment"]
    )


pages = (
    Page("/console/support/{case}", get=get, post=post, signed_in=True, upload=files.UPLOAD),
    Page("/console/support/attachment/{file}", get=attachment, signed_in=True),
)
