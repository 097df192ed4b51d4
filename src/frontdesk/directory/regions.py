"""Regions, and which of them an account has opted in to.

Everything here is in one place, so a region changes nothing but what tools are told that ask. Opting in and out is
finished at once; ``ENABLING`` and ``DISABLING`` are never seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frontdesk.core.messages import Message
from frontdesk.directory.errors import InvalidRegion
from frontdesk.directory.tables import EnabledRegion
from frontdesk.store.context import Context

ENABLED, DISABLED, ENABLED_BY_DEFAULT = "ENABLED", "DISABLED", "ENABLED_BY_DEFAULT"
_FILE = Path(__file__).with_name("regions.json")


@dataclass(frozen=True)
class Region:
    """A region of AWS; one that is on ``by_default`` cannot be turned off."""

    name: str
    place: str
    by_default: bool


@dataclass(frozen=True)
class Choice:
    """A region, and what an account has made of it."""

    region: Region
    status: str


@cache
def known() -> tuple[Region, ...]:
    """Return every region, by name."""
    return tuple(Region(**one) for one in json.loads(_FILE.read_text("utf-8")))


def find(name: str) -> Region:
    """Return a region; raises InvalidRegion."""
    for region in known():
        if region.name == name:
            return region
    raise InvalidRegion("There is no region {name}.", name=name, field="RegionName")


def choices(ctx: Context) -> list[Choice]:
    """Return every region with the bound account's choice, by name."""
    on = {row.name for row in ctx.all(ctx.select(EnabledRegion))}
    return [Choice(region, _status(region, region.name in on)) for region in known()]


def status(ctx: Context, name: str) -> str:
    """Return the bound account's choice for one region; raises InvalidRegion."""
    return _status(find(name), _row(ctx, name) is not None)


def _status(region: Region, on: bool) -> str:
    if region.by_default:
        return ENABLED_BY_DEFAULT
    return ENABLED if on else DISABLED


def enable(ctx: Context, name: str) -> None:
    """Opt the bound account in to a region; doing it twice changes nothing. Raises InvalidRegion."""
    _optional(name)
    if _row(ctx, name) is None:
        ctx.add(EnabledRegion(account_id=ctx.account_id or "", name=name, changed_at=ctx.now))


def disable(ctx: Context, name: str) -> None:
    """Opt the bound account out of a region; doing it twice changes nothing. Raises InvalidRegion."""
    _optional(name)
    row = _row(ctx, name)
    if row is not None:
        ctx.delete(row)


def _optional(name: str) -> None:
    if find(name).by_default:
        raise InvalidRegion("{name} is on by default and cannot be turned on or off.", name=name, field="RegionName")


def _row(ctx: Context, name: str) -> EnabledRegion | None:
    return ctx.first(ctx.select(EnabledRegion).where(EnabledRegion.name == name))


def words(status: str) -> Message:
    """Return what a status means to people."""
    return {
        ENABLED: Message("On"),
        DISABLED: Message("Off"),
        ENABLED_BY_DEFAULT: Message("Always on"),
    }[status]
