"""The payment methods of an account: the list, and asking again about a card that is not verified yet."""

from __future__ import annotations

from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, ask, done
from frontdesk.web.pages.console.billing import closed
from frontdesk.web.pages.console.billing.shown import TOLD

_DONE = {
    "added": Done(Message("The card was added"), Message("Later bills can be charged to it.")),
    "default": Done(Message("The default card was changed"), Message("Later bills are charged to the new one.")),
    "edited": Done(Message("The card was changed"), Message("The payment processor is told as well.")),
    "removed": Done(Message("The card was removed"), Message("The payment processor forgets it as well.")),
    "asked": Done(Message("We ask the payment processor"), Message("Open this page again in a moment.")),
}
LIST = "/console/billing/methods"
_HEADING = Message("Payment methods")


def get(request: PageRequest) -> Response:
    """List the cards."""
    answer = closed.read(request, "payments:ListPaymentInstruments")
    if isinstance(answer, AccessDenied):
        return closed.show(request, _HEADING, answer)
    return request.render(
        "console/billing/methods.html",
        cards=answer["PaymentInstruments"],
        taken=answer["TakesCards"],
        sandbox=answer["Processor"] == "sandbox",
        done=done(request, _DONE),
        **TOLD,
    )


def verify(request: PageRequest) -> Response:
    """Ask the processor again; where the bank waits for an answer, lead there."""
    id = request.params["method"]
    answer = ask(request, "payments:VerifyPaymentInstrument", PaymentInstrumentId=id)["PaymentInstrument"]
    return request.see_other(f"{LIST}/{id}/card" if "Step" in answer else f"{LIST}?done=asked")


pages = (
    Page(LIST, get=get, signed_in=True, menu=Menu("billing", _HEADING, 20)),
    Page(f"{LIST}/{{method}}/verify", post=verify, signed_in=True),
)
