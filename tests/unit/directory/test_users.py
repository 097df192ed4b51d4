from __future__ import annotations

import pytest

from frontdesk.core import ids
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AlreadyExists, LimitExceeded
from frontdesk.directory import accounts, users
from frontdesk.directory.tables import User
from frontdesk.store.context import Context
from tests.support.world import World


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


def names(world: World, root: Caller, prefix: str) -> list[str]:
    def read(ctx: Context) -> list[str]:
        return [user.name for user in users.listing(ctx, prefix).page(ctx, None, 100)[0]]

    return world.run(read, root.account_id)


def version(world: World, root: Caller) -> int:
    return world.run(lambda ctx: accounts.bound(ctx).version, root.account_id)


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("/", ["a", "b", "c", "d"]),
        ("/div", ["b", "c"]),
        ("/div/", ["b"]),
        ("/Div", ["d"]),
        ("/%", []),
        ("/d_v", []),
        ("/div/sub/x", []),
    ],
)
def test_a_path_prefix_is_plain_text(world: World, root: Caller, prefix: str, found: list[str]) -> None:
    for name, path in (("a", "/"), ("b", "/div/"), ("c", "/division/sub/"), ("d", "/Div/")):
        world.user(root, name, path=path)
    assert names(world, root, prefix) == found


def test_names_are_listed_by_code_point(world: World, root: Caller) -> None:
    for name in ("b", "a", "B", "_c", "1"):
        if name != "B":
            world.user(root, name)
    world.user(root, "Ab")
    assert names(world, root, "/") == ["1", "Ab", "_c", "a", "b"]


def test_a_name_is_taken_in_any_case_but_only_in_its_account(world: World, root: Caller) -> None:
    world.user(root, "Bob")
    with pytest.raises(AlreadyExists) as refusal:
        world.user(root, "BOB")
    assert str(refusal.value) == "User with name BOB already exists."
    assert world.user(world.account("Other"), "BOB").user_name == "BOB"


def test_ids_carry_the_account_and_are_not_used_again(world: World, root: Caller) -> None:
    first = world.user(root, "bob").principal_id
    world.run(lambda ctx: users.delete(ctx, users.find(ctx, "bob") or pytest.fail("bob is gone")), root.account_id)
    second = world.user(root, "bob").principal_id
    assert first != second
    assert len(first) == 21
    assert first[:4] == "AIDA"
    assert ids.account_in_key(first[:13] + "AAAAAAA") == root.account_id


def test_five_thousand_and_no_more(world: World, root: Caller) -> None:
    def fill(ctx: Context) -> None:
        for number in range(users.PER_ACCOUNT - 1):
            row = User(
                id=f"AIDA{number}",
                account_id=root.account_id,
                name=str(number),
                name_key=str(number),
                path="/",
                created_at=ctx.now,
                tags=[],
            )
            ctx.db.add(row)

    world.run(fill, root.account_id)
    world.user(root, "last")
    with pytest.raises(LimitExceeded) as refusal:
        world.user(root, "one-more")
    assert str(refusal.value) == "Cannot exceed quota for UsersPerAccount: 5000"
    world.user(world.account("Other"), "first")


def test_whatever_changes_a_user_raises_the_accounts_version(world: World, root: Caller) -> None:
    world.user(root, "bob")

    def bob(ctx: Context) -> User:
        return users.find(ctx, "bob") or users.find(ctx, "rob") or pytest.fail("bob is gone")

    for change in (
        lambda ctx: users.move(ctx, bob(ctx), path="/new/"),
        lambda ctx: users.move(ctx, bob(ctx), name="rob"),
        lambda ctx: users.set_tags(ctx, bob(ctx), [["a", "b"]]),
        lambda ctx: users.delete(ctx, bob(ctx)),
    ):
        before = version(world, root)
        world.run(change, root.account_id)
        assert version(world, root) > before
