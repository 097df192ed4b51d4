"""The form of each kind of abuse, made from what the kind needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import new_class
from typing import Any

from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.support.abuse import address_lists, files
from frontdesk.support.abuse.files import Upload
from frontdesk.support.abuse.kinds import LONGEST_TEXT, REPORTABLE, Detail, Kind
from frontdesk.support.abuse.reporters import Reporter
from frontdesk.support.abuse.reports import NewReport, stands_instead
from frontdesk.web import forms
from frontdesk.web.fields import Fields
from frontdesk.web.forms import Choice, Field, Form

_NONE = Choice("", Message("Choose"))


def _detail(detail: Detail) -> Any:
    given: dict[str, Any] = {
        "hint": detail.hint,
        "required": detail.required,
        "most": detail.most,
        "parameter": f"Details.{detail.name}",
        "missing": Message("This is needed: {label}.", {"label": detail.label}),
    }
    if detail.answers:
        return forms.select(detail.label, _NONE, *(Choice(*answer) for answer in detail.answers), **given)
    make: Callable[..., Any] = forms.long if detail.long else forms.text
    return make(detail.label, mono=detail.long and detail.name in ("message", "log"), **given)


def _addresses() -> Any:
    return forms.file(
        Message("List of many addresses"),
        hint=Message(
            "Instead of the details above: a CSV file with IP address, time and log line, such as "
            "192.0.2.7,2026-11-23T09:14:00Z,refused. At most {most} lines.",
            {"most": address_lists.MOST_ROWS},
        ),
        parameter="AddressList",
    )


def _common() -> dict[str, Any]:
    return {
        "text": forms.long(
            Message("What happened, and why it is abuse"),
            most=LONGEST_TEXT,
            parameter="Text",
            missing=Message("Say what happened, and why it is abuse."),
        ),
        "files": forms.file(
            Message("Attachments"),
            hint=Message("At most five files of 2 MiB: pictures, PDF, text, mails, packet captures. No programs."),
            most=files.MOST_FILES,
            parameter="Files",
        ),
        "name": forms.text(Message("Your name"), autocomplete="name", most=100, parameter="Name"),
        "organisation": forms.text(
            Message("Organisation"), autocomplete="organization", most=100, required=False, parameter="Organisation"
        ),
        "email": forms.email(
            Message("Your e-mail address"),
            hint=Message("For the number of your report, and questions."),
            parameter="Email",
        ),
        "pass_on": forms.tick(
            Message("My name and e-mail address may be passed on"),
            hint=Message("To whoever is concerned, so that they can write to you. Leave it empty to stay unnamed."),
        ),
    }


def _made(kind: Kind) -> type[Form]:
    asked = {one.name: _detail(one) for one in kind.details} | ({"addresses": _addresses()} if kind.many else {})
    members: dict[str, Any] = asked | _common()
    members |= {"__annotations__": dict.fromkeys(members, Field), "__module__": __name__}
    return new_class(f"{kind.name.title()}Report", (Form,), exec_body=lambda namespace: namespace.update(members))


FORMS: Mapping[str, type[Form]] = {kind.name: _made(kind) for kind in REPORTABLE}


def read(kind: Kind, sent: Fields) -> Form:
    """Return the form of a kind with what was sent and what is wrong with it."""
    form = FORMS[kind.name].read(sent)
    asked = {one.name: one for one in form}
    if "addresses" in asked:
        _check_list(asked["addresses"])
    check_files(asked["files"])
    for detail in kind.details:
        field = asked[detail.name]
        if not field.value and stands_instead(detail, _sent_files(kind, asked)):
            field.error = None
        elif field.value and field.error is None:
            field.error = detail.check(field.value.strip())
    return form


def _sent_files(kind: Kind, asked: Mapping[str, Field]) -> NewReport:
    lists = asked["addresses"].files if "addresses" in asked else []
    uploads = [Upload(one.name, one.data) for one in asked["files"].files]
    return NewReport(kind.name, Reporter("", ""), "", addresses=[[one.name] for one in lists], uploads=uploads)


def check_files(field: Field) -> None:
    """Say beside a field for files what is wrong with one of them."""
    try:
        files.check([Upload(one.name, one.data) for one in field.files])
    except ValidationError as fault:
        field.error = fault.public


def _check_list(field: Field) -> None:
    try:
        for one in field.files:
            address_lists.read(one.data)
    except ValidationError as fault:
        field.error = fault.public


def parameters(kind: Kind, form: Form) -> dict[str, Any]:
    """Return what the form says, as the operation ``abuse:ReportAbuse`` takes it."""
    asked = {one.name: one for one in form}
    lists = asked["addresses"].files if "addresses" in asked else []
    return {
        "Kind": kind.name,
        "Name": asked["name"].value,
        "Email": asked["email"].value,
        "Organisation": asked["organisation"].value or None,
        "Text": asked["text"].value,
        "Details": {one.name: asked[one.name].value for one in kind.details if asked[one.name].value},
        "AddressList": lists[0].data if lists else None,
        "Files": uploads(asked["files"]),
        "MayPassOn": asked["pass_on"].ticked,
    }


def uploads(field: Field) -> list[dict[str, Any]]:
    """Return the files of a field as operations take them, with a name each."""
    return [{"Name": (one.name or "file")[:255], "Data": one.data} for one in field.files]
