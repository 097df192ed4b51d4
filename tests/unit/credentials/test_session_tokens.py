from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core import ids
from frontdesk.core.callers import Caller
from frontdesk.core.errors import Internal
from frontdesk.core.keyring import Keyring
from frontdesk.credentials import access_keys, session_tokens
from frontdesk.credentials.session_tokens import Issued, SessionFacts, Unusable
from frontdesk.store.context import Context
from tests.support.stores import SeededEntropy
from tests.support.world import World

HOUR = timedelta(hours=1)
SOMETIME = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def bob(world: World) -> Caller:
    user = world.user(world.account(), "bob", path="/a/rather/long/path/")

    def make(ctx: Context) -> str:
        return access_keys.create(ctx, user.principal_id)[0].id

    return replace(user, access_key_id=world.run(make, user.account_id))


def issue(world: World, caller: Caller, duration: timedelta = HOUR, **more: int) -> Issued:
    return world.run(lambda ctx: session_tokens.issue(ctx, caller, duration, **more), caller.account_id)


def opened(world: World, issued: Issued) -> SessionFacts | Unusable:
    return session_tokens.open(world.keyring, issued.token, issued.key_id, world.now)


def facts(world: World, issued: Issued) -> SessionFacts:
    found = opened(world, issued)
    assert isinstance(found, SessionFacts)
    return found


def test_a_token_gives_back_what_was_issued(world: World, bob: Caller) -> None:
    start = world.now
    world.move(seconds=0.25)
    issued = issue(world, bob)
    assert facts(world, issued) == SessionFacts(
        key_id=issued.key_id,
        secret=issued.secret,
        account_id=bob.account_id,
        principal_id=bob.principal_id,
        kind="IAMUser",
        issuer_key_id=bob.access_key_id or "",
        issued_at=start,
        expires_at=start + HOUR,
        mfa_at=None,
    )
    assert issued.key_id.startswith("ASIA")
    assert ids.account_in_key(issued.key_id) == bob.account_id
    assert len(issued.secret.reveal()) == 40
    assert len(issued.token) < 800


def test_it_ends_on_the_second(world: World, bob: Caller) -> None:
    issued = issue(world, bob)
    world.move(minutes=59, seconds=59.999)
    assert isinstance(opened(world, issued), SessionFacts)
    world.move(seconds=0.001)
    assert opened(world, issued) is Unusable.EXPIRED


def test_a_token_of_another_key_is_no_token(world: World, bob: Caller) -> None:
    first, second = issue(world, bob), issue(world, bob)
    mixed = session_tokens.open(world.keyring, first.token, second.key_id, SOMETIME)
    assert mixed is Unusable.INVALID
    world.move(days=2)
    assert session_tokens.open(world.keyring, first.token, second.key_id, world.now) is Unusable.INVALID


@pytest.mark.parametrize("token", ["", ".", "k1.", "k1.AAAA", "k2.AAAA", "é", "k1." + "A" * 100_000])
def test_what_was_not_sealed_here_is_no_token(world: World, token: str) -> None:
    assert session_tokens.open(world.keyring, token, "ASIA", SOMETIME) is Unusable.INVALID


def test_other_sealed_texts_are_no_tokens(world: World, bob: Caller) -> None:
    issued = issue(world, bob)
    text = json.dumps({"key": issued.key_id, "secret": "x"})
    assert session_tokens.open(world.keyring, world.keyring.seal(text, "marker"), issued.key_id, SOMETIME) is (
        Unusable.INVALID
    )
    elsewhere = Keyring({"k1": b"\1" * 32}, SeededEntropy())
    assert session_tokens.open(elsewhere, issued.token, issued.key_id, SOMETIME) is Unusable.INVALID


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_altered_token_opens(place: int, change: int) -> None:
    keyring = Keyring({"k1": b"\1" * 32}, SeededEntropy())
    sealed = bytearray(keyring.seal('{"key":"ASIA"}', "session-token").encode())
    place %= len(sealed) - 2  # the last characters may carry bits that mean nothing
    sealed[place] ^= change
    token = sealed.decode("latin-1")
    assert session_tokens.open(keyring, token, "ASIA", SOMETIME) is Unusable.INVALID


@pytest.mark.parametrize("size", [0, 1, 500, 1000, 2048, 4096])
def test_a_token_can_be_made_longer(world: World, bob: Caller, size: int) -> None:
    plain = len(issue(world, bob).token)
    issued = issue(world, bob, least_size=size)
    assert max(plain, size) <= len(issued.token) <= max(plain, size) + 20
    assert isinstance(opened(world, issued), SessionFacts)


def test_nothing_of_the_secret_shows(world: World, bob: Caller) -> None:
    issued = issue(world, bob)
    assert issued.secret.reveal() not in issued.token
    assert issued.secret.reveal() not in f"{issued!r} {facts(world, issued)!r}"


def test_a_caller_without_a_key_gets_none(world: World, bob: Caller) -> None:
    with pytest.raises(Internal):
        issue(world, replace(bob, access_key_id=None))
