"""Java's regular expressions in Python's clothes."""

from __future__ import annotations

import pytest

from frontdesk.operations import contract
from frontdesk.operations.patterns import LONGEST_FOR_SEVERAL_PARTS, Pattern
from frontdesk.wire.services import SERVICES

TAG = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"
PATH = r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"
BEYOND = r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*"
SESSION = r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+"
NESTED = r"\p{L}+(?:(\.|\_)\p{L}+){0,2}"
ALTERNATIVES = r"^(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$"


@pytest.mark.parametrize(
    ("text", "value", "matches"),
    [
        (r"[\w+=,.@-]+", "a.b@c", True),
        (r"[\w+=,.@-]+", "ä", False),  # ASCII only
        (r"[\w+=,.@-]+", "a\n", False),
        (r"[\w+=,.@-]+", "a b", False),
        (r"\d{12}", "123456789012", True),
        (r"\d{12}", "١٢٣٤٥٦٧٨٩٠١٢", False),
        (r"\d{12}", "1234567890123", False),
        (TAG, "Straße 7 中 𝔘", True),
        (TAG, "a\u2003b", True),  # a wide space is a separator
        (TAG, "a\tb", False),
        (TAG, "a<b", False),
        (TAG, "\u0301", False),  # a mark is no letter
        (r"[\p{L}\p{M}]+", "a\u0301\U000e0100", True),
        (NESTED, "grün.weiß_rot", True),
        (NESTED, "a.b.c.d", False),
        (PATH, "/", True),
        (PATH, "/a/b/", True),
        (PATH, "/a", False),
        (PATH, "/ä/", False),
        (BEYOND, "a\t😀", True),
        (BEYOND, "a\x00", False),
        (SESSION, "\U0001f600 \U0010ffff", True),
        (SESSION, "\ufffe", False),
        (ALTERNATIVES, "123456789012", True),
        (ALTERNATIVES, "123456789012x", False),  # ^ and $ bind closer than |, and still the whole has to match
        (r"^[0-9]{2}:[0-9]{2}", "12:345", False),
        (r"(?s).*", "a\nb", True),
        (r".*", "a\nb", False),
    ],
)
def test_matches_the_whole_as_java_would(text: str, value: str, matches: bool) -> None:
    assert Pattern(text).matches(value) is matches


def test_a_text_too_long_for_a_pattern_of_several_parts_does_not_match() -> None:
    several = Pattern("^https://[a-z.-]*[a-z](/.*)?$")
    assert several.matches("https://" + "a" * 100)
    assert not several.matches("https://" + "a" * LONGEST_FOR_SEVERAL_PARTS)
    assert Pattern(r"[\s\S]*").matches("a" * 1_000_000)


def test_every_pattern_of_every_model_can_be_read() -> None:
    for service in SERVICES:
        model = contract.service(service.name)
        for name in model.shape_names:
            text = model.shape_for(name).metadata.get("pattern")
            if text is not None:
                Pattern(text).matches("a" * LONGEST_FOR_SEVERAL_PARTS + "!")  # none hangs
