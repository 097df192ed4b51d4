"""The account's name (behaviour 5.3)."""

from __future__ import annotations

import re

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse, require

_NAME = re.compile(r"[ -;=?-~]{1,50}")
_WORDS = Message("Use 1 to 50 letters without accents, digits, spaces and signs, without < and >.")


class Name(Form):
    """What the account is called."""

    name: Field = forms.text(
        Message("Account name"),
        hint=Message("Shown in the console beside the account ID, and in an organization's list of accounts."),
        autocomplete="organization",
        most=50,
        parameter="AccountName",
        missing=Message("Give the account a name."),
    )


def get(request: PageRequest) -> Response:
    """Ask for the name."""
    return _show(request, Name.showing(name=request.signed_in.account.name))


def post(request: PageRequest) -> Response:
    """Give the account the name."""
    form = Name.read(request.form)
    require(form.name, _NAME, _WORDS)
    if not form.ok:
        return _show(request, form)
    try:
        ask(request, "account:PutAccountName", AccountName=form.name.value)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other("/console/account?done=name")


def _show(request: PageRequest, form: Name) -> Response:
    return request.render("console/account/name.html", form=form)


page = Page("/console/account/name", get=get, post=post, signed_in=True)
