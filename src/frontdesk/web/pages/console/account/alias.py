"""The account's alias: chosen, changed, deleted (behaviour 1.2, 5.7)."""

from __future__ import annotations

import re

from frontdesk.core.errors import AlreadyExists, FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.addresses import account_address
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Nothing, ask, refuse, require

_ALIAS = re.compile(r"(?![0-9]{12}$)[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]")
_WORDS = Message(
    "Use 3 to 63 small letters, digits and single hyphens, with a letter or digit first and last. Twelve digits alone "
    "would look like an account ID."
)
_TAKEN = Message("This alias is not free. Choose another.")


class Alias(Form):
    """The new alias."""

    alias: Field = forms.text(
        Message("Alias"),
        hint=Message("Small letters, digits and hyphens, such as harbour-books. It is part of the sign-in address."),
        most=63,
        parameter="AccountAlias",
        missing=Message("Enter an alias."),
    )


def get(request: PageRequest) -> Response:
    """Ask for the alias, and say what happens to the former one."""
    return _show(request, Alias(), "alias")


def _show(request: PageRequest, form: Form | None, template: str) -> Response:
    account = ask(request, "frontdesk:GetOwnAccount")
    present = account.get("AccountAlias", "")
    return request.render(
        f"console/account/{template}.html",
        form=form,
        present=present,
        address=account_address(request.settings, present or account["AccountId"]),
        by_id=account_address(request.settings, account["AccountId"]),
        days=request.settings.alias_quarantine_days,
    )


def post(request: PageRequest) -> Response:
    """Give the account the alias; the former one is released."""
    form = Alias.read(request.form)
    require(form.alias, _ALIAS, _WORDS)
    if form.ok and form.alias.value == ask(request, "frontdesk:GetOwnAccount").get("AccountAlias"):
        form.fault("alias", Message("This is the alias already."))
    try:
        if form.ok:
            ask(request, "CreateAccountAlias", AccountAlias=form.alias.value)
            return request.see_other("/console/account?done=alias")
    except AlreadyExists:
        form.alias.error = _TAKEN
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, form, "alias")


def get_delete(request: PageRequest) -> Response:
    """Say what goes with the alias."""
    return _show(request, None, "alias_delete")


def post_delete(request: PageRequest) -> Response:
    """Delete the alias that the page was about."""
    form = Nothing()
    try:
        ask(request, "DeleteAccountAlias", AccountAlias=request.form.get("alias", ""))
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form, "alias_delete")
    return request.see_other("/console/account?done=alias-deleted")


pages = (
    Page("/console/account/alias", get=get, post=post, signed_in=True),
    Page("/console/account/alias/delete", get=get_delete, post=post_delete, signed_in=True),
)
