"""The models' regular expressions, which are Java's, as Python's."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

# A pattern of more than one part may need more than one look at each character, so it is not tried on longer texts.
LONGEST_FOR_SEVERAL_PARTS = 4096

_PROPERTY = re.compile(r"\\p\{([LMNPSZ])\}")
_ONE_CLASS = re.compile(r"\^?\[(?:\\.|[^\]\\])*\][*+]\$?")
# Two spellings of "every character beyond the basic plane" that mean something else to Python.
_BEYOND = (r"\u10000-\u10FFFF", r"\uD800\uDC00-\uDBFF\uDFFF")
_BEYOND_HERE = r"\U00010000-\U0010FFFF"
# Letters, marks, numbers and the like end here; what follows is private use or unassigned, but for a few marks.
_ASSIGNED = (range(0x40000), range(0xE0000, 0xE0200))


class Pattern:
    """A model's pattern; it has to match a whole text, and ``\\w``, ``\\d`` and ``\\s`` mean ASCII."""

    __slots__ = ("_longest", "_regex", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._regex = re.compile(_translated(text), re.ASCII)
        self._longest = sys.maxsize if _ONE_CLASS.fullmatch(text) else LONGEST_FOR_SEVERAL_PARTS

    def matches(self, value: str) -> bool:
        """Tell whether the whole of ``value`` matches."""
        return len(value) <= self._longest and self._regex.fullmatch(value) is not None


@cache
def pattern(text: str) -> Pattern:
    """Return the compiled form of a model's pattern; raises re.error for one that cannot be read."""
    return Pattern(text)


def _translated(text: str) -> str:
    for spelling in _BEYOND:
        text = text.replace(spelling, _BEYOND_HERE)
    parts: list[str] = []
    end = 0
    for found in _PROPERTY.finditer(text):
        parts.append(text[end : found.start()])
        ranges = _category(found[1])
        parts.append(ranges if _inside_class(text, found.start()) else f"[{ranges}]")
        end = found.end()
    return "".join([*parts, text[end:]])


def _inside_class(text: str, position: int) -> bool:
    opening = re.sub(r"\\.", "  ", text[:position])
    return opening.rfind("[") > opening.rfind("]")


@cache
def _categories() -> dict[str, str]:
    members: dict[str, list[int]] = {}
    for point in chain.from_iterable(_ASSIGNED):
        members.setdefault(unicodedata.category(chr(point))[0], []).append(point)
    return {letter: "".join(_ranges(points)) for letter, points in members.items()}


def _category(letter: str) -> str:
    return _categories()[letter]


def _ranges(points: Iterable[int]) -> Iterator[str]:
    """Write ascending code points as the ranges of a character class."""
    start = end = -1
    for point in points:
        if point != end + 1:
            if start >= 0:
                yield f"\\U{start:08X}-\\U{end:08X}"
            start = point
        end = point
    yield f"\\U{start:08X}-\\U{end:08X}"
