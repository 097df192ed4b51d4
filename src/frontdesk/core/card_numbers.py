"""Finding card numbers where none belongs, so that they are refused and never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

HIDDEN = "(card number removed)"
# digits as people write them on cards and in mails, with a single sign between two of them
_RUN = re.compile(r"[0-9](?:[ .\-\u2013\u00a0]?[0-9]){12,}")
_DIGIT = re.compile(r"[0-9]")
SHORTEST, LONGEST = 13, 19  # in use; ISO/IEC 7812 has at most 19 digits
_FIRST = frozenset("23456")  # the leading digits of the card schemes


def holds_one(text: str, shortest: int = SHORTEST) -> bool:
    """Say whether a text holds digits that could be a card number of ``shortest`` digits, however separated."""
    return any(_is_suspect(run.group(), shortest) for run in _RUN.finditer(text))


def removed(text: str) -> str:
    """Return the text with every run of digits that could be a card number replaced by :data:`HIDDEN`."""
    return _RUN.sub(lambda run: HIDDEN if _is_suspect(run.group(), SHORTEST) else run.group(), text)


def is_valid(digits: str) -> bool:
    """Say whether digits end in their Luhn check digit (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_suspect(run: str, shortest: int) -> bool:
    return any(part[0] in _FIRST and is_valid(part) for part in _parts("".join(_DIGIT.findall(run)), shortest))


def _parts(digits: str, shortest: int) -> Iterator[str]:
    for length in range(shortest, LONGEST + 1):
        for start in range(len(digits) - length + 1):
            yield digits[start : start + length]
