"""Changing what is known of a card beside its number: a new number is a new card."""

from __future__ import annotations

import re
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field
from frontdesk.web.pages.console.asking import ask, refuse
from frontdesk.web.pages.console.billing import address
from frontdesk.web.pages.console.billing.address import Holder
from frontdesk.web.pages.console.billing.methods import LIST
from frontdesk.web.pages.console.billing.shown import TOLD

_EXPIRY = re.compile(r"(0?[1-9]|1[0-2])\s*[/.-]?\s*(?:20)?([0-9]{2})")


class Editing(Holder):
    """The holder, the address and the expiry."""

    expiry: Field = forms.text(
        Message("Expires"), hint=Message("Month and year as on the card, such as 04/29."),
        autocomplete="cc-exp", most=9,
        parameter="ExpiryYear", missing=Message("Enter month and year."),
    )  # fmt: skip


def get(request: PageRequest) -> Response:
    """Show what is known."""
    one = _card(request)
    expiry = f"{one['ExpiryMonth']:02}/{one['ExpiryYear'] % 100:02}" if "ExpiryYear" in one else ""
    return _show(request, one, Editing.showing(**address.of(one), expiry=expiry))


def post(request: PageRequest) -> Response:
    """Change it."""
    form = Editing.read(request.form)
    found = _EXPIRY.fullmatch(form.expiry.value)
    if form.expiry.value and not found:
        form.fault("expiry", Message("Use month and year, such as 04/29."))
    if form.ok and found:
        until = {"ExpiryYear": 2000 + int(found[2]), "ExpiryMonth": int(found[1])}
        try:
            id = request.params["method"]
            ask(request, "payments:UpdatePaymentInstrument", PaymentInstrumentId=id, **form.params(), **until)
            return request.see_other(f"{LIST}?done=edited")
        except FrontdeskError as error:
            refuse(form, error)
    return _show(request, _card(request), form)


def _card(request: PageRequest) -> dict[str, Any]:
    answer = ask(request, "payments:GetPaymentInstrument", PaymentInstrumentId=request.params["method"])
    found: dict[str, Any] = answer["PaymentInstrument"]
    return found


def _show(request: PageRequest, one: dict[str, Any], form: Editing) -> Response:
    return request.render("console/billing/edit.html", form=form, one=one, **TOLD)


page = Page(f"{LIST}/{{method}}/edit", get=get, post=post, signed_in=True)
