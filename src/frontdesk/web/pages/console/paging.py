"""Lists that are read whole and shown a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from frontdesk.web.door import PageRequest

Item = TypeVar("Item")
PER_PAGE = 20


@dataclass(frozen=True)
class Window(Generic[Item]):
    """One page of a list: its rows, the numbers of the first and last of them, and where the pages beside it are."""

    rows: Sequence[Item]
    first: int
    total: int
    previous: str
    next: str

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1


def window(request: PageRequest, items: Sequence[Item], **kept: str) -> Window[Item]:
    """Return the page that the address asks for as ``page=2``, or the nearest that there is.

    ``kept`` are the parts of the query that the pages beside it need too.
    """
    pages = max(1, -(-len(items) // PER_PAGE))
    here = min(_number(request), pages)
    start = (here - 1) * PER_PAGE
    return Window(
        rows=items[start : start + PER_PAGE],
        first=start + 1,
        total=len(items),
        previous=_at(request, here - 1, kept) if here > 1 else "",
        next=_at(request, here + 1, kept) if here < pages else "",
    )


def _number(request: PageRequest) -> int:
    typed = request.query.get("page", "")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _at(request: PageRequest, number: int, kept: Mapping[str, str]) -> str:
    return f"{request.path}?" + urlencode({name: value for name, value in kept.items() if value} | {"page": number})


def named(items: Sequence[Item], member: str, words: str) -> list[Item]:
    """Return the items whose name has a text in it, in any case, ordered by name."""

    def name(item: Item) -> str:
        return str(item[member]).lower()  # type: ignore[index]

    return sorted((item for item in items if words.lower() in name(item)), key=name)
