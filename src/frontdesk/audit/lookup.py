"""Searching an account's events as CloudTrail does: newest first, one attribute, ninety days (wire 9.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_

from frontdesk.store.context import Context
from frontdesk.store.events import EventRow

MOST = 50
WINDOW = timedelta(days=90)
_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, tzinfo=UTC)  # no event is later, and a second more is still a time
_MICROSECOND = timedelta(microseconds=1)
ROOT_NAME = "root"


@dataclass(frozen=True)
class Filter:
    """Which events are wanted. ``attribute`` is a name of :data:`ATTRIBUTES` with the value that it has to equal.

    Times count in whole seconds, as events tell them, and both ends belong to the range.
    """

    attribute: str | None = None
    value: str = ""
    start: datetime | None = None
    end: datetime | None = None


def _user_name(value: str) -> ColumnElement[bool]:
    if value != ROOT_NAME:
        return EventRow.user_name == value
    is_root = EventRow.record["userIdentity"]["type"].as_string() == "Root"
    return or_(EventRow.user_name == value, and_(EventRow.user_name.is_(None), is_root))


ATTRIBUTES: Mapping[str, Callable[[str], ColumnElement[bool]]] = {
    "EventId": lambda value: EventRow.id == value,
    "EventName": lambda value: EventRow.name == value,
    "ReadOnly": lambda value: EventRow.read_only.is_(value == "true"),
    "Username": _user_name,
    "ResourceType": lambda value: EventRow.resource_type == value,
    "ResourceName": lambda value: EventRow.resource_name == value,
    "EventSource": lambda value: EventRow.source == value,
    "AccessKeyId": lambda value: EventRow.access_key_id == value,
}


def user_name(row: EventRow) -> str | None:
    """Return the name that CloudTrail shows beside an event; a root user is called ``root``."""
    if row.user_name is None and row.record["userIdentity"].get("type") == "Root":
        return ROOT_NAME
    return row.user_name


@dataclass(frozen=True)
class EventListing:
    """The bound account's events that pass a filter, newest first, at most fifty to a page."""

    filter: Filter

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[EventRow], str | None]:
        """Read one page. Events that come in meanwhile stand before the first page and disturb none."""
        limit = min(limit, MOST)
        query = self._query(ctx)
        if after is not None:
            query = query.where(_older_than(after))
        rows = ctx.all(query.order_by(EventRow.at.desc(), EventRow.id.desc()).limit(limit + 1))
        return rows[:limit], _key(rows[limit - 1]) if len(rows) > limit else None

    def _query(self, ctx: Context) -> Select[EventRow]:
        query = ctx.select(EventRow).where(EventRow.at >= max(ctx.now - WINDOW, _ceiling(self.filter.start)))
        if self.filter.end is not None:
            query = query.where(EventRow.at < _floor(self.filter.end) + _SECOND)
        if self.filter.attribute is not None:
            query = query.where(ATTRIBUTES[self.filter.attribute](self.filter.value))
        return query


def _floor(moment: datetime) -> datetime:
    return min(moment, _LAST).replace(microsecond=0)


def _ceiling(moment: datetime | None) -> datetime:
    if moment is None:
        return _EPOCH
    return _floor(moment) + (_SECOND if moment > _floor(moment) else timedelta())


def _key(row: EventRow) -> str:
    return f"{(row.at - _EPOCH) // _MICROSECOND}:{row.id}"


def _older_than(key: str) -> ColumnElement[bool]:
    microseconds, _, id = key.partition(":")
    at = _EPOCH + int(microseconds) * _MICROSECOND
    return and_(EventRow.at <= at, or_(EventRow.at < at, EventRow.id < id))
