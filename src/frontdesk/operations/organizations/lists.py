"""Lists of organizations: at most twenty to a page, whatever is asked (wire 3.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.core.errors import FrontdeskError, Kind
from frontdesk.operations.registry import Page
from frontdesk.store.context import Context
from frontdesk.store.listing import AnyListing, ShortListing

MOST = 20


class InvalidNextToken(FrontdeskError):
    """A token that was not given out for this list."""

    code = "InvalidInputException"
    kind = Kind.INVALID

    def __init__(self, text: str, /, **values: Any) -> None:
        super().__init__(text, **values)
        self.members = {"Reason": "INVALID_NEXT_TOKEN"}


@dataclass(frozen=True)
class Twenty:
    """A listing of which nobody gets more than twenty at once."""

    whole: AnyListing

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[Any], str | None]:
        """Read one page."""
        return self.whole.page(ctx, after, min(limit, MOST))


def page(member: str, listing: AnyListing, item: Callable[[Any], Any], *, bound_to: str = "") -> Page:
    """Return an answer whose marker is good for the same ``bound_to`` only."""
    return Page(member, Twenty(listing), item, bound_to=bound_to, bad_marker=InvalidNextToken)


def in_hand(items: Sequence[Any], key: Callable[[Any], str]) -> ShortListing[Any]:
    """Return a listing of what is read already."""
    return ShortListing(items, key)
