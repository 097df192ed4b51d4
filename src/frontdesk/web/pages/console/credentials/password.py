"""Choosing another password for oneself, as IAM user or as root user (behaviour 3.1, 3.2)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.credentials import password_rules
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse

_ROOT_RULES = (
    Message("8 to 128 characters."),
    Message("At least three of: capital letters, small letters, digits, signs."),
    Message("Not the account's name or its e-mail address."),
)


class Change(Form):
    """The old password, to show that it is you, and the new one."""

    old: Field = forms.password(
        Message("Old password"),
        autocomplete="current-password",
        parameter="OldPassword",
        missing=Message("Enter the old password."),
    )
    new: Field = forms.password(
        Message("New password"),
        autocomplete="new-password",
        parameter="NewPassword",
        missing=Message("Enter a new password."),
    )


def get(request: PageRequest) -> Response:
    """Ask for both passwords, with the rules beside the new one."""
    return _show(request, Change())


def _show(request: PageRequest, form: Change) -> Response:
    return request.render("console/credentials/password.html", form=form, root=_is_root(request), rules=_rules(request))


def _is_root(request: PageRequest) -> bool:
    return request.caller.kind == "Root"


def _rules(request: PageRequest) -> list[Message]:
    if _is_root(request):
        return list(_ROOT_RULES)
    return password_rules.sentences(password_rules.of(request.signed_in.account))


def post(request: PageRequest) -> Response:
    """Change the password; every other session of this person ends."""
    form = Change.read(request.form)
    operation = "frontdesk:ChangeRootPassword" if _is_root(request) else "ChangePassword"
    try:
        if form.ok:
            ask(request, operation, OldPassword=form.old.value, NewPassword=form.new.value)
            return request.see_other("/console/credentials?done=password")
    except FrontdeskError as error:
        if error.field == "Password":
            error.field = "NewPassword"  # the rules are about a password, whichever form it came from
        refuse(form, error)
    return _show(request, form)


page = Page("/console/credentials/password", get=get, post=post, pool="hash", signed_in=True)
