"""The form for tags: words of your own that policies and lists can refer to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from frontdesk.core.messages import Message
from frontdesk.web.door import PageRequest
from frontdesk.web.forms import Field, Form

MOST, FREE = 50, 3
Pair = tuple[str, str]
Fold = Callable[[str], str]


class Tags(Form):
    """As many rows of key and value as are needed; a row without a key is no tag."""

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Tags:
        """Return a form with these tags and some empty rows, within what one thing may have."""
        form = cls()
        for number in range(1, min(len(pairs) + FREE, MOST) + 1):
            key, value = pairs[number - 1] if number <= len(pairs) else ("", "")
            form._row(number, key, value)
        return form

    @classmethod
    def sent(cls, request: PageRequest, fold: Fold) -> Tags:
        """Return the form as it was sent, checked; ``fold`` makes keys equal that count as the same."""
        numbers = (number for number in range(1, MOST + 1) if f"key{number}" in request.form)
        rows = max(max(numbers, default=0) - FREE, 0)
        form = cls.of([("", "")] * rows).take(request.form)
        form._check(fold)
        return form

    def _row(self, number: int, key: str, value: str) -> None:
        place = {"number": number}
        for name, most, label, what in (
            ("key", 128, Message("Key of tag {number}", place), key),
            ("value", 256, Message("Value of tag {number}", place), value),
        ):
            one = Field(label=label, most=most, required=False, name=f"{name}{number}", value=what)
            setattr(self, one.name, one)

    @property
    def rows(self) -> list[tuple[Field, Field]]:
        """Key and value of each row."""
        every = list(self)
        return list(zip(every[::2], every[1::2], strict=True))

    @property
    def pairs(self) -> list[Pair]:
        """The tags that were filled in."""
        return [(key.value, value.value) for key, value in self.rows if key.value]

    def _check(self, fold: Fold) -> None:
        """Say what cannot be right: a value without a key, the same key twice."""
        seen: set[str] = set()
        for key, value in self.rows:
            if value.value and not key.value:
                key.error = Message("Give the value a key, or clear both.")
            if key.value and fold(key.value) in seen:
                key.error = Message("This key is used above already.")
            seen.add(fold(key.value))

    def gone(self, present: Sequence[Pair], fold: Fold) -> list[str]:
        """Return the keys of present tags that were cleared."""
        kept = {fold(key) for key, _ in self.pairs}
        return [key for key, _ in present if fold(key) not in kept]

    def changed(self, present: Sequence[Pair]) -> list[dict[str, str]]:
        """Return the tags that are new or have another value, as operations take them."""
        return [{"Key": key, "Value": value} for key, value in self.pairs if (key, value) not in present]
