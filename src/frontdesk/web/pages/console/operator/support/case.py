"""One case at the staff's desk: thread, answer begun from a canned step, notes, who works on it, permits, doubles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.support.cases import cases, permits, subjects
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done, refuse
from frontdesk.web.pages.console.operator.support import inbox
from frontdesk.web.pages.console.support import downloads

_DONE = {
    "answered": Done(Message("The answer is in the case"), Message("It is mailed, as far as the address is verified.")),
    "noted": Done(Message("The note is kept"), Message("Only staff see it.")),
    "changed": Done(Message("The case is changed"), Message("The customer sees its state.")),
    "merged": Done(Message("The double goes on here"), Message("Its letters and notes have moved.")),
}


class Answer(Form):
    """What the customer reads."""

    answer: Field = forms.long(
        Message("Answer to the customer"),
        hint=Message("Do not write links to other sites: then the mail carries only a link to the case."),
        most=cases.LONGEST_BODY,
        parameter="CommunicationBody",
        missing=Message("Write an answer first."),
    )
    step: Field = forms.hidden(parameter="StepId")


class Note(Form):
    """What only staff read."""

    note: Field = forms.long(
        Message("Note for staff"),
        hint=Message("Never shown or mailed to the customer."),
        most=cases.LONGEST_BODY,
        parameter="Note",
        missing=Message("Write a note first."),
    )


class Work(Form):
    """Who works on it, how far it is and how much it presses."""

    assignee: Field = forms.text(
        Message("Assigned to"),
        hint=Message("The user name of a member of staff; empty for nobody."),
        most=64,
        required=False,
        parameter="UserName",
    )
    status: Field = forms.select(
        Message("State"),
        Choice("", Message("As it is")),
        Choice("work-in-progress", Message("In work")),
        Choice("pending-customer-action", Message("Waiting for the customer")),
        Choice("opened", Message("Waiting for us")),
        Choice("resolved", Message("Resolved")),
        required=False,
        parameter="Status",
    )
    severity: Field = forms.select(
        Message("Priority"),
        *(Choice(code, Message(name)) for code, name in subjects.SEVERITIES.items()),
        parameter="SeverityCode",
    )


class Merge(Form):
    """Which case this one is a double of."""

    into: Field = forms.text(
        Message("Number of the case that goes on"),
        hint=Message("Of the same customer. Letters and notes of this one move there."),
        most=40,
        mono=True,
        parameter="IntoCaseId",
        missing=Message("Enter the number of the other case."),
    )


class Forms:
    """The four forms of the page; one of them may have been sent."""

    def __init__(self, case: dict[str, Any], sent: Form | None = None) -> None:
        self.answer, self.note, self.merge = Answer(), Note(), Merge()
        self.work = Work.showing(assignee=case.get("AssignedTo", ""), severity=case["SeverityCode"])
        self.sent = sent
        if sent is not None:
            setattr(self, type(sent).__name__.lower(), sent)


def found(request: PageRequest) -> dict[str, Any]:
    """Return the case that the address names; raises CaseIdNotFound."""
    return ask(request, "supportdesk:GetSupportCase", CaseId=downloads.named(request, "case"))


def get(request: PageRequest) -> Response:
    """Show the case, with the text of the canned step that the address names in the answer."""
    told = found(request)
    step = _step(request, request.query.get("step", ""))
    sent = Answer.showing(answer=step["Answer"], step=step["StepId"]) if step else None
    return _show(request, told, sent, step)


def _step(request: PageRequest, id: str) -> dict[str, Any] | None:
    if not id:
        return None
    rows = ask(request, "supportdesk:ListCannedSteps")["Steps"]
    return next((row for row in rows if row["StepId"] == id), None)


def _show(
    request: PageRequest, told: dict[str, Any], sent: Form | None, step: dict[str, Any] | None = None
) -> Response:
    return request.render(
        "console/operator/support/case.html",
        told=told,
        case=told["Case"],
        path=f"{inbox.PATH}/{told['Case']['Number']}",
        forms=Forms(told["Case"], sent),
        form=sent,
        step=step,
        scopes=permits.SCOPES,
        kinds=inbox.KINDS,
        lost=subjects.LOST,
        done=done(request, _DONE),
    )


def post(request: PageRequest) -> Response:
    """Do what the pressed button says."""
    told = found(request)
    form_of, act, said = _ACTS.get(request.form.get("do", ""), _ACTS["answer"])
    form = form_of.read(request.form)
    here = f"{inbox.PATH}/{told['Case']['Number']}"
    try:
        if form.ok:
            return request.see_other(f"{act(request, told['Case']['CaseId'], form) or here}?done={said}")
    except NotFound as error:
        form.refuse(error)
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, told, form)


def _answer(request: PageRequest, case_id: str, form: Any) -> None:
    said = {"CommunicationBody": form.answer.value, "StepId": form.step.value or None}
    ask(request, "supportdesk:AnswerSupportCase", CaseId=case_id, **said)


def _note(request: PageRequest, case_id: str, form: Any) -> None:
    ask(request, "supportdesk:AddSupportNote", CaseId=case_id, Note=form.note.value)


def _take(request: PageRequest, case_id: str, form: Any) -> None:
    ask(request, "supportdesk:AssignSupportCase", CaseId=case_id, ToMe=True)


def _work(request: PageRequest, case_id: str, form: Any) -> None:
    case = found(request)["Case"]
    if form.assignee.value != case.get("AssignedTo", ""):
        ask(request, "supportdesk:AssignSupportCase", CaseId=case_id, UserName=form.assignee.value or None)
    status, severity = form.status.value or None, form.severity.value
    if status or severity != case["SeverityCode"]:
        ask(request, "supportdesk:UpdateSupportCase", CaseId=case_id, Status=status, SeverityCode=severity)


def _merge(request: PageRequest, case_id: str, form: Any) -> str:
    into = form.into.value.upper()
    ask(request, "supportdesk:MergeSupportCases", CaseId=case_id, IntoCaseId=into)
    return f"{inbox.PATH}/{into}"


class Nothing(Form):
    """A button alone."""


_ACTS: dict[str, tuple[type[Form], Callable[[PageRequest, str, Any], str | None], str]] = {
    "answer": (Answer, _answer, "answered"),
    "note": (Note, _note, "noted"),
    "take": (Nothing, _take, "changed"),
    "work": (Work, _work, "changed"),
    "merge": (Merge, _merge, "merged"),
}


def attachment(request: PageRequest) -> Response:
    """Hand a file of the case out."""
    named = {"CaseId": downloads.named(request, "case"), "AttachmentId": downloads.named(request, "file")}
    got = ask(request, "supportdesk:GetSupportAttachment", **named)
    return downloads.file({"fileName": got["FileName"], "data": got["Data"]})


pages = (
    Page(inbox.PATH + "/{case}", get=get, post=post, signed_in=True),
    Page(inbox.PATH + "/{case}/attachment/{file}", get=attachment, signed_in=True),
)
