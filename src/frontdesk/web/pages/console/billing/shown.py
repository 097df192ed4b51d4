"""Cards, bills and amounts as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date

from frontdesk.billing import records, turns
from frontdesk.billing.money import Money
from frontdesk.core.messages import Message

_LOCALE = "en_GB"
METHOD_STATES = {
    "BEGUN": (Message("Not entered"), ""),
    "AWAITING_CARD": (Message("Not entered"), ""),
    "UNVERIFIED": (Message("Unverified"), "warn"),
    "VALID": (Message("Verified"), "ok"),
    "INVALID": (Message("Refused"), "bad"),
}
BILL_STATES = {
    "COLLECTING": (Message("This month"), ""),
    "DUE": (Message("Due"), "warn"),
    "PAST_DUE": (Message("Past due"), "bad"),
    "PAID": (Message("Paid"), "ok"),
}
PAYMENT_STATES = {
    "WAITING": (Message("Under way"), "warn"),
    "BANK_ASKS": (Message("Bank asks"), "warn"),
    "PAID": (Message("Paid"), "ok"),
    "FAILED": (Message("Failed"), "bad"),
}


def amount(value: Mapping[str, Any]) -> str:
    """Return an amount of an answer in words."""
    return str(Money(value["Value"], value["Currency"]))


def month(period: str) -> str:
    """Return a month such as ``2026-11`` in words."""
    return str(format_date(date.fromisoformat(f"{period}-01"), "LLLL y", locale=_LOCALE))


def expires(instrument: Mapping[str, Any]) -> str:
    """Return when a card ends as it stands on the card and in words."""
    if "ExpiresOn" not in instrument:
        return ""
    return str(format_date(date.fromisoformat(instrument["ExpiresOn"]), "long", locale=_LOCALE))


def ends_soon(instrument: Mapping[str, Any], now: datetime) -> bool:
    """Say whether a card expires within the days in which mails about it are sent."""
    return date.fromisoformat(instrument["ExpiresOn"]) <= now.date() + timedelta(days=max(turns.WARNED))


def card(instrument: Mapping[str, Any]) -> str:
    """Return what people call a card."""
    return records.called(instrument.get("Brand"), instrument.get("LastFour"))


def state(instrument: Mapping[str, Any]) -> tuple[Message, str]:
    """Return the words and the kind of a card's mark."""
    if instrument["State"] == "VALID" and instrument.get("Expired"):
        return Message("Expired"), "bad"
    return METHOD_STATES[instrument["State"]]


TOLD: dict[str, Any] = {
    "amount": amount,
    "month": month,
    "expires": expires,
    "card": card,
    "ends_soon": ends_soon,
    "card_state": state,
    "bill_states": BILL_STATES,
    "payment_states": PAYMENT_STATES,
}
