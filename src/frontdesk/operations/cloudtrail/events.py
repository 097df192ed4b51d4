"""The account's event history."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from frontdesk.audit import lookup
from frontdesk.audit.lookup import EventListing, Filter
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.cloudtrail.errors import InvalidLookupAttributes, InvalidNextToken, InvalidTimeRange
from frontdesk.operations.registry import Page, Resource, Target, operation
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow
from frontdesk.store.listing import AnyListing, ShortListing

Answer = dict[str, Any]
Attributes = list[dict[str, str]]

# CloudTrail names no resource in these; refusals then name none either, and only "*" in a policy matches
no_resource = Resource(lambda ctx, params: Target(""), gives=False)


@operation("cloudtrail:LookupEvents", resource=no_resource, also_in=ROOT_ONLY)
def lookup_events(
    ctx: Context,
    *,
    lookup_attributes: Attributes | None = None,
    start_time: datetime | None = None,
    end_time: datetime | None = None,
    event_category: str | None = None,
) -> Page:
    """List the last ninety days' events, newest first; the only category is insight, and of it there are none."""
    wanted = _filter(lookup_attributes or [], start_time, end_time)
    listing: AnyListing = EventListing(wanted) if event_category is None else ShortListing([], str)
    return Page("Events", listing, _shown, bound_to=_digest(wanted, event_category), bad_marker=InvalidNextToken)


def _filter(attributes: Attributes, start: datetime | None, end: datetime | None) -> Filter:
    if start and end and start > end:
        raise InvalidTimeRange("The start time must not be after the end time.", field="StartTime")
    if len(attributes) > 1:
        raise InvalidLookupAttributes("At most one lookup attribute can be given.", field="LookupAttributes")
    if not attributes:
        return Filter(start=start, end=end)
    name, value = attributes[0]["AttributeKey"], attributes[0]["AttributeValue"]
    if name == "ReadOnly" and value not in ("true", "false"):
        raise InvalidLookupAttributes("The value of ReadOnly must be true or false.", field="LookupAttributes")
    return Filter(name, value, start, end)


def _digest(wanted: Filter, category: str | None) -> str:
    times = [moment and moment.timestamp() for moment in (wanted.start, wanted.end)]
    return hashlib.sha256(json.dumps([wanted.attribute, wanted.value, *times, category]).encode()).hexdigest()


def _shown(row: EventRow) -> Answer:
    optional = {"AccessKeyId": row.access_key_id, "Username": lookup.user_name(row)}
    return {
        "EventId": row.id,
        "EventName": row.name,
        "ReadOnly": str(row.read_only).lower(),
        "EventTime": row.at.replace(microsecond=0),
        "EventSource": row.source,
        "Resources": _resources(row),
        "CloudTrailEvent": json.dumps(row.record, separators=(",", ":")),
        **{name: value for name, value in optional.items() if value},
    }


def _resources(row: EventRow) -> list[Answer]:
    if row.resource_name is None:
        return []
    kind = {"ResourceType": row.resource_type} if row.resource_type else {}
    return [{**kind, "ResourceName": row.resource_name}]
