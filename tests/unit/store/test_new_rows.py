"""What a unit of work leaves behind is written whole, whichever way the session would have done it."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.authentication.tables import Challenge, SpentPuzzle, Throttle
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow
from tests.support.stores import FrozenClock
from tests.support.world import World

SOON = FrozenClock().now() + timedelta(hours=1)


def spent(digest: str) -> SpentPuzzle:
    return SpentPuzzle(digest=digest, expires_at=SOON)


def digests(world: World) -> list[str]:
    return sorted(row.digest for row in world.run(lambda ctx: ctx.all(ctx.across_accounts(SpentPuzzle))))


def test_rows_of_several_kinds_added_in_turn_are_all_written(world: World) -> None:
    def run(ctx: Context) -> None:
        ctx.db.add(spent("one"))
        ctx.db.add(Throttle(scope="a", moments=[1, 2], until=SOON))
        ctx.db.add(spent("two"))

    world.run(run)
    assert digests(world) == ["one", "two"]
    assert [row.moments for row in world.run(lambda ctx: ctx.all(ctx.across_accounts(Throttle)))] == [[1, 2]]


def test_columns_that_were_never_set_stay_empty_beside_rows_in_which_they_are_set(world: World) -> None:
    given = {"at": SOON, "name": "n", "source": "s", "read_only": True, "record": {"a": 1}}

    def run(ctx: Context) -> None:
        ctx.db.add(EventRow(id="bare", **given))
        ctx.db.add(EventRow(id="full", reference="FD-2222-3333", **given))

    world.run(run)
    rows = world.run(lambda ctx: ctx.all(ctx.across_accounts(EventRow).where(EventRow.name == "n")))
    assert {row.id: row.reference for row in rows} == {"bare": None, "full": "FD-2222-3333"}


def test_a_new_row_may_take_the_place_of_one_that_goes_in_the_same_unit_of_work(world: World) -> None:
    def code(digest: str) -> Challenge:
        times = {"issued_at": SOON, "expires_at": SOON}
        return Challenge(attempt_id="a", factor="mailed_code", digest=digest, tries=0, sent=1, **times)

    def replace(ctx: Context) -> None:
        ctx.db.delete(ctx.all(ctx.across_accounts(Challenge))[0])
        ctx.db.add(code("second"))

    world.run(lambda ctx: ctx.db.add(code("first")))
    world.run(replace)
    assert [row.digest for row in world.run(lambda ctx: ctx.all(ctx.across_accounts(Challenge)))] == ["second"]


def test_nothing_is_left_of_a_unit_of_work_that_fails_at_its_last_row(world: World) -> None:
    world.run(lambda ctx: ctx.db.add(spent("taken")))

    def run(ctx: Context) -> None:
        ctx.db.add(Throttle(scope="a", moments=[1], until=SOON))
        if not ctx.all(ctx.across_accounts(Throttle)) and next(first, False):
            ctx.db.add(spent("taken"))

    first = iter((True,))
    world.run(run)  # the store reports a conflict, and the work is repeated
    assert digests(world) == ["taken"]
    assert len(world.run(lambda ctx: ctx.all(ctx.across_accounts(Throttle)))) == 1
