"""What stands behind an access key and its session token, asked anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from frontdesk.authentication import wire_callers
from frontdesk.core.callers import Caller
from frontdesk.credentials import access_keys, session_tokens
from frontdesk.credentials.session_tokens import Issued
from frontdesk.directory import accounts, life_cycle, users
from frontdesk.store.context import Context
from tests.support.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def bob(world: World) -> Caller:
    user = world.user(world.account(), "bob")

    def make(ctx: Context) -> str:
        return access_keys.create(ctx, user.principal_id)[0].id

    return replace(user, access_key_id=world.run(make, user.account_id))


def issue(world: World, caller: Caller) -> Issued:
    return world.run(lambda ctx: session_tokens.issue(ctx, caller, HOUR), caller.account_id)


def usable(world: World, given: Issued) -> bool:
    facts = world.run(lambda ctx: wire_callers.facts(ctx, given.key_id, given.token))
    return facts.caller is not None and facts.fault is None and not facts.expired


def test_they_end_with_their_time_and_are_no_other_keys(world: World, bob: Caller) -> None:
    given = issue(world, bob)
    assert not usable(world, replace(given, key_id="ASIAQAAAAAAAGMKEM7X5"))
    world.clock.forward(HOUR)
    assert world.run(lambda ctx: wire_callers.facts(ctx, given.key_id, given.token)).expired


def test_a_suspended_account_is_known_only_to_whoever_has_the_secret(world: World, bob: Caller) -> None:
    def suspend(ctx: Context) -> None:
        life_cycle.suspend(ctx, accounts.bound(ctx), "abuse")

    world.run(suspend, bob.account_id)
    facts = world.run(lambda ctx: wire_callers.facts(ctx, bob.access_key_id or "", None))
    assert facts.suspended
    assert facts.fault is None


def test_they_stand_only_while_key_and_user_do(world: World, bob: Caller) -> None:
    given = issue(world, bob)

    def stands() -> bool:
        return usable(world, given)

    def set_status(status: str) -> None:
        def change(ctx: Context) -> None:
            access_keys.set_status(ctx, access_keys.get(ctx, bob.principal_id, bob.access_key_id or ""), status)

        world.run(change, bob.account_id)

    assert stands()
    set_status(access_keys.INACTIVE)
    assert not stands()
    set_status(access_keys.ACTIVE)
    assert stands()

    def delete_user(ctx: Context) -> None:
        users.delete(ctx, users.find(ctx, "bob") or pytest.fail("bob is gone"))

    world.run(delete_user, bob.account_id)
    assert not stands()


def test_roots_stand_while_the_key_does(world: World) -> None:
    root = world.account()
    key = world.run(lambda ctx: access_keys.create(ctx, root.account_id)[0].id, root.account_id)
    given = issue(world, replace(root, access_key_id=key))
    assert usable(world, given)

    def delete_key(ctx: Context) -> None:
        access_keys.remove(ctx, access_keys.get(ctx, root.account_id, key))

    world.run(delete_key, root.account_id)
    assert not usable(world, given)
