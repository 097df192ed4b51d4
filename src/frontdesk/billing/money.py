"""Amounts of money: whole minor units of one currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.numbers import format_currency, get_currency_precision, list_currencies

from frontdesk.core.errors import ValidationError

MOST = 10**12
_LOCALE = "en_GB"  # as web.templates writes days
_TYPED = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,4}))?")


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@dataclass(frozen=True)
class Money:
    """An amount in minor units, such as cents, of an ISO 4217 currency. Only equal currencies add."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """Return the sum; raises ValueError for another currency."""
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        """The amount as people write it, such as US$12.50."""
        return str(format_currency(self._major(), self.currency, locale=_LOCALE))

    @property
    def plain(self) -> str:
        """The amount in letters that every font has, such as 12.50 USD."""
        return f"{self._major():,} {self.currency}"

    def _major(self) -> Decimal:
        return Decimal(self.amount).scaleb(-_places(self.currency))


def total(parts: Iterable[Money], currency: str) -> Money:
    """Return the sum of amounts of one currency, zero of nothing."""
    return sum(parts, start=Money(0, currency))


def check_currency(currency: str) -> str:
    """Return a currency in capitals; raises ValidationError for what is none of ISO 4217's."""
    code = currency.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code) or code not in _currencies():
        raise ValidationError("Use the three letters of a currency, such as EUR or USD.", field="Currency")
    return code


def read(text: str, currency: str) -> Money:
    """Return a typed amount such as 12.50 as money; raises ValidationError for more decimal places than there are."""
    code = check_currency(currency)
    found, places = _TYPED.fullmatch(text.strip()), _places(code)
    if not found or len(found[2] or "") > places:
        raise ValidationError("Enter an amount such as {example}.", example=Money(1250, code).plain, field="Amount")
    return check(Money(int(found[1]) * 10**places + int((found[2] or "").ljust(places, "0") or 0), code))


def check(money: Money) -> Money:
    """Return an amount that can be charged: more than nothing, in a known currency; raises ValidationError."""
    if not 0 < money.amount <= MOST:
        raise ValidationError("The amount has to be more than nothing.", field="Amount")
    return Money(money.amount, check_currency(money.currency))


def _places(currency: str) -> int:
    return int(get_currency_precision(currency))
