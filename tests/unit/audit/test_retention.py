"""How long events are kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, insert, select

from frontdesk.audit import retention
from frontdesk.core.callers import Caller
from frontdesk.store.context import Context
from frontdesk.store.events import Event, EventRow
from tests.support.world import World


def write(world: World, root: Caller, name: str) -> None:
    world.run(lambda ctx: ctx.record(Event(name, "iam.amazonaws.com", root.account_id, {"type": "Root"})))


def test_what_is_older_than_the_setting_goes(world: World) -> None:
    root = world.account()
    write(world, root, "Old")
    world.clock.forward(timedelta(days=1))
    write(world, root, "Young")
    world.clock.forward(timedelta(days=world.settings.event_days - 1))
    assert world.run(retention.forget_old) is False
    assert [row.name for row in world.events()] == ["Old", "Young"]
    world.clock.forward(timedelta(microseconds=1))
    for _ in range(2):
        assert world.run(retention.forget_old) is False
        assert [row.name for row in world.events()] == ["Young"]


def test_many_go_in_batches_that_say_whether_there_are_more(world: World) -> None:
    def fill(ctx: Context) -> None:
        common = {"at": ctx.now, "name": "Old", "source": "iam.amazonaws.com", "read_only": True, "record": {}}
        ctx.db.execute(insert(EventRow), [{"id": str(number), **common} for number in range(2500)])

    def left(ctx: Context) -> int:
        return ctx.db.scalar(select(func.count()).select_from(EventRow)) or 0

    world.run(fill)
    world.clock.forward(timedelta(days=world.settings.event_days + 1))
    steps = [(world.run(retention.forget_old), world.run(left)) for _ in range(3)]
    assert steps == [(True, 1500), (True, 500), (False, 0)]
