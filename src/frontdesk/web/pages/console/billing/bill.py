"""One bill: what is on it, how it was paid, paying it, and the same as PDF."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response as Bytes

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done, part, refuse
from frontdesk.web.pages.console.billing.bills import LIST
from frontdesk.web.pages.console.billing.shown import TOLD, card

_DONE = {"paying": Done(Message("The payment is under way"), Message("Open this page again in a moment."))}


class Pay(Form):
    """Which card pays."""

    method: Field = forms.select(
        Message("Card"), autocomplete="off", parameter="PaymentInstrumentId", missing=Message("Choose a card.")
    )


def get(request: PageRequest) -> Response:
    """Show the bill."""
    return _show(request, _form(request))


def post(request: PageRequest) -> Response:
    """Pay it; where the bank asks, lead there."""
    form = _form(request).take(request.form)
    bill = request.params["bill"]
    if form.ok:
        try:
            paid = ask(request, "payments:MakePayment", BillIds=[bill], PaymentInstrumentId=form.method.value)
        except FrontdeskError as error:
            refuse(form, error)
        else:
            (payment,) = paid["Payments"]
            asks = payment["State"] == "BANK_ASKS"
            return request.see_other(
                f"/console/billing/payments/{payment['PaymentId']}" if asks else f"{LIST}/{bill}?done=paying"
            )
    return _show(request, form)


def pdf(request: PageRequest) -> Response:
    """Return the bill as PDF."""
    answer = ask(request, "billing:GetBillPDF", BillId=request.params["bill"])
    named = {"Content-Disposition": f'attachment; filename="{answer["FileName"]}"'}
    return Bytes(answer["Document"], media_type="application/pdf", headers=named)


def _form(request: PageRequest) -> Pay:
    cards = part(lambda: ask(request, "payments:ListPaymentInstruments")["PaymentInstruments"]).shown or []
    good = [one for one in cards if one["State"] == "VALID" and not one["Expired"]]
    form = Pay.showing(method=good[0]["PaymentInstrumentId"] if good else "")
    form.method.choices = tuple(
        Choice(one["PaymentInstrumentId"], Message("{card}", {"card": card(one)})) for one in good
    )
    return form


def _show(request: PageRequest, form: Pay) -> Response:
    id = request.params["bill"]
    answer = ask(request, "billing:GetBill", BillId=id)
    payments: list[dict[str, Any]] = ask(request, "payments:GetPaymentStatus", BillId=id)["Payments"]
    return request.render(
        "console/billing/bill.html",
        form=form,
        bill=answer["Bill"],
        charges=answer["Charges"],
        lines=answer["PayerLines"],
        payments=payments,
        under_way=any(one["State"] == "WAITING" for one in payments),
        done=done(request, _DONE),
        account=request.caller.account_id,
        **TOLD,
    )


pages = (
    Page(f"{LIST}/{{bill}}", get=get, post=post, signed_in=True),
    Page(f"{LIST}/{{bill}}/pdf", get=pdf, signed_in=True),
)
