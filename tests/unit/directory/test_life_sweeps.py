"""What time does to accounts, lived through in a second (behaviour 5.5 to 5.7)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from frontdesk.core.callers import Caller
from frontdesk.directory import accounts, belongings, life_cycle, life_sweeps
from frontdesk.operations import catalogue
from frontdesk.store import erasure, whole
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from frontdesk.worker import JOBS, Worker
from tests.support.lives import live, organize, state, with_settings
from tests.support.world import World, allow, opened

SWEEPS = ("close_pending", "close_suspended", "warn", "end", "erase")


@pytest.fixture
def root(world: World) -> Caller:
    return world.account(alias="example")


def sweep(world: World, *names: str) -> None:
    for name in names or SWEEPS:
        while world.run(getattr(life_sweeps, name)):
            pass


def messages(world: World) -> list[str]:
    rows = world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at)))
    return [row.message for row in rows]


def test_a_closing_is_done_at_the_next_turn(world: World, root: Caller) -> None:
    live(world, root, "begin")
    Worker(world.store, None).turn()
    assert state(world, root) == "CLOSED"


def test_every_sweep_is_a_job_of_the_worker() -> None:
    jobs = {job.run for job in JOBS}
    assert jobs >= {getattr(life_sweeps, name) for name in SWEEPS}
    pending = next(job for job in JOBS if job.run is life_sweeps.close_pending)
    assert pending.every <= timedelta(minutes=1)


def test_a_suspended_account_is_closed_after_thirty_days(world: World, root: Caller) -> None:
    live(world, root, "suspend")
    world.move(days=30, seconds=-2)
    sweep(world)
    assert state(world, root) == "SUSPENDED"
    world.move(seconds=2)
    sweep(world)
    assert state(world, root) == "CLOSED"
    live(world, root, "reopen")
    world.move(days=29)
    sweep(world)
    assert state(world, root) == "SUSPENDED"


def test_it_is_warned_twice_and_ended_once(world: World, root: Caller) -> None:
    live(world, root, "begin close")
    said: list[tuple[int, str]] = []
    for day in range(95):
        before = len(messages(world))
        sweep(world)
        sweep(world)
        said += [(day, message) for message in messages(world)[before:]]
        world.move(days=1)
    assert said == [(76, "account_ends_soon"), (87, "account_ends_soon"), (90, "account_ended")]
    assert state(world, root) == "PERMANENTLY_CLOSED"


def test_a_worker_that_slept_warns_once_with_the_days_that_are_left(world: World, root: Caller) -> None:
    live(world, root, "begin close")
    world.move(days=88)
    sweep(world)
    assert messages(world).count("account_ends_soon") == 1
    told = next(event for event in world.events(root) if event.name == "AccountEndsSoon")
    assert told.record["serviceEventDetails"]["Days"] == 2


def test_a_reopened_account_is_warned_again_when_it_is_closed_again(world: World, root: Caller) -> None:
    for _ in range(2):
        live(world, root, "begin close")
        world.move(days=77)
        sweep(world)
        live(world, root, "reopen")
    assert messages(world).count("account_ends_soon") == 2


def test_where_accounts_end_soon_nobody_is_warned_of_a_day_before_the_closing(world: World) -> None:
    brief = with_settings(world, closed_days=7)
    root = brief.account()
    live(brief, root, "begin close")
    sweep(brief)
    assert "account_ends_soon" not in messages(brief)
    brief.move(days=5)
    sweep(brief)
    assert messages(brief).count("account_ends_soon") == 1


@given(order=st.lists(st.sampled_from(SWEEPS), min_size=5, max_size=12), days=st.integers(0, 200))
def test_sweeps_in_any_order_and_number_tell_nobody_twice(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], days: int
) -> None:
    with opened(tmp_path_factory.mktemp("world")) as world:
        root = world.account()
        live(world, root, "begin")
        sweep(world, *order)
        world.move(days=days)
        sweep(world, *order, *order)
        told = Counter(messages(world))
        assert all(count == 1 for message, count in told.items() if message != "account_ends_soon")
        assert told["account_ends_soon"] <= 2


def left(world: World, account: Caller) -> dict[str, int]:
    """Return how many rows of each table an account has."""

    def count(ctx: Context) -> dict[str, int]:
        found = {
            table.name: ctx.db.scalar(
                select(func.count()).select_from(table).where(table.c.account_id == account.account_id)
            )
            for table in whole.of_accounts()
        }
        return {name: int(number) for name, number in found.items() if number}

    return world.run(count)


def furnish(world: World, root: Caller) -> None:
    catalogue.load()
    for number in range(7):
        user = world.user(root, f"user-{number}", allow(), password=True, tags={"Team": "Quay"})
        world.perform(root, "iam:CreateAccessKey", {"UserName": user.user_name})
    world.perform(root, "iam:CreateGroup", {"GroupName": "readers"})
    world.perform(root, "iam:AddUserToGroup", {"GroupName": "readers", "UserName": "user-1"})


def test_what_is_left_of_it_goes_and_nothing_of_anybody_else(world: World, root: Caller) -> None:
    other = world.account("Other")
    furnish(world, root)
    furnish(world, other)
    before = left(world, other)
    live(world, root, "begin close")
    closed = left(world, root)
    live(world, root, "wait end")
    sweep(world)
    kept = left(world, root)
    assert kept.keys() <= belongings.KEPT
    assert kept.keys() >= {"aliases", "events", "outbox"}
    assert closed["users"] == 7
    assert kept["events"] >= closed["events"]
    assert left(world, other) == before
    assert world.run(lambda ctx: accounts.bound(ctx).erased_at, root.account_id) is not None


def test_it_goes_in_bounded_batches(world: World, root: Caller) -> None:
    furnish(world, root)
    live(world, root, "begin close wait end")
    gone = []
    while count := world.run(lambda ctx: erasure.erase(ctx, root.account_id, belongings.KEPT, 5)):
        gone.append(count)
    assert max(gone) == 5
    assert len(gone) > 5
    assert left(world, root).keys() <= belongings.KEPT


def test_a_management_account_with_open_members_is_never_closed_by_time(world: World, root: Caller) -> None:
    member = world.account("Member")
    organize(world, root, member)
    live(world, root, "suspend")
    world.move(days=31)
    sweep(world)
    assert state(world, root) == "SUSPENDED"
    live(world, member, "begin close")
    sweep(world)
    assert state(world, root) == "CLOSED"
    assert world.run(lambda ctx: life_cycle.ends_at(ctx, accounts.bound(ctx)), root.account_id) > world.now


def test_what_came_in_the_way_of_a_closing_ends_it(world: World, root: Caller) -> None:
    """While it is being closed an account works, so it may get members."""
    member = world.account("Member")
    live(world, root, "begin")
    organize(world, root, member)
    sweep(world)
    assert state(world, root) == "ACTIVE"
    assert messages(world) == ["account_not_closed"]
    details = [event.record["serviceEventDetails"] for event in world.events(root)]
    assert [one["Status"] for one in details if "Status" in one] == ["FAILED"]
