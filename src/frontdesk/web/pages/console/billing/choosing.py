"""Making a card the default, and removing one: each on a page that says what follows."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Nothing, ask, refuse
from frontdesk.web.pages.console.billing.methods import LIST
from frontdesk.web.pages.console.billing.shown import TOLD


def get_default(request: PageRequest) -> Response:
    """Say what the default card is for."""
    return _show(request, "default")


def post_default(request: PageRequest) -> Response:
    """Make it the default."""
    id = request.params["method"]
    try:
        ask(request, "payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=id)
    except FrontdeskError as error:
        return _refused(request, error, "default")
    return request.see_other(f"{LIST}?done=default")


def get_remove(request: PageRequest) -> Response:
    """Say what removing means."""
    return _show(request, "remove")


def post_remove(request: PageRequest) -> Response:
    """Remove it."""
    try:
        ask(request, "payments:DeletePaymentInstrument", PaymentInstrumentId=request.params["method"])
    except FrontdeskError as error:
        return _refused(request, error, "remove")
    return request.see_other(f"{LIST}?done=removed")


def _refused(request: PageRequest, error: FrontdeskError, template: str) -> Response:
    form = Nothing()
    refuse(form, error)
    return _show(request, template, form)


def _show(request: PageRequest, template: str, form: Nothing | None = None) -> Response:
    cards: list[dict[str, Any]] = ask(request, "payments:ListPaymentInstruments")["PaymentInstruments"]
    answer = ask(request, "payments:GetPaymentInstrument", PaymentInstrumentId=request.params["method"])
    former = next((one for one in cards if one["Default"]), None)
    return request.render(
        f"console/billing/{template}.html", form=form, one=answer["PaymentInstrument"], former=former, **TOLD
    )


pages = (
    Page(f"{LIST}/{{method}}/default", get=get_default, post=post_default, signed_in=True, fresh=True),
    Page(f"{LIST}/{{method}}/remove", get=get_remove, post=post_remove, signed_in=True, fresh=True),
)
