"""The account's alias, password policy and summary."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AlreadyExists, NotFound, ValidationError
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.operations import catalogue, contract
from tests.support.world import USER_PASSWORD, World

catalogue.load()


@pytest.fixture
def root(world: World) -> Caller:
    return world.account("Example")


def names(world: World, caller: Caller) -> list[str]:
    found: list[str] = world.perform(caller, "iam:ListAccountAliases")["AccountAliases"]
    return found


def take(world: World, caller: Caller, alias: str) -> None:
    world.perform(caller, "iam:CreateAccountAlias", {"AccountAlias": alias})


def release(world: World, caller: Caller, alias: str) -> None:
    world.perform(caller, "iam:DeleteAccountAlias", {"AccountAlias": alias})


def test_there_is_one_alias_and_a_new_one_replaces_it(world: World, root: Caller) -> None:
    assert names(world, root) == []
    for alias in ("first", "first", "second"):
        take(world, root, alias)
        assert names(world, root) == [alias]
    release(world, root, "second")
    assert names(world, root) == []


@pytest.mark.parametrize(
    "alias", ["ab", "a" * 64, "Upper", "a--b", "-ab", "ab-", "a_b", "123456789012", "é-alias", "", "a b"]
)
def test_aliases_of_another_shape(world: World, root: Caller, alias: str) -> None:
    with pytest.raises(ValidationError):
        take(world, root, alias)
    assert names(world, root) == []


@pytest.mark.parametrize("alias", ["signin", "console", "us-east-1"])
def test_reserved_aliases_look_taken(world: World, root: Caller, alias: str) -> None:
    with pytest.raises(AlreadyExists, match=f"^The account alias {alias} already exists"):
        take(world, root, alias)


def test_a_released_alias_rests_before_others_may_have_it(world: World, root: Caller) -> None:
    other = world.account("Other")
    take(world, root, "example")
    with pytest.raises(AlreadyExists):
        take(world, other, "example")
    release(world, root, "example")
    world.move(days=world.settings.alias_quarantine_days, seconds=-1)
    with pytest.raises(AlreadyExists):
        take(world, other, "example")
    world.move(seconds=1)
    take(world, other, "example")
    assert names(world, other) == ["example"]
    with pytest.raises(NotFound):
        release(world, root, "example")


def test_its_former_owner_may_have_it_back_at_once(world: World, root: Caller) -> None:
    take(world, root, "example")
    release(world, root, "example")
    take(world, root, "example")
    assert names(world, root) == ["example"]


class TestPasswordPolicy:
    """Get, Update and DeleteAccountPasswordPolicy."""

    def policy(self, world: World, root: Caller, **params: Any) -> dict[str, Any]:
        world.perform(root, "iam:UpdateAccountPasswordPolicy", params)
        found: dict[str, Any] = world.perform(root, "iam:GetAccountPasswordPolicy")["PasswordPolicy"]
        return found

    def test_the_default_one_counts_as_none(self, world: World, root: Caller) -> None:
        with pytest.raises(NotFound) as refusal:
            world.perform(root, "iam:GetAccountPasswordPolicy")
        words = f"The Password Policy with domain name {root.account_id} cannot be found."
        assert str(refusal.value) == words
        with pytest.raises(NotFound):
            world.perform(root, "iam:DeleteAccountPasswordPolicy")

    def test_what_is_left_out_gets_its_default(self, world: World, root: Caller) -> None:
        full = {
            "MinimumPasswordLength": 12,
            "RequireSymbols": True,
            "RequireNumbers": True,
            "RequireUppercaseCharacters": True,
            "RequireLowercaseCharacters": True,
            "AllowUsersToChangePassword": True,
            "MaxPasswordAge": 90,
            "PasswordReusePrevention": 5,
            "HardExpiry": True,
        }
        assert self.policy(world, root, **full) == full | {"ExpirePasswords": True}
        off = {name: False for name, value in full.items() if value is True}
        assert self.policy(world, root) == off | {"MinimumPasswordLength": 6, "ExpirePasswords": False}

    @pytest.mark.parametrize(
        "params",
        [
            {"MinimumPasswordLength": 5},
            {"MinimumPasswordLength": 129},
            {"MaxPasswordAge": 0},
            {"MaxPasswordAge": 1096},
            {"PasswordReusePrevention": 0},
            {"PasswordReusePrevention": 25},
        ],
    )
    def test_limits(self, world: World, root: Caller, params: dict[str, int]) -> None:
        before = world.rows()
        with pytest.raises(ValidationError):
            world.perform(root, "iam:UpdateAccountPasswordPolicy", params)
        assert world.rows() == before

    def test_deleting_it_brings_the_default_back(self, world: World, root: Caller) -> None:
        world.user(root, "bob")
        self.policy(world, root)
        world.perform(root, "iam:CreateLoginProfile", {"UserName": "bob", "Password": "simple"})
        world.perform(root, "iam:DeleteAccountPasswordPolicy")
        with pytest.raises(PasswordPolicyViolation):
            world.perform(root, "iam:UpdateLoginProfile", {"UserName": "bob", "Password": "simple"})
        world.perform(root, "iam:UpdateLoginProfile", {"UserName": "bob", "Password": USER_PASSWORD})


class TestSummary:
    """GetAccountSummary."""

    def test_has_every_key_of_the_model(self, world: World, root: Caller) -> None:
        model = contract.operation("iam", "GetAccountSummary")
        assert model is not None
        keys = model.output_shape.members["SummaryMap"].key.metadata["enum"]
        answer = world.perform(root, "iam:GetAccountSummary")["SummaryMap"]
        assert sorted(answer) == sorted(keys)
        assert all(type(value) is int for value in answer.values())

    def test_counts_this_account_only(self, world: World, root: Caller) -> None:
        world.user(root, "one")
        world.user(root, "two")
        world.user(world.account("Other"), "three")
        world.perform(root, "iam:CreateAccessKey", {"UserName": "one"})
        answer = world.perform(root, "iam:GetAccountSummary")["SummaryMap"]
        assert (answer["Users"], answer["Groups"], answer["Policies"]) == (2, 0, 0)
        assert (answer["AccountAccessKeysPresent"], answer["AccountPasswordPresent"]) == (0, 1)
        world.perform(root, "iam:CreateAccessKey")
        assert world.perform(root, "iam:GetAccountSummary")["SummaryMap"]["AccountAccessKeysPresent"] == 1
