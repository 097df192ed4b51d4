"""Remembered policies are never older than the last commit, whatever ran beside it (architecture 14)."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from frontdesk.authentication import principals
from frontdesk.authentication.principals import Question
from frontdesk.core.callers import Caller
from frontdesk.directory import accounts, inline_policies, users
from frontdesk.directory.tables import InlinePolicy
from frontdesk.store.context import Context
from tests.support.world import World, allow

ASKED = Question("iam:ListUsers", "*", {})


@pytest.fixture
def bob(world: World) -> Caller:
    """A user who may do everything, by one inline policy."""
    return world.user(world.account(), "bob", allow())


def decided(ctx: Context, caller: Caller) -> bool:
    return principals.decide(ctx.acting(caller), caller, ASKED)[1].allowed


def allowed(world: World, caller: Caller) -> bool:
    return world.store.transact(lambda ctx: decided(ctx, caller))


def revoke(world: World, caller: Caller) -> None:
    def run(ctx: Context) -> None:
        [policy] = ctx.all(ctx.select(InlinePolicy))
        user = users.get(ctx, caller.principal_id)
        assert user
        inline_policies.delete(ctx, user, policy.name)

    world.run(run, caller.account_id)


def beside(act: Callable[[], None]) -> None:
    """Do something in a unit of work of its own, while another one is open."""
    with ThreadPoolExecutor(1) as other:
        other.submit(act).result()


READS: dict[str, Callable[[Context, Caller], object]] = {
    "nothing": lambda ctx, caller: None,
    "the user": lambda ctx, caller: users.get(ctx, caller.principal_id),
    "the account": lambda ctx, caller: accounts.bound(ctx),
    "both": lambda ctx, caller: (accounts.bound(ctx), users.get(ctx, caller.principal_id)),
    "the decision": decided,
}


@pytest.mark.parametrize("before", READS)
@pytest.mark.parametrize("after", READS)
@pytest.mark.parametrize("warm", [True, False])
def test_a_policy_taken_away_beside_a_unit_of_work_counts_at_the_next(
    world: World, bob: Caller, before: str, after: str, warm: bool
) -> None:
    def run(ctx: Context) -> None:
        READS[before](ctx.acting(bob), bob)
        beside(lambda: revoke(world, bob))
        READS[after](ctx.acting(bob), bob)
        decided(ctx, bob)

    assert not warm or allowed(world, bob)
    world.store.transact(run)
    assert not allowed(world, bob)


def test_what_was_rolled_back_is_not_remembered(world: World, bob: Caller) -> None:
    """A version that was never committed is given again to another change."""

    class Stop(Exception):
        pass

    def give_all_and_stop(ctx: Context) -> None:
        user = users.get(ctx, bob.principal_id)
        assert user
        inline_policies.put(ctx, user, "all", json.dumps(allow()))
        assert decided(ctx, bob)
        raise Stop

    revoke(world, bob)
    assert not allowed(world, bob)
    with pytest.raises(Stop):
        world.run(give_all_and_stop, bob.account_id)
    world.run(accounts.touch, bob.account_id)
    assert not allowed(world, bob)
