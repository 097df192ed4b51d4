"""When a card ends: it is good through the last day of its month."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime

from frontdesk.billing.tables import PaymentMethod
from frontdesk.core.errors import ValidationError

LATEST = 30


def last_day(method: PaymentMethod) -> date | None:
    """Return the last day on which a card can be charged, or None while its expiry is not known."""
    if method.expiry_year is None or method.expiry_month is None:
        return None
    return date(method.expiry_year, method.expiry_month, monthrange(method.expiry_year, method.expiry_month)[1])


def is_over(method: PaymentMethod, now: datetime) -> bool:
    """Say whether a card has expired, by the day in UTC."""
    last = last_day(method)
    return last is not None and last < now.astimezone(UTC).date()


def check(year: int, month: int, now: datetime) -> tuple[int, int]:
    """Return a new expiry; raises ValidationError for one in the past or more than 30 years ahead."""
    if not 1 <= month <= 12:
        raise ValidationError("Use a month from 1 to 12.", field="ExpiryMonth")
    if (year, month) < (now.year, now.month) or year > now.year + LATEST:
        raise ValidationError("Use a date that is still to come, as it stands on the card.", field="ExpiryYear")
    return year, month
