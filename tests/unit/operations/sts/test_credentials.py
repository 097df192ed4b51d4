"""Temporary credentials, and whose key it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from frontdesk.core import ids
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, ValidationError
from frontdesk.credentials import session_tokens
from frontdesk.credentials.session_tokens import SessionFacts
from frontdesk.operations import catalogue
from tests.support.stores import SeededEntropy
from tests.support.world import World, allow, deny

catalogue.load()

SERIAL = "arn:aws:iam::123456789012:mfa/bob"


def with_key(world: World, caller: Caller) -> Caller:
    root = replace(caller, kind="Root", principal_id=caller.account_id, arn=f"arn:aws:iam::{caller.account_id}:root")
    named = {"UserName": caller.user_name} if caller.user_name else {}
    key = world.perform(root, "iam:CreateAccessKey", named)["AccessKey"]["AccessKeyId"]
    return replace(caller, access_key_id=key)


@pytest.fixture
def root(world: World) -> Caller:
    return with_key(world, world.account("Example"))


@pytest.fixture
def bob(world: World, root: Caller) -> Caller:
    return with_key(world, world.user(root, "bob", deny()))


def get(world: World, caller: Caller, **params: Any) -> dict[str, Any]:
    return world.perform(caller, "sts:GetSessionToken", params)


@pytest.mark.parametrize(
    ("who", "asked", "hours"),
    [
        ("bob", None, 12),
        ("bob", 900, 0.25),
        ("bob", 129600, 36),
        ("root", None, 1),
        ("root", 900, 0.25),
        ("root", 129600, 1),
    ],
)
def test_how_long_they_last(
    world: World, request: pytest.FixtureRequest, who: str, asked: int | None, hours: float
) -> None:
    caller: Caller = request.getfixturevalue(who)
    answer = get(world, caller, **({"DurationSeconds": asked} if asked else {}))["Credentials"]
    assert answer["Expiration"] == world.now + timedelta(hours=hours)
    assert answer["AccessKeyId"].startswith("ASIA")


def test_the_token_says_who(world: World, bob: Caller) -> None:
    answer = get(world, bob)
    given = answer["Credentials"]
    facts = session_tokens.open(world.keyring, given["SessionToken"], given["AccessKeyId"], world.now)
    assert isinstance(facts, SessionFacts)
    assert (facts.kind, facts.principal_id, facts.issuer_key_id) == ("IAMUser", bob.principal_id, bob.access_key_id)
    assert facts.secret.reveal() == given["SecretAccessKey"]
    assert facts.mfa_at is None
    assert answer["SessionTokenSize"] == len(given["SessionToken"])
    assert 0 < answer["SessionTokenUtilization"] < 30
    assert all(given["SecretAccessKey"] not in str(event.record) for event in world.events())


def test_the_token_can_be_asked_to_be_long(world: World, bob: Caller) -> None:
    answer = get(world, bob, MinimumSessionTokenSize=4096)
    assert answer["SessionTokenSize"] >= 4096
    assert answer["SessionTokenUtilization"] == 100


@pytest.mark.parametrize("seconds", [899, 129601, 0, -1])
def test_other_durations(world: World, bob: Caller, seconds: int) -> None:
    with pytest.raises(ValidationError):
        get(world, bob, DurationSeconds=seconds)


def test_only_a_long_term_key_gets_them(world: World, bob: Caller) -> None:
    session = replace(bob, access_key_id=None, temporary=True, session_id="console")
    temporary = replace(bob, access_key_id="ASIAAAAAAAAAAAAAAAAA", temporary=True)
    for caller in (session, temporary):
        with pytest.raises(AccessDenied) as refusal:
            get(world, caller)
        assert str(refusal.value) == "Cannot call GetSessionToken with session credentials"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (
            {"SerialNumber": SERIAL, "TokenCode": "123456"},
            (
                "MultiFactorAuthentication failed, unable to validate MFA code.  "
                "Please verify your MFA serial number is valid and associated with this user."
            ),
        ),
        (
            {"SerialNumber": SERIAL},
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
        ),
        (
            {"TokenCode": "123456"},
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
        ),
    ],
)
def test_a_device_that_nobody_has(world: World, bob: Caller, params: dict[str, str], words: str) -> None:
    with pytest.raises(AccessDenied) as refusal:
        get(world, bob, **params)
    assert str(refusal.value) == words


class TestKeyInfo:
    """GetAccessKeyInfo."""

    def info(self, world: World, caller: Caller, key: str) -> str:
        return str(world.perform(caller, "sts:GetAccessKeyInfo", {"AccessKeyId": key})["Account"])

    def test_of_a_known_key_of_any_account(self, world: World, root: Caller) -> None:
        other = with_key(world, world.account("Other"))
        assert self.info(world, root, other.access_key_id or "") == other.account_id

    def test_of_a_key_that_only_says_so_itself(self, world: World, root: Caller) -> None:
        for key, account in (
            ("AKIARZPUZDIKGB2VALC4", "123456789012"),
            ("ASIAQAAAAAAAGMKEM7X5", "000000000000"),
            (ids.access_key_id(SeededEntropy(), "ASIA", "210987654321"), "210987654321"),
        ):
            assert self.info(world, root, key) == account

    @pytest.mark.parametrize("key", ["AKIAIOSFODNN7EXAMPLE", "AKIA1111111111111111", "AKIAQ" + "A" * 40, "short", ""])
    def test_of_what_is_no_key(self, world: World, root: Caller, key: str) -> None:
        with pytest.raises(ValidationError):
            self.info(world, root, key)

    def test_not_with_session_credentials(self, world: World, root: Caller) -> None:
        allowed = world.user(root, "allowed", allow("sts:GetAccessKeyInfo"))
        assert self.info(world, allowed, root.access_key_id or "") == root.account_id
        with pytest.raises(AccessDenied):
            self.info(world, replace(allowed, temporary=True), root.access_key_id or "")


def test_who_am_i_is_never_denied(world: World, bob: Caller) -> None:
    assert world.perform(bob, "sts:GetCallerIdentity") == {
        "UserId": bob.principal_id,
        "Account": bob.account_id,
        "Arn": bob.arn,
    }
