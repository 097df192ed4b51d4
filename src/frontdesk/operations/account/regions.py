"""Regions that an account has opted in to."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import regions
from frontdesk.directory.regions import Choice
from frontdesk.directory.tables import Account
from frontdesk.operations.account.resources import READABLE, account_for
from frontdesk.operations.registry import Keys, Page, Params, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing


def _target(params: Params) -> Keys:
    return {"account:TargetRegion": str(params["RegionName"])}


@operation("account:ListRegions", resource=account_for("account:ListRegions"), also_in=READABLE)
def list_regions(ctx: Context, account: Account, *, region_opt_status_contains: list[str] | None = None) -> Page:
    """List every region, or those of some statuses, by name."""
    wanted = frozenset(region_opt_status_contains or ())
    found = [one for one in regions.choices(ctx.within(account.id)) if not wanted or one.status in wanted]
    return Page("Regions", ShortListing(found, lambda one: one.region.name), _item, bound_to=" ".join(sorted(wanted)))


def _item(one: Choice) -> dict[str, Any]:
    return {"RegionName": one.region.name, "RegionOptStatus": one.status}


@operation(
    "account:GetRegionOptStatus",
    resource=account_for("account:GetRegionOptStatus"),
    keys=_target,
    also_in=READABLE,
)
def get_region_opt_status(ctx: Context, account: Account, *, region_name: str) -> dict[str, Any]:
    """Say what the account has made of one region."""
    return {"RegionName": region_name, "RegionOptStatus": regions.status(ctx.within(account.id), region_name)}


@operation("account:EnableRegion", resource=account_for("account:EnableRegion"), keys=_target)
def enable_region(ctx: Context, account: Account, *, region_name: str) -> None:
    """Opt in to a region, at once."""
    regions.enable(ctx.within(account.id), region_name)


@operation("account:DisableRegion", resource=account_for("account:DisableRegion"), keys=_target)
def disable_region(ctx: Context, account: Account, *, region_name: str) -> None:
    """Opt out of a region, at once."""
    regions.disable(ctx.within(account.id), region_name)
