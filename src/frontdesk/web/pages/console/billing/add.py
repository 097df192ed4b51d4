"""Adding a card: who holds it and where it is billed; the number is typed at the processor (behaviour 6)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field
from frontdesk.web.pages.console.asking import ask, refuse
from frontdesk.web.pages.console.billing import address
from frontdesk.web.pages.console.billing.address import Holder
from frontdesk.web.pages.console.billing.methods import LIST

_TEMPLATE = "console/billing/add.html"


class Adding(Holder):
    """The holder, and whether the card is to be the default."""

    default: Field = forms.tick(
        Message("Make it the default card"),
        hint=Message("As soon as it is verified. The first card of an account is the default anyway."),
    )


def get(request: PageRequest) -> Response:
    """Ask for the holder; the account's contact stands there already."""
    return request.render(_TEMPLATE, form=Adding.showing(**address.on_file(request)))


def post(request: PageRequest) -> Response:
    """Begin, and go on to the page of the processor."""
    form = Adding.read(request.form)
    if form.ok:
        try:
            params = form.params() | {"MakeDefault": form.default.ticked}
            made = ask(request, "payments:CreatePaymentInstrument", **params)["PaymentInstrument"]
            return request.see_other(f"{LIST}/{made['PaymentInstrumentId']}/card")
        except FrontdeskError as error:
            refuse(form, error)
    return request.render(_TEMPLATE, form=form)


page = Page(f"{LIST}/add", get=get, post=post, signed_in=True, fresh=True)
