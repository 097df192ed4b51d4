"""Access keys of users and of root."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from frontdesk.core import ids
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, LimitExceeded, NotFound, ValidationError
from frontdesk.credentials import access_keys
from frontdesk.directory.errors import InvalidInput
from frontdesk.operations import catalogue
from tests.support.world import World, allow

catalogue.load()


@pytest.fixture
def root(world: World) -> Caller:
    return world.account("Example")


@pytest.fixture
def admin(world: World, root: Caller) -> Caller:
    return world.administrator(root)


def create(world: World, caller: Caller, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = world.perform(caller, "iam:CreateAccessKey", params)["AccessKey"]
    return answer


def listed(world: World, caller: Caller, **params: Any) -> list[dict[str, Any]]:
    keys: list[dict[str, Any]] = world.perform(caller, "iam:ListAccessKeys", params)["AccessKeyMetadata"]
    return keys


@pytest.mark.parametrize("kind", ["user", "root", "self"])
def test_a_key_from_the_first_day_to_the_last(world: World, root: Caller, admin: Caller, kind: str) -> None:
    world.user(root, "bob")
    caller, named = {"user": (admin, {"UserName": "bob"}), "root": (root, {}), "self": (admin, {})}[kind]
    shown = {"user": {"UserName": "bob"}, "root": {}, "self": {"UserName": "admin"}}[kind]
    made = create(world, caller, **named)
    secret = made.pop("SecretAccessKey")
    key = made["AccessKeyId"]
    assert made == {**shown, "AccessKeyId": key, "Status": "Active", "CreateDate": world.now}
    assert (key[:4], len(key), len(secret)) == ("AKIA", 20, 40)
    assert ids.account_in_key(key) == root.account_id
    assert listed(world, caller, **named) == [made]
    for status in ("Inactive", "Inactive", "Active"):
        world.perform(caller, "iam:UpdateAccessKey", {**named, "AccessKeyId": key, "Status": status})
        assert listed(world, caller, **named)[0]["Status"] == status
    world.perform(caller, "iam:DeleteAccessKey", {**named, "AccessKeyId": key})
    assert listed(world, caller, **named) == []
    assert all(secret not in str(event.record) for event in world.events())


@pytest.mark.parametrize("named", [{"UserName": "bob"}, {}])
def test_two_and_no_more_inactive_ones_included(world: World, root: Caller, named: dict[str, str]) -> None:
    world.user(root, "bob")
    first = create(world, root, **named)
    world.move(seconds=1)
    second = create(world, root, **named)
    world.perform(root, "iam:UpdateAccessKey", {**named, "AccessKeyId": first["AccessKeyId"], "Status": "Inactive"})
    with pytest.raises(LimitExceeded) as refusal:
        create(world, root, **named)
    assert str(refusal.value) == "Cannot exceed quota for AccessKeysPerUser: 2"
    found = [key["AccessKeyId"] for key in listed(world, root, **named)]
    assert found == [first["AccessKeyId"], second["AccessKeyId"]]


@pytest.mark.parametrize(
    ("action", "more"), [("iam:UpdateAccessKey", {"Status": "Inactive"}), ("iam:DeleteAccessKey", {})]
)
def test_a_key_of_somebody_else_is_not_found(
    world: World, root: Caller, admin: Caller, action: str, more: dict[str, str]
) -> None:
    world.user(root, "bob")
    other = create(world, admin)["AccessKeyId"]
    of_root = create(world, root)["AccessKeyId"]
    before = world.rows()
    for key in (other, of_root, "AKIAAAAAAAAAAAAAAAAA"):
        with pytest.raises(NotFound) as refusal:
            world.perform(admin, action, {"UserName": "bob", "AccessKeyId": key, **more})
        assert str(refusal.value) == f"The Access Key with id {key} cannot be found"
    assert world.rows() == before


@pytest.mark.parametrize(("status", "error"), [("Expired", InvalidInput), ("active", ValidationError)])
def test_other_states_cannot_be_set(world: World, admin: Caller, status: str, error: type[Exception]) -> None:
    key = create(world, admin)["AccessKeyId"]
    with pytest.raises(error):
        world.perform(admin, "iam:UpdateAccessKey", {"AccessKeyId": key, "Status": status})


def test_only_root_reaches_roots_keys(world: World, root: Caller, admin: Caller) -> None:
    key = create(world, root)["AccessKeyId"]
    assert listed(world, admin) == []
    with pytest.raises(NotFound):
        world.perform(admin, "iam:DeleteAccessKey", {"AccessKeyId": key})
    assert [one["AccessKeyId"] for one in listed(world, root)] == [key]


class TestLastUsed:
    """GetAccessKeyLastUsed."""

    def test_fills_what_is_not_known(self, world: World, admin: Caller) -> None:
        key = create(world, admin)["AccessKeyId"]
        assert world.perform(admin, "iam:GetAccessKeyLastUsed", {"AccessKeyId": key}) == {
            "UserName": "admin",
            "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"},
        }

    def test_tells_the_first_use_in_each_quarter_of_an_hour(self, world: World, root: Caller) -> None:
        key = create(world, root)["AccessKeyId"]
        start = world.now

        def use(region: str) -> Any:
            def note(ctx: Any) -> None:
                access_keys.used(ctx, access_keys.get(ctx, root.account_id, key), region, "iam")

            world.run(note, root.account_id)
            return world.perform(root, "iam:GetAccessKeyLastUsed", {"AccessKeyId": key})["AccessKeyLastUsed"]

        first = {"ServiceName": "iam", "Region": "eu-west-1", "LastUsedDate": start}
        assert use("eu-west-1") == first
        world.move(minutes=14, seconds=59)
        assert use("us-east-1") == first
        world.move(seconds=1)
        assert use("us-east-1") == first | {"Region": "us-east-1", "LastUsedDate": start + timedelta(minutes=15)}

    def test_of_an_unknown_key_needs_the_right_to_any(self, world: World, root: Caller) -> None:
        unknown = {"AccessKeyId": "AKIAAAAAAAAAAAAAAAAA"}
        one = world.user(root, "one", allow("iam:GetAccessKeyLastUsed", resource="arn:aws:iam::*:user/bob"))
        with pytest.raises(AccessDenied):
            world.perform(one, "iam:GetAccessKeyLastUsed", unknown)
        with pytest.raises(NotFound):
            world.perform(world.user(root, "any", allow()), "iam:GetAccessKeyLastUsed", unknown)


def test_keys_of_other_accounts_do_not_exist_here(world: World, admin: Caller) -> None:
    elsewhere = world.account("Other")
    for key in (create(world, elsewhere), create(world, world.administrator(elsewhere))):
        with pytest.raises(NotFound):
            world.perform(admin, "iam:GetAccessKeyLastUsed", {"AccessKeyId": key["AccessKeyId"]})


def test_other_callers_have_to_say_whose(world: World, root: Caller) -> None:
    host = replace(root, kind="Host")
    with pytest.raises(ValidationError) as refusal:
        world.perform(host, "iam:ListAccessKeys")
    assert str(refusal.value) == "Must specify userName when calling with non-User credentials"
