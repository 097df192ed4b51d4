"""A case that somebody wrote before they could sign in becomes the account's, by its number alone."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse


class Number(Form):
    """Which case it is."""

    number: Field = forms.text(
        Message("Number of the case"),
        hint=Message(
            "Such as CS-7K3M-Q2XP-9WVT. It was shown when the case was written, and is in every mail about it."
        ),
        most=40,
        mono=True,
        parameter="CaseNumber",
        missing=Message("Enter the number of the case."),
    )


def get(request: PageRequest) -> Response:
    """Ask for the number."""
    return _show(request, Number())


def _show(request: PageRequest, form: Number) -> Response:
    return request.render("console/support/link.html", form=form)


def post(request: PageRequest) -> Response:
    """Take the case over and go to it."""
    form = Number.read(request.form)
    if form.ok:
        try:
            made = ask(request, "supportdesk:LinkSupportCase", CaseNumber=form.number.value)
            return request.see_other(f"/console/support/{made['Number']}?done=linked")
        except FrontdeskError as error:
            refuse(form, error)
    return _show(request, form)


page = Page("/console/support/link", get=get, post=post, signed_in=True)
