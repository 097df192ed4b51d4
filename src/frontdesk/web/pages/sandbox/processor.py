"""Where the sandbox processor asks for a test card, and where the card's bank asks its holder.

A real processor has these pages at its own address. Here they have a path of their own: what is typed goes to the
sandbox alone, which forgets the number at once, and never comes back to the page.
"""

from __future__ import annotations

import re

from frontdesk.billing import faults
from frontdesk.billing.processors import Refused, chosen
from frontdesk.billing.processors.sandbox import PATH, Asked, Sandbox, Typed
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.errors import NoSuchPage
from frontdesk.web.forms import Field, Form, Refusal

_EXPIRY = re.compile(r"(0?[1-9]|1[0-2])\s*[/.-]?\s*(?:20)?([0-9]{2})")
_FIELDS = {faults.NOT_A_TEST: "number", faults.EXPIRED: "expiry", faults.WRONG_CODE: "security"}
_TESTS = (
    ("4242 4242 4242 4242", Message("Works")),
    ("5555 5555 5555 4444", Message("Works, a Mastercard")),
    ("4000 0025 0000 3155", Message("The bank asks once, when it is added")),
    ("4000 0027 6000 3184", Message("The bank asks at each payment, too")),
    ("4000 0000 0000 0341", Message("Can be added, charges fail")),
    ("4000 0000 0000 8005", Message("Is verified after a minute")),
    ("4000 0000 0000 0002", Message("Is declined")),
)


class CardForm(Form):
    """What stands on a card. The number and the code are never put back into the page."""

    number: Field = forms.text(
        Message("Card number"), autocomplete="cc-number", most=40, input_mode="numeric", mono=True,
        missing=Message("Enter the number of a test card."),
    )  # fmt: skip
    expiry: Field = forms.text(
        Message("Expires"), hint=Message("Month and year as on the card, such as 04/29."),
        autocomplete="cc-exp", most=9,
        missing=Message("Enter month and year."),
    )  # fmt: skip
    security: Field = forms.text(
        Message("Security code"), hint=Message("Three digits on the back; four on the front of an American Express."),
        autocomplete="cc-csc", most=4, input_mode="numeric", missing=Message("Enter the security code."),
    )  # fmt: skip


def get(request: PageRequest) -> Response:
    """Ask for the card, or in the bank's name for an answer."""
    return _show(request, _asked(request))


def post(request: PageRequest) -> Response:
    """Take the card or the answer, and lead back."""
    asked, reference = _asked(request), request.params["reference"]
    if asked.what == "bank":
        _sandbox(request).answer(reference, request.form.get("answer") == "agree")
        return request.see_other(asked.back)
    if asked.what != "card":
        return request.see_other(asked.back)
    form = CardForm.read(request.form)
    typed = _read(form)
    fault = _sandbox(request).enter(reference, typed).fault if typed else None
    if typed and fault is None:
        return request.see_other(f"{PATH}/{reference}")
    if fault:
        _refuse(form, fault)
    form.number.value = form.security.value = ""
    return _show(request, asked, form)


def _sandbox(request: PageRequest) -> Sandbox:
    if request.settings.processor != "sandbox":
        raise NoSuchPage("The sandbox processor is not used here.")
    found = chosen.processor(request.store)
    assert isinstance(found, Sandbox)
    return found


def _asked(request: PageRequest) -> Asked:
    try:
        return _sandbox(request).asked(request.params["reference"])
    except Refused:
        raise NoSuchPage("The payment processor does not know this step.") from None


def _show(request: PageRequest, asked: Asked, form: CardForm | None = None) -> Response:
    if asked.what == "nothing":
        return request.see_other(asked.back)
    if asked.what == "bank":
        return request.render("sandbox/bank.html", amount=str(asked.amount) if asked.amount else "", back=asked.back)
    return request.render("sandbox/card.html", form=form or CardForm(), tests=_TESTS, back=asked.back)


def _read(form: CardForm) -> Typed | None:
    found = _EXPIRY.fullmatch(form.expiry.value)
    if form.expiry.value and not found:
        form.fault("expiry", Message("Use month and year, such as 04/29."))
    if not form.ok or not found:
        return None
    return Typed(form.number.value, 2000 + int(found[2]), int(found[1]), form.security.value)


def _refuse(form: CardForm, fault: str) -> None:
    if fault in _FIELDS:
        form.fault(_FIELDS[fault], faults.cause(fault))
    else:
        form.refusal = Refusal(Message("The card was refused"), faults.cause(fault), advice=faults.advice(fault))


page = Page(f"{PATH}/{{reference}}", get=get, post=post)
