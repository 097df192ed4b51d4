"""The form for whoever is still unable to sign in (behaviour 7.3, L7); it looks nothing up, so it tells nothing."""

from __future__ import annotations

import re
from typing import Any

from frontdesk.authentication import puzzles
from frontdesk.core.errors import FrontdeskError, ValidationError
from frontdesk.core.messages import Message
from frontdesk.directory import accounts
from frontdesk.operations import catalogue
from frontdesk.operations.supportdesk import limits
from frontdesk.store.context import Context
from frontdesk.support.cases import subjects
from frontdesk.web import forms, puzzle, sending
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form

NUMBER = re.compile("CS(-[2-9A-HJ-NP-Z]{4}){3}")
_TEMPLATE = "contact/start.html"


class Contact(Form):
    """What is lost, whom to answer, and what happened."""

    lost: Field = forms.pick(
        Message("What have you lost?"),
        *(Choice(name, words) for name, words in subjects.LOST.items()),
        missing=Message("Choose what you have lost."),
        parameter="Lost",
    )
    name: Field = forms.text(
        Message("Your name"),
        hint=Message("How we may call you in the answer."),
        autocomplete="name",
        most=100,
        parameter="Name",
        missing=Message("Enter a name that we may use in the answer."),
    )
    email: Field = forms.email(
        Message("E-mail address for the answer"),
        hint=Message("One that you can read now. We mail a link to it, with which you follow the case."),
        most=64,
        parameter="EmailAddress",
        missing=Message("Enter an e-mail address such as name@example.com."),
    )
    phone: Field = forms.text(
        Message("Phone number"),
        hint=Message("For a call back, if one is needed. Begin with + and the country code."),
        autocomplete="tel",
        input_mode="tel",
        most=30,
        required=False,
        parameter="PhoneNumber",
    )
    country: Field = forms.text(
        Message("Country"), autocomplete="country-name", most=60, required=False, parameter="Country"
    )
    account: Field = forms.text(
        Message("Account ID or alias"),
        hint=Message("If you know it."),
        most=63,
        mono=True,
        required=False,
        parameter="AccountHint",
    )
    root_email: Field = forms.text(
        Message("The root user's e-mail address"),
        hint=Message("If you know it. No mail goes there because of this form."),
        most=64,
        required=False,
        parameter="RootEmailAddress",
    )
    subject: Field = forms.text(
        Message("Subject"),
        hint=Message("In a few words, such as “The device with my codes is broken”."),
        most=200,
        parameter="Subject",
        missing=Message("Enter a subject."),
    )
    body: Field = forms.long(
        Message("What happened, and what have you tried?"),
        hint=Message("The reference that a page showed helps us. Never write a password or a code."),
        most=8000,
        parameter="CommunicationBody",
        missing=Message("Describe what happened."),
    )


def get(request: PageRequest) -> Response:
    """Ask; whoever is signed in has a Support Center, which the page says."""
    return _show(request, Contact())


def _show(request: PageRequest, form: Contact) -> Response:
    due = request.store.transact(limits.is_puzzle_due, origin=request.origin)
    now = request.store.clock.now()
    asked = puzzle.challenge(request.store, now, request.browser) if due else None
    return request.render(_TEMPLATE, form=form, puzzle=asked)


def post(request: PageRequest) -> Response:
    """Open the case and show its number; the answer is the same for everybody."""
    form = Contact.read(request.form)
    _check_address(form)
    if not form.ok:
        return _show(request, form)
    if not _has_paid(request):
        sending.unsolved(form)
        return _show(request, form)
    try:
        opened = request.perform(catalogue.operation("supportdesk", "ContactSupport"), **_said(form))
    except FrontdeskError as error:
        form.refuse(error)
        return _show(request, form)
    return request.see_other(f"/contact/sent?number={opened['Number']}")


def _check_address(form: Contact) -> None:
    try:
        if not form.email.error:
            accounts.check_email(form.email.value)
    except ValidationError:
        form.email.error = form.email.missing


def _has_paid(request: PageRequest) -> bool:
    solved = puzzle.solved(request.store, request.store.clock.now(), request.browser, request.form)

    def spend(ctx: Context) -> bool:
        return not limits.is_puzzle_due(ctx) or puzzles.spend(ctx, solved)

    return request.store.transact(spend, origin=request.origin, writes=True)


def _said(form: Contact) -> dict[str, Any]:
    return {one.parameter: one.value or None for one in form}


def sent(request: PageRequest) -> Response:
    """Show the case's number, and that mail is on its way."""
    number = request.query.get("number", "")
    return request.render("contact/sent.html", number=number if NUMBER.fullmatch(number) else "")


pages = (Page("/contact", get=get, post=post, level=True), Page("/contact/sent", get=sent))
