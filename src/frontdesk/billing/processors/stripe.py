"""Stripe, through its official library: cards are typed into its own frame, so their numbers go to Stripe alone.

SetupIntents for cards, PaymentIntents for payments. A payment is made first and confirmed afterwards, both under
idempotency keys, so that whoever repeats either after a crash gets the same payment.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from frontdesk.billing import faults
from frontdesk.billing.processors import (
    BANK_ASKS,
    CARD_AWAITED,
    FAILED,
    INVALID,
    PAID,
    PENDING,
    VALID,
    Card,
    Details,
    Forged,
    Notice,
    Order,
    Outcome,
    Refused,
    Setup,
    Step,
    Unreachable,
    signing,
)
from frontdesk.core.settings import Settings

HEADER = "stripe-signature"
_SECONDS = 20
_STATES = {
    "requires_payment_method": CARD_AWAITED,
    "requires_confirmation": CARD_AWAITED,
    "requires_action": BANK_ASKS,
    "processing": PENDING,
    "succeeded": VALID,
    "canceled": INVALID,
}
_FAULTS = {
    "expired_card": faults.EXPIRED,
    "incorrect_cvc": faults.WRONG_CODE,
    "invalid_cvc": faults.WRONG_CODE,
    "incorrect_zip": faults.ADDRESS,
    "incorrect_address": faults.ADDRESS,
    "insufficient_funds": faults.NO_FUNDS,
    "withdrawal_count_limit_exceeded": faults.NO_FUNDS,
    "card_velocity_exceeded": faults.NO_FUNDS,
    "card_not_supported": faults.NOT_TAKEN,
    "currency_not_supported": faults.NOT_TAKEN,
    "authentication_required": faults.BANK_ASKED,
    "setup_intent_authentication_failure": faults.BANK_REFUSED,
    "payment_intent_authentication_failure": faults.BANK_REFUSED,
    "card_declined": faults.DECLINED,
}
_SHOWN = (VALID, BANK_ASKS, PENDING)
_WRITTEN = {"line1": "line1", "line2": "line2", "city": "city", "state": "state", "postal_code": "postal_code"}
Result = TypeVar("Result")


def step(settings: Settings, secret: str) -> Step:
    """Return Stripe's script and what it needs; ``sources`` are the origins that the page has to allow."""
    script = urlsplit(settings.stripe_script)
    scripts, api = f"{script.scheme}://{script.netloc}", settings.stripe_api.rstrip("/")
    hooks = ("https://hooks.stripe.com",) if api == "https://api.stripe.com" else ()
    return Step(
        script=settings.stripe_script,
        key=settings.stripe_publishable_key,
        secret=secret,
        sources=(scripts, api, *hooks),
    )


class Stripe:
    """See :class:`frontdesk.billing.processors.Processor`."""

    name = "stripe"

    def __init__(self, settings: Settings) -> None:
        import stripe  # half a second, which an installation without it does not pay

        self._errors = stripe
        self._secret = settings.stripe_webhook_secret
        self._api = stripe.StripeClient(
            settings.stripe_secret_key,
            base_addresses={"api": settings.stripe_api.rstrip("/")},
            http_client=stripe.RequestsClient(timeout=_SECONDS),
            max_network_retries=0,
        )

    def begin(self, key: str, customer: str | None, account_id: str) -> Setup:
        """Make a SetupIntent, and a customer for an account that has none."""
        known = customer or self._customer(account_id)
        params: Any = {
            "customer": known,
            "usage": "off_session",
            "payment_method_types": ["card"],
            "metadata": {"frontdesk_account": account_id},
        }
        return self._setup(
            self._ask(lambda: self._api.v1.setup_intents.create(params, {"idempotency_key": f"setup-{key}"}))
        )

    def _customer(self, account_id: str) -> str:
        made = self._ask(
            lambda: self._api.v1.customers.create(
                {"metadata": {"frontdesk_account": account_id}}, {"idempotency_key": f"customer-{account_id}"}
            )
        )
        return str(made.id)

    def look(self, reference: str) -> Setup:
        """Say how far a SetupIntent is."""
        return self._setup(self._ask(lambda: self._api.v1.setup_intents.retrieve(reference)))

    def edit(self, token: str, details: Details) -> None:
        """Change billing details and expiry of a card."""
        address = {there: details.address[here] for here, there in _WRITTEN.items() if details.address.get(here)}
        billing: dict[str, Any] = {
            "name": details.holder,
            "address": address | {"country": details.address.get("country", "")},
        }
        if details.phone:
            billing["phone"] = details.phone
        until = {"exp_month": details.expiry_month, "exp_year": details.expiry_year}
        # Stripe's types know only what they print; both members are documented as updatable
        params: Any = {"billing_details": billing, "card": until}
        self._ask(lambda: self._api.v1.payment_methods.update(token, params))

    def forget(self, token: str) -> None:
        """Detach a card from its customer, after which it can never be charged."""
        self._ask(lambda: self._api.v1.payment_methods.detach(token))

    def open(self, order: Order) -> str:
        """Make a PaymentIntent without confirming it."""
        params: Any = {
            "amount": order.money.amount,
            "currency": order.money.currency.lower(),
            "payment_method": order.token,
            "payment_method_types": ["card"],
            "metadata": {"frontdesk_payment": order.key},
        }
        if order.customer:
            params["customer"] = order.customer
        made = self._ask(lambda: self._api.v1.payment_intents.create(params, {"idempotency_key": f"open-{order.key}"}))
        return str(made.id)

    def settle(self, reference: str, order: Order) -> Outcome:
        """Confirm a PaymentIntent that waits for it; otherwise only say how far it is."""
        intent = self._ask(lambda: self._api.v1.payment_intents.retrieve(reference))
        if intent.status != "requires_confirmation":
            return self._outcome(intent)
        # with somebody there, the bank's question is left to Stripe's script on our page
        params: Any = {"off_session": True} if order.automatic else {"use_stripe_sdk": True}
        try:
            confirmed = self._ask(
                lambda: self._api.v1.payment_intents.confirm(
                    reference, params, {"idempotency_key": f"confirm-{order.key}"}
                )
            )
        except _Declined as declined:
            # a decline is an answer, too: what the intent says now is what counts
            after = self._outcome(self._ask(lambda: self._api.v1.payment_intents.retrieve(reference)))
            return after if after.state != FAILED else Outcome(reference, FAILED, declined.fault)
        return self._outcome(confirmed)

    def cancel(self, reference: str) -> Outcome:
        """Cancel a PaymentIntent that has not taken any money."""
        intent = self._ask(lambda: self._api.v1.payment_intents.retrieve(reference))
        if intent.status in ("succeeded", "processing", "canceled"):
            return self._outcome(intent)
        self._ask(lambda: self._api.v1.payment_intents.cancel(reference))
        return Outcome(reference, FAILED, faults.GIVEN_UP)

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Return a webhook event of Stripe."""
        # Stripe's library would compare with the machine's clock; the scheme is checked here with the store's
        signing.check(headers.get(HEADER, ""), body, self._secret, now)
        try:
            event = json.loads(body)
            return Notice(str(event["id"]), str(event["type"]), str(event["data"]["object"]["id"]))
        except (ValueError, KeyError, TypeError):
            raise Forged("This is no event of Stripe.") from None

    def _ask(self, call: Callable[[], Result]) -> Result:
        stripe = self._errors
        try:
            return call()
        except stripe.CardError as fault:
            raise _Declined(_fault(fault.code, getattr(fault.error, "decline_code", None))) from fault
        except (stripe.InvalidRequestError, stripe.AuthenticationError, stripe.PermissionError) as fault:
            if isinstance(fault, stripe.InvalidRequestError) and fault.http_status in (400, 404):
                raise Refused(fault.user_message or str(fault.http_status)) from fault
            raise Unreachable(type(fault).__name__) from fault
        except stripe.StripeError as fault:
            raise Unreachable(f"{type(fault).__name__} {fault.http_status or ''}") from fault

    def _setup(self, intent: Any) -> Setup:
        state, fault = _STATES.get(intent.status, PENDING), None
        error = getattr(intent, "last_setup_error", None)
        if state == INVALID:
            fault = _of_error(error) if error else faults.DECLINED
        card = self._card(intent.payment_method) if intent.payment_method and state in _SHOWN else None
        secret = intent.client_secret if state in (CARD_AWAITED, BANK_ASKS) else None
        return Setup(intent.id, state, intent.customer, card, fault, secret)

    def _card(self, token: str) -> Card:
        method = self._ask(lambda: self._api.v1.payment_methods.retrieve(token))
        card: Any = method.card
        return Card(method.id, card.brand, card.last4, card.exp_year, card.exp_month)

    def _outcome(self, intent: Any) -> Outcome:
        if intent.status == "succeeded":
            return Outcome(intent.id, PAID)
        if intent.status == "requires_action":
            return Outcome(intent.id, BANK_ASKS, None, intent.client_secret)
        if intent.status in ("requires_payment_method", "canceled"):
            error = intent.last_payment_error
            return Outcome(intent.id, FAILED, _of_error(error) if error else faults.GIVEN_UP)
        return Outcome(intent.id, PENDING)


class _Declined(Refused):
    """The bank said no; ``fault`` says why."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def _of_error(error: Any) -> str:
    return _fault(getattr(error, "code", None), getattr(error, "decline_code", None))


def _fault(code: str | None, decline_code: str | None) -> str:
    return _FAULTS.get(decline_code or "") or _FAULTS.get(code or "", faults.DECLINED)
