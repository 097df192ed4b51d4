"""Long lists, read a page at a time by a key that never changes under the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Select, bindparam
from sqlalchemy.orm import InstrumentedAttribute

from frontdesk.store.context import Context
from frontdesk.store.prepared import Prepared

Item = TypeVar("Item")
Seen = TypeVar("Seen", covariant=True)


class Listing(Protocol[Seen]):
    """Something that can be read in pages."""

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[Seen], str | None]:
        """Return at most ``limit`` items after a key, and the key to go on from, or None at the end."""
        ...


@dataclass(frozen=True)
class QueryListing(Generic[Item]):
    """Rows of a query in the order of one unique text column, ascending by code point."""

    query: Select[Any]
    order: InstrumentedAttribute[str]

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[Item], str | None]:
        """Read one page."""
        query = self.query if after is None else self.query.where(self.order > after)
        rows: list[Item] = list(ctx.db.scalars(query.order_by(self.order).limit(limit + 1)))
        more = len(rows) > limit
        return rows[:limit], str(getattr(rows[limit - 1], self.order.key)) if more else None


@dataclass(frozen=True)
class ColumnListing:
    """Columns of a query of ``bound`` for these values, in the order of one unique text column among them."""

    query: Select[Any]
    order: InstrumentedAttribute[str]
    values: Mapping[str, Any]

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[Any], str | None]:
        """Read one page; no name is before the empty one."""
        rows = ctx.read(_paged(self.query, self.order), **self.values, after=after or "", most=limit + 1)
        more = len(rows) > limit
        return rows[:limit], str(getattr(rows[limit - 1], self.order.key)) if more else None


@lru_cache(maxsize=256)
def _paged(query: Select[Any], order: InstrumentedAttribute[str]) -> Prepared[Any]:
    return Prepared(query.where(order > bindparam("after")).order_by(order).limit(bindparam("most")), folded=True)


@dataclass(frozen=True)
class ShortListing(Generic[Item]):
    """Items already in hand, ordered by a key that is unique among them."""

    items: Sequence[Item]
    key: Callable[[Item], str]

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[Item], str | None]:
        """Take one page."""
        rows = sorted((item for item in self.items if after is None or self.key(item) > after), key=self.key)
        return rows[:limit], self.key(rows[limit - 1]) if len(rows) > limit else None


AnyListing = Listing[Any]


@dataclass(frozen=True)
class ChainListing:
    """Several lists read one after the other."""

    parts: Sequence[AnyListing]

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[Any], str | None]:
        """Read one page; it may go over the end of one list into the next."""
        start, _, key = (after or "0:").partition(":")
        rows: list[Any] = []
        for number in range(int(start), len(self.parts)):
            found, following = self.parts[number].page(ctx, key or None, limit - len(rows))
            rows.extend(found)
            if following is not None:
                return rows, f"{number}:{following}"
            if len(rows) == limit:
                return rows, self._next_filled(ctx, number + 1)
            key = ""
        return rows, None

    def _next_filled(self, ctx: Context, start: int) -> str | None:
        filled = (number for number in range(start, len(self.parts)) if self.parts[number].page(ctx, None, 1)[0])
        return next((f"{number}:" for number in filled), None)
