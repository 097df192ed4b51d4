"""The billing, operations and security contacts: set, changed, deleted (behaviour 5.3)."""

from __future__ import annotations

import re

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.operations.account.errors import ResourceNotFound
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.account.identity import KINDS
from frontdesk.web.pages.console.asking import Nothing, ask, refuse, require

_EMAIL = re.compile(r"[\w+=.#|!&-]+@[\w.-]+\.\w+", re.ASCII)
_PHONE = re.compile(r"[\s0-9()+-]+", re.ASCII)


class Alternate(Form):
    """Whom to tell."""

    name: Field = forms.text(
        Message("Name"), hint=Message("A person, or a group such as “Security team”."), most=64, parameter="Name"
    )
    title: Field = forms.text(
        Message("Title"), hint=Message("What the person does, such as “Head of security”."), most=50, parameter="Title"
    )
    email: Field = forms.email(
        Message("E-mail address"), hint=Message("Best a group mailbox that stays when people leave."),
        parameter="EmailAddress",
    )  # fmt: skip
    phone: Field = forms.text(
        Message("Phone number"), autocomplete="tel", input_mode="tel", most=25, parameter="PhoneNumber"
    )


def _type(request: PageRequest) -> str:
    wanted = request.params["type"].upper()
    if wanted not in KINDS:
        raise NotFound("There is no such contact.")
    return wanted


def _known(request: PageRequest) -> dict[str, str]:
    try:
        answer = ask(request, "account:GetAlternateContact", AlternateContactType=_type(request))
    except ResourceNotFound:
        return {}
    return dict(answer["AlternateContact"])


def get(request: PageRequest) -> Response:
    """Show who it is, if anybody is."""
    known = _known(request)
    form = Alternate()
    for one in form:
        one.value = known.get(one.parameter, "")
    return _show(request, form, known)


def post(request: PageRequest) -> Response:
    """Set the contact."""
    form = Alternate.read(request.form)
    require(form.email, _EMAIL, Message("Enter an e-mail address, such as security@example.com."))
    require(form.phone, _PHONE, Message("Use digits, spaces, +, - and brackets, such as +49 30 1234567."))
    if not form.ok:
        return _show(request, form, {})
    given = {one.parameter: one.value for one in form}
    try:
        ask(request, "account:PutAlternateContact", AlternateContactType=_type(request), **given)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form, {})
    return request.see_other("/console/account?done=alternate")


def get_delete(request: PageRequest) -> Response:
    """Say what goes with the contact."""
    return _show_delete(request, None)


def post_delete(request: PageRequest) -> Response:
    """Delete the contact; one that is gone already is gone."""
    form = Nothing()
    try:
        ask(request, "account:DeleteAlternateContact", AlternateContactType=_type(request))
    except ResourceNotFound:
        return _show_delete(request, None)
    except FrontdeskError as error:
        refuse(form, error)
        return _show_delete(request, form)
    return request.see_other("/console/account?done=alternate-deleted")


def _show(request: PageRequest, form: Alternate, known: dict[str, str]) -> Response:
    words, purpose = KINDS[_type(request)]
    return request.render("console/account/alternate.html", form=form, words=words, purpose=purpose, known=known)


def _show_delete(request: PageRequest, form: Form | None) -> Response:
    words, purpose = KINDS[_type(request)]
    return request.render(
        "console/account/alternate_delete.html", form=form, words=words, purpose=purpose, known=_known(request)
    )


pages = (
    Page("/console/account/contacts/{type}", get=get, post=post, signed_in=True),
    Page("/console/account/contacts/{type}/delete", get=get_delete, post=post_delete, signed_in=True),
)
