"""Takes a reporter's identity out of what an account is shown (behaviour 7.2), as far as a machine can.

Names and addresses are found in any case, with the parts of a name in either order and with the usual separators
between them, and in the spellings of addresses that logs and bounces use. Invisible characters are taken away first.
A mail is written anew: decoded, without the headers that name its recipient, and without parts that are no text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from frontdesk.support.abuse import mail_text
from frontdesk.support.abuse.reporters import Reporter

WITHHELD = "[withheld]"
_SHARED = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net "
    "web.de mail.ru yandex.ru proton.me protonmail.com pm.me qq.com 163.com t-online.de orange.fr free.fr".split()
)
_AT = r"\s*(?:@|%40|=40|=|&#64;|&#x40;|&commat;|[\[({]\s*at\s*[\])}]|\bat\b)\s*"
_DOT = r"\s*(?:\.|%2e|=2e|&#46;|[\[({]\s*dot\s*[\])}]|[\[({]\.[\])}]|\bdot\b)\s*"
_BETWEEN = r"[\s._,+/\\-]*"
_SHORTEST_PART = 3
_SHORTEST_BARE = 5


def plain(text: str) -> str:
    """Return a text in one spelling: composed, without invisible characters."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(one for one in composed if unicodedata.category(one) not in ("Cf", "Co", "Cs") and one != "\x00")


class Withholding:
    """What to take out: the identities of the reporters of a case who did not permit to pass them on."""

    def __init__(self, reporters: Iterable[Reporter]) -> None:
        self._reporters = tuple(reporters)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        found = [one for reporter in self._reporters for one in _patterns(reporter)]
        # longest first, so that an address goes whole and not only the name in it
        ordered = sorted(dict.fromkeys(found), key=len, reverse=True)
        return re.compile("|".join(ordered), re.IGNORECASE) if ordered else None

    def text(self, text: str) -> str:
        """Return a text without the reporters in it."""
        if self._pattern is None:
            return text
        return self._pattern.sub(WITHHELD, plain(text))

    def mail(self, text: str) -> str:
        """Return a mail, decoded, without the reporters in it and without the headers that name its recipients."""
        return self.text(mail_text.told(text) if self._reporters else text)


def _patterns(reporter: Reporter) -> Iterable[str]:
    yield from _address(plain(reporter.email).strip())
    for name in (reporter.name, reporter.organisation):
        yield from _whole(plain(name).split())
    parts = [part for part in re.split(r"[^\w'-]+", plain(reporter.name)) if len(part) >= _SHORTEST_PART]
    yield from (rf"(?<!\w){re.escape(part)}(?!\w)" for part in parts)


def _whole(words: list[str]) -> Iterable[str]:
    for order in (words, words[::-1], [*words[-1:], *words[:-1]]):
        joined = _BETWEEN.join(map(re.escape, order))
        if sum(map(len, order)) >= _SHORTEST_BARE:
            yield joined
        elif joined:
            yield rf"(?<!\w){joined}(?!\w)"


def _address(email: str) -> Iterable[str]:
    local, at, domain = email.rpartition("@")
    if not at:
        if email:
            yield re.escape(email)
        return
    dotted = _DOT.join(map(re.escape, domain.split(".")))
    yield re.escape(local) + _AT + dotted
    bare = local.partition("+")[0]
    if len(bare) >= _SHORTEST_PART:
        yield rf"(?<!\w){re.escape(bare)}(?!\w)"
    if domain.casefold() not in _SHARED:
        yield rf"(?<![\w-])(?:[\w-]{{1,63}}\.){{0,6}}{dotted}(?![\w-])"
