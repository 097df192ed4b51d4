"""A new case about the account or its bills."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.support.cases import cases, subjects
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import ask, refuse
from frontdesk.web.pages.console.support import files


class NewCase(Form):
    """What the case is about."""

    about: Field = forms.pick(
        Message("What is it about?"),
        *(
            Choice(f"{service.code}/{code}", Message(f"{service.name}: {name}"))
            for service in subjects.SERVICES
            for code, name in service.categories.items()
        ),
        missing=Message("Choose what it is about."),
        parameter="categoryCode",
    )
    subject: Field = forms.text(
        Message("Subject"),
        hint=Message("In a few words, such as “A charge of 12 November that I do not know”."),
        most=cases.LONGEST_SUBJECT,
        parameter="subject",
        missing=Message("Enter a subject."),
    )
    body: Field = forms.long(
        Message("What happened, and what do you need?"),
        hint=Message("Never write a password, a code or a card number."),
        most=cases.LONGEST_BODY,
        parameter="communicationBody",
        missing=Message("Describe what happened."),
    )
    files: Field = files.field()
    cc: Field = forms.text(
        Message("Copies to"),
        hint=Message("Up to ten e-mail addresses with commas between them. They get a link, never the text."),
        most=1000,
        required=False,
        parameter="ccEmailAddresses",
    )


def get(request: PageRequest) -> Response:
    """Ask; the address may say what about."""
    return _show(request, NewCase.showing(about=request.query.get("about", "")))


def _show(request: PageRequest, form: NewCase) -> Response:
    return request.render("console/support/create.html", form=form)


def post(request: PageRequest) -> Response:
    """Open the case and go to its page."""
    form = NewCase.read(request.form)
    if form.ok:
        try:
            return request.see_other(f"/console/support/{_open(request, form)}?done=opened")
        except FrontdeskError as error:
            refuse(form, error)
    return _show(request, form)


def _open(request: PageRequest, form: NewCase) -> str:
    service, _, category = form.about.value.partition("/")
    copies = [email.strip() for email in form.cc.value.split(",") if email.strip()]
    made = ask(
        request,
        "support:CreateCase",
        serviceCode=service,
        categoryCode=category,
        subject=form.subject.value,
        communicationBody=form.body.value,
        issueType=subjects.ISSUE_TYPE,
        ccEmailAddresses=copies or None,
        attachmentSetId=files.send(request, form.files),
    )
    return str(made["caseId"])


page = Page("/console/support/~new", get=get, post=post, signed_in=True, upload=files.UPLOAD)
