"""Going on at the payment processor: to enter a card, or to answer the bank that asks about a payment.

The processor is asked by the worker, so its answer may take a moment: the page then says so and looks again.
"""

from __future__ import annotations

from typing import Any

from frontdesk.billing.processors import chosen
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.errors import NoSuchPage
from frontdesk.web.guard import with_sources
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.billing.methods import LIST
from frontdesk.web.pages.console.billing.shown import TOLD

_WAITING = {
    "BEGUN": Message("We are asking the payment processor for its page."),
    "AWAITING_CARD": Message("We are asking the payment processor what became of the card."),
    "UNVERIFIED": Message("We are asking the payment processor what became of the card."),
    "WAITING": Message("We are asking the payment processor what became of the payment."),
    "BANK_ASKS": Message("We are asking the payment processor what became of the payment."),
}


def get_card(request: PageRequest) -> Response:
    """Lead on to where the card is entered, wait for the processor, or say how it ended."""
    id = request.params["method"]
    card = ask(request, "payments:GetPaymentInstrument", PaymentInstrumentId=id)["PaymentInstrument"]
    if card["State"] == "VALID":
        return request.see_other(f"{LIST}?done=added")
    if card["State"] == "INVALID":
        return request.render("console/billing/refused.html", fault=card.get("Fault", {}), one=card, **TOLD)
    return _go_on(request, card, LIST, confirm=False)


def post_card(request: PageRequest) -> Response:
    """Ask the processor what became of the card; what the browser says of it counts for nothing."""
    id = request.params["method"]
    ask(request, "payments:VerifyPaymentInstrument", PaymentInstrumentId=id)
    return request.see_other(f"{LIST}/{id}/card?back=yes")


def get_payment(request: PageRequest) -> Response:
    """Lead on to where the bank asks, wait for the processor, or go back to the bill."""
    payment = _payment(request)
    if payment is None:
        return request.see_other("/console/billing/bills?done=paying")
    if payment["State"] != "BANK_ASKS":
        return request.see_other(f"/console/billing/bills/{payment['BillId']}")
    return _go_on(request, payment, f"/console/billing/bills/{payment['BillId']}", confirm=True)


def post_payment(request: PageRequest) -> Response:
    """Ask the processor what became of the payment."""
    payment = _payment(request)
    if payment is None:
        return request.see_other("/console/billing/bills")
    ask(request, "payments:MakePayment", BillIds=[payment["BillId"]])
    return request.see_other(f"/console/billing/bills/{payment['BillId']}")


def _payment(request: PageRequest) -> dict[str, Any] | None:
    found = ask(request, "payments:GetPaymentStatus")["Payments"]
    return next((one for one in found if one["PaymentId"] == request.params["payment"]), None)


def _go_on(request: PageRequest, thing: dict[str, Any], back: str, *, confirm: bool) -> Response:
    step = thing.get("Step", {})
    returned = "back" in request.query
    if step.get("Url") and not returned:
        return request.see_other(step["Url"])
    if step.get("Script") and not returned:
        return _processor_page(request, step, thing, back, confirm)
    again = f"{request.path}?back=yes" if returned else request.path
    words = _WAITING.get(thing["State"])
    if words is None:
        raise NoSuchPage("There is nothing to do here.")
    return request.render(
        "console/billing/waiting.html", words=words, again=again, back=back, step=request.path if step else ""
    )


def _processor_page(
    request: PageRequest, step: dict[str, Any], thing: dict[str, Any], back: str, confirm: bool
) -> Response:
    response = request.render(
        "console/billing/processor.html", step=step, one=thing, back=back, confirm=confirm, **TOLD
    )
    return with_sources(
        response, request.settings, chosen.step(request.settings, request.settings.processor, "").sources
    )


pages = (
    Page(f"{LIST}/{{method}}/card", get=get_card, post=post_card, signed_in=True),
    Page("/console/billing/payments/{payment}", get=get_payment, post=post_payment, signed_in=True),
)
