"""Reads gathered in memory: none of them can keep the others from being written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontdesk.core.callers import Caller
from frontdesk.operations import catalogue
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from tests.support.world import World

catalogue.load()


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


def names(world: World) -> list[str]:
    return [event.name for event in world.events()]


def test_a_read_that_cannot_be_written_is_counted_and_holds_up_no_other(world: World, root: Caller) -> None:
    def broken(_ctx: Context) -> Event:
        raise OverflowError("date value out of range")

    world.perform(root, "iam:ListUsers")
    world.desk.reads.note(root, world.origin, broken)
    world.perform(root, "iam:ListGroups")
    assert names(world) == ["ListUsers", "ListGroups"]
    assert world.desk.reads.dropped == 1
    assert world.desk.reads.flush() == 0


MOMENTS = [
    datetime.max.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC, microsecond=0),
    datetime.min.replace(tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("member", ["StartTime", "EndTime"])
def test_looking_up_events_at_either_end_of_time_is_answered_and_written(
    world: World, root: Caller, member: str, moment: datetime
) -> None:
    world.perform(root, "iam:CreateUser", {"UserName": "bob"})
    found = world.perform(root, "cloudtrail:LookupEvents", {member: moment})["Events"]
    assert bool(found) is ((member == "StartTime") == (moment.year == 1))
    assert names(world) == ["CreateUser", "LookupEvents"]
