"""What is remembered of a principal is believed only while it is true."""

from __future__ import annotations

import pytest

from frontdesk.authentication import principals
from frontdesk.authentication.principals import Question
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied
from frontdesk.directory import inline_policies, users
from frontdesk.operations import catalogue
from frontdesk.store.context import Context
from frontdesk.store.work import Store
from tests.support.world import World, allow

catalogue.load()


@pytest.fixture
def reader(world: World) -> Caller:
    """A user whom one policy lets list users."""
    return world.user(world.account(), "reader", allow("iam:ListUsers"))


def lists_users(world: World, reader: Caller) -> bool:
    try:
        world.perform(reader, "iam:ListUsers")
    except AccessDenied:
        return False
    return True


def take_away(reader: Caller, ctx: Context) -> None:
    user = users.get(ctx, reader.principal_id)
    assert user
    inline_policies.delete(ctx, user, "given")


def test_a_policy_taken_away_counts_at_once(world: World, reader: Caller) -> None:
    assert lists_users(world, reader)
    assert lists_users(world, reader)
    world.run(lambda ctx: take_away(reader, ctx), reader.account_id)
    assert not lists_users(world, reader)


def test_a_policy_taken_away_by_another_process_counts_at_once(world: World, reader: Caller) -> None:
    assert lists_users(world, reader)
    other = Store(world.store.engine, world.settings, world.keyring, world.clock, world.store.entropy)
    other.transact(lambda ctx: take_away(reader, ctx.within(reader.account_id)))
    other.freshness.close()
    assert not lists_users(world, reader)


def test_a_change_counts_within_its_own_unit_of_work(world: World, reader: Caller) -> None:
    assert lists_users(world, reader)
    question = Question("iam:ListUsers", f"arn:aws:iam::{reader.account_id}:user/", {})

    def act(ctx: Context) -> bool:
        take_away(reader, ctx)
        ctx.db.flush()
        return principals.decide(ctx, reader, question)[1].allowed

    assert not world.run(act, reader.account_id)


def test_what_was_committed_elsewhere_in_the_account_changes_nothing(world: World, reader: Caller) -> None:
    assert lists_users(world, reader)
    world.user(reader.account_id, "another")
    assert lists_users(world, reader)
