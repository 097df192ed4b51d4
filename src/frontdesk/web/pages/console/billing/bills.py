"""The bills of an account, and paying what is due (behaviour 6)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import AccessDenied, FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, refuse
from frontdesk.web.pages.console.billing import closed
from frontdesk.web.pages.console.billing.shown import TOLD

LIST = "/console/billing/bills"
_HEADING = Message("Bills")
_DONE = {"paying": Done(Message("The payment is under way"), Message("Open this page again in a moment."))}
_MOST_BARS = 6


def get(request: PageRequest) -> Response:
    """List the bills."""
    return _show(request, None)


def post(request: PageRequest) -> Response:
    """Pay everything that is due with the default card."""
    form = Nothing()
    try:
        payments = ask(request, "payments:MakePayment")["Payments"]
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    asked = next((one for one in payments if one["State"] == "BANK_ASKS"), None)
    return request.see_other(f"/console/billing/payments/{asked['PaymentId']}" if asked else f"{LIST}?done=paying")


def _show(request: PageRequest, form: Nothing | None) -> Response:
    answer = closed.read(request, "billing:ListBills")
    if isinstance(answer, AccessDenied):
        return closed.show(request, _HEADING, answer)
    return request.render(
        "console/billing/bills.html",
        form=form,
        bills=answer["Bills"],
        due=answer["Due"],
        bars=_bars(answer["Bills"]),
        done=done(request, _DONE),
        **TOLD,
    )


def _bars(bills: list[dict[str, Any]]) -> list[tuple[str, float, float, dict[str, Any]]]:
    """Return the newest months of the newest bill's currency: the month, and the parts paid and open of the largest."""
    issued = [bill for bill in bills if bill["State"] != "COLLECTING"]
    if not issued:
        return []
    same = [bill for bill in issued if bill["Amount"]["Currency"] == issued[0]["Amount"]["Currency"]][:_MOST_BARS]
    most = max(bill["Amount"]["Value"] for bill in same) or 1
    return [
        (bill["Period"], bill["Paid"]["Value"] / most, bill["Left"]["Value"] / most, bill["Amount"])
        for bill in reversed(same)
    ]


page = Page(LIST, get=get, post=post, signed_in=True, menu=Menu("billing", _HEADING, 10))
