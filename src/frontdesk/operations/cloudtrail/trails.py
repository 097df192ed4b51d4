"""Trails, of which there are none: honest answers for tools that ask (wire 10.11)."""

from __future__ import annotations

from typing import Any, NoReturn

from frontdesk.operations.cloudtrail.errors import ResourceNotFound, TrailNotFound
from frontdesk.operations.cloudtrail.events import no_resource
from frontdesk.operations.registry import Page, Resource, Target, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing

Answer = dict[str, Any]


def _arn(ctx: Context, named: str) -> str:
    """Return the ARN of a trail given by name or ARN."""
    return (
        named if named.startswith("arn:") else f"arn:aws:cloudtrail:{ctx.origin.region}:{ctx.account_id}:trail/{named}"
    )


def _unknown(ctx: Context, named: str) -> TrailNotFound:
    text = "Unknown trail: {arn} for the user: {account}"
    return TrailNotFound(text, arn=_arn(ctx, named), account=ctx.account_id)


def _tagged(arns: list[str]) -> Target:
    return Target(arns[0] if arns else "", also=tuple(arns[1:]))


trail_named = Resource(lambda ctx, params: Target(_arn(ctx, params["Name"])), gives=False)
selected_trail = Resource(lambda ctx, params: Target(_arn(ctx, params["TrailName"])), gives=False)
tagged = Resource(lambda ctx, params: _tagged(params["ResourceIdList"]), gives=False)


@operation("cloudtrail:DescribeTrails", resource=no_resource)
def describe_trails(
    ctx: Context, *, trail_name_list: list[str] | None = None, include_shadow_trails: bool = True
) -> Answer:
    """Describe trails: there are none."""
    return {"trailList": []}


@operation("cloudtrail:ListTrails", resource=no_resource)
def list_trails(ctx: Context) -> Page:
    """List trails: there are none."""
    return Page("Trails", ShortListing([], str), dict)


@operation("cloudtrail:GetTrailStatus", resource=trail_named)
def get_trail_status(ctx: Context, *, name: str) -> NoReturn:
    """Refuse: every trail is unknown."""
    raise _unknown(ctx, name)


@operation("cloudtrail:GetEventSelectors", resource=selected_trail)
def get_event_selectors(ctx: Context, *, trail_name: str) -> NoReturn:
    """Refuse: every trail is unknown."""
    raise _unknown(ctx, trail_name)


@operation("cloudtrail:ListTags", resource=tagged)
def list_tags(ctx: Context, *, resource_id_list: list[str]) -> Page:
    """List the tags of nothing; every ARN is unknown."""
    if resource_id_list:
        raise ResourceNotFound("Resource {arn} does not exist.", arn=resource_id_list[0])
    return Page("ResourceTagList", ShortListing([], str), dict)
