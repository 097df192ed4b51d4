"""The test cards of the sandbox, with the numbers that processors publish for testing, and how each behaves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frontdesk.billing import faults


@dataclass(frozen=True)
class Manner:
    """How a test card behaves.

    ``refused`` is why it cannot be added, ``charged`` why a charge of it fails. ``asks`` lets its bank ask when it is
    added, ``asks_always`` at each payment as well. ``turns`` decides a minute after it was entered.
    """

    brand: str = "visa"
    refused: str = ""
    charged: str = ""
    asks: bool = False
    asks_always: bool = False
    turns: str = ""


CARDS = {
    "4242424242424242": Manner(),
    "5555555555554444": Manner("mastercard"),
    "378282246310005": Manner("amex"),
    "4000002500003155": Manner(asks=True),
    "4000002760003184": Manner(asks=True, asks_always=True),
    "4000008260003178": Manner(asks=True, charged=faults.NO_FUNDS),
    "4000000000000341": Manner(charged=faults.DECLINED),
    "4000000000000002": Manner(refused=faults.DECLINED),
    "4000000000009995": Manner(refused=faults.NO_FUNDS),
    "4000000000000069": Manner(refused=faults.EXPIRED),
    "4000000000000127": Manner(refused=faults.WRONG_CODE),
    "4000000000000010": Manner(refused=faults.ADDRESS),
    "6011111111111117": Manner("discover", refused=faults.NOT_TAKEN),
    "4000000000008005": Manner(turns="good"),
    "4000000000008104": Manner(turns="bad"),
}


def digits(typed: str) -> str:
    """Return a typed number without the signs that people put between its digits."""
    return re.sub(r"[ .\-]", "", typed)
