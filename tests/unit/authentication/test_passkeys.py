"""Passkeys: everything that an answer may get wrong is refused, by the library's real verification (R7, R16)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from frontdesk.authentication import attempts, enrolment, passkey_claims
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.enrolment import Owner
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import passkey, unlocked_passkey
from frontdesk.core.callers import Caller
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.reasons import Reason
from frontdesk.core.settings import Settings, is_below
from frontdesk.credentials.devices import passkeys
from frontdesk.store.context import Context
from tests.support import holders
from tests.support.authenticator import UP, Lies, SoftKey, text
from tests.support.holders import BROWSER, begin, finish, mails, reason, show
from tests.support.world import World

LIES = {
    "another origin": Lies(origin="http://evil.example"),
    "another port": Lies(origin="http://localhost:8081"),
    "another scheme": Lies(origin="https://localhost:8080"),
    "a host below ours": Lies(origin="http://x.localhost:8080"),
    "a trailing slash": Lies(origin="http://localhost:8080/"),
    "another domain": Lies(rp_id="evil.example"),
    "a domain that ends alike": Lies(rp_id="evillocalhost"),
    "a frame of another origin": Lies(cross_origin=True),
    "a frame that names its top": Lies(top_origin="https://evil.example"),
    "the wrong type": Lies(type="webauthn.nonsense"),
    "a challenge of its own": Lies(challenge=text(b"0" * 32)),
    "nobody present": Lies(flags=0),
}
each = pytest.mark.parametrize("lies", LIES.values(), ids=LIES.keys())


def question(world: World, begun: Progress) -> tuple[str, str]:
    def ask(ctx: Context) -> tuple[str, str]:
        attempt = attempts.find(ctx, begun.token, BROWSER)
        assert attempt
        return passkey.options(ctx, attempt)

    return world.run(ask)


def touch(world: World, caller: Caller, key: SoftKey, lies: Lies | None = None) -> Progress:
    begun = begin(world, caller)
    options, state = question(world, begun)
    return show(world, begun, Factor.PASSKEY, passkey.answer(state, key.get(options, lies or Lies())))


def alone(world: World, key: SoftKey, lies: Lies | None = None) -> Progress:
    """Sign in with a passkey and nothing else."""
    options, state = world.run(lambda ctx: unlocked_passkey.options(ctx, BROWSER))
    response = key.get(options, lies or Lies())
    claim = Claim(BROWSER, passkey=passkeys.credential_in(response) or "-")

    def run(ctx: Context) -> Progress:
        purpose = "sign_in_root" if passkey_claims.is_root(ctx, claim) else "sign_in_iam_user"
        opened = attempts.open(ctx, purpose, claim)
        return attempts.offer(
            ctx, opened.attempt, opened.token, Factor.UNLOCKED_PASSKEY, passkey.answer(state, response)
        )

    return world.run(run)


@pytest.mark.parametrize("edwards", [False, True])
def test_a_passkey_beside_the_password(world: World, person: Caller, edwards: bool) -> None:
    key = SoftKey(edwards=edwards)
    serial = holders.passkey(world, person, key)
    shown = touch(world, person, key)
    assert shown.proven
    outcome = finish(world, shown)
    assert outcome.session
    assert outcome.session.session.caller.mfa_at == world.now
    [login] = [row.record for row in world.events(person) if row.name == "ConsoleLogin"]
    assert login["additionalEventData"]["MFAIdentifier"] == serial


@each
def test_no_lie_is_accepted_at_sign_in(world: World, user: Caller, lies: Lies) -> None:
    key = SoftKey()
    holders.passkey(world, user, key)
    assert reason(touch(world, user, key, lies)) is Reason.WRONG_PASSKEY
    assert touch(world, user, key).proven


@each
def test_no_lie_registers_a_passkey(world: World, user: Caller, lies: Lies) -> None:
    owner = Owner(user.principal_id, user.user_name, (), "holder")

    def run(ctx: Context) -> Any:
        options, state = enrolment.passkey_question(ctx, owner)
        return enrolment.enable_passkey(ctx, owner, "key", state, SoftKey().create(options, lies))

    with pytest.raises(FrontdeskError) as refusal:
        world.run(run, user.account_id)
    assert refusal.value.cause.startswith("passkey: ")


@pytest.mark.parametrize("algorithm", [-37, -38, -65535, 5])
def test_unknown_algorithms_register_nothing(world: World, user: Caller, algorithm: int) -> None:
    with pytest.raises(FrontdeskError, match="not accepted"):
        _create(world, user, Lies(algorithm=algorithm))


def _create(world: World, user: Caller, lies: Lies) -> None:
    owner = Owner(user.principal_id, user.user_name, (), "holder")

    def run(ctx: Context) -> None:
        options, state = enrolment.passkey_question(ctx, owner)
        enrolment.enable_passkey(ctx, owner, "key", state, SoftKey().create(options, lies))

    world.run(run, user.account_id)


def test_a_signature_of_something_else_is_refused(world: World, user: Caller) -> None:
    key = SoftKey()
    holders.passkey(world, user, key)
    assert reason(touch(world, user, key, Lies(spoil_signature=True))) is Reason.WRONG_PASSKEY


def test_a_counter_that_goes_back_is_refused_and_told(world: World, user: Caller) -> None:
    key = SoftKey()
    holders.passkey(world, user, key)
    key.count = 7
    assert touch(world, user, key).proven
    assert reason(touch(world, user, key, Lies(count=3))) is Reason.PASSKEY_COPIED
    assert reason(touch(world, user, key, Lies(count=0))) is Reason.PASSKEY_COPIED
    assert len(mails(world, "passkey_copied")) == 2
    assert touch(world, user, key).proven


def test_a_passkey_that_never_counts_is_good(world: World, user: Caller) -> None:
    key = SoftKey(counts=False)
    holders.passkey(world, user, key)
    assert touch(world, user, key).proven
    assert touch(world, user, key).proven


def test_an_answered_challenge_answers_nothing_more(world: World, user: Caller) -> None:
    key = SoftKey(counts=False)
    holders.passkey(world, user, key)
    begun = begin(world, user)
    options, state = question(world, begun)
    answer = passkey.answer(state, key.get(options))
    assert show(world, begun, Factor.PASSKEY, answer).proven
    assert reason(show(world, begin(world, user), Factor.PASSKEY, answer)) is Reason.WRONG_PASSKEY


def test_a_challenge_is_for_one_attempt_and_five_minutes(world: World, user: Caller) -> None:
    key = SoftKey()
    holders.passkey(world, user, key)
    other = begin(world, user)
    options, state = question(world, other)
    answer = passkey.answer(state, key.get(options))
    begun = begin(world, user)
    assert reason(show(world, begun, Factor.PASSKEY, answer)) is Reason.WRONG_PASSKEY
    options, state = question(world, begun)
    world.move(minutes=5, seconds=1)
    late = passkey.answer(state, key.get(options))
    assert reason(show(world, begun, Factor.PASSKEY, late)) is Reason.WRONG_PASSKEY


def test_somebody_elses_passkey_is_refused(world: World, root: Caller, user: Caller) -> None:
    mine, theirs = SoftKey(1), SoftKey(2)
    holders.passkey(world, user, mine)
    holders.passkey(world, root, theirs, "theirs")
    assert reason(touch(world, user, theirs)) is Reason.WRONG_PASSKEY


def test_an_unlocked_passkey_says_who_it_is_and_is_enough(world: World, person: Caller) -> None:
    key = SoftKey()
    holders.passkey(world, person, key)
    shown = alone(world, key)
    assert shown.proven
    outcome = finish(world, shown)
    assert outcome.session
    assert outcome.session.session.caller.principal_id == person.principal_id


@pytest.mark.parametrize("lies", [*LIES.values(), Lies(flags=UP)], ids=[*LIES, "nobody verified"])
def test_no_lie_signs_in_alone(world: World, user: Caller, lies: Lies) -> None:
    key = SoftKey()
    holders.passkey(world, user, key)
    assert reason(alone(world, key, lies)) is Reason.WRONG_PASSKEY


def test_an_unknown_passkey_signs_nobody_in(world: World, user: Caller) -> None:
    assert reason(alone(world, SoftKey(9))) is Reason.WRONG_PASSKEY


def test_a_user_without_a_password_does_not_come_in_by_a_passkey(world: World, root: Caller) -> None:
    user = world.user(root, "keys-only")
    key = SoftKey()
    holders.passkey(world, user, key)
    assert reason(alone(world, key)) is Reason.NO_CONSOLE_ACCESS


@pytest.mark.parametrize(
    "response",
    ["", "{}", "[]", "null", "{" * 5000, '{"response": []}', '{"response": {}}', '{"id": 7, "response": {}}',
     '{"id": "x", "response": {"clientDataJSON": "!"}}', "x" * 20_000],
)  # fmt: skip
def test_rubbish_is_refused_and_nothing_else_happens(world: World, user: Caller, response: str) -> None:
    key = SoftKey()
    holders.passkey(world, user, key)
    begun = begin(world, user)
    _, state = question(world, begun)
    assert reason(show(world, begun, Factor.PASSKEY, passkey.answer(state, response))) is Reason.WRONG_PASSKEY


@pytest.mark.parametrize(
    ("origin", "domain", "rp_id"),
    [
        ("https://desk.example.org", "", "desk.example.org"),
        ("https://desk.example.org", "Example.org", "example.org"),
        ("http://localhost:8080", "", "localhost"),
        ("http://desk.example.org", "", ""),
        ("http://127.0.0.1:8080", "", ""),
        ("https://[::1]", "", ""),
    ],
)
def test_where_passkeys_can_be(world: World, origin: str, domain: str, rp_id: str) -> None:
    settings = Settings(data=world.settings.data, origin=origin, passkey_domain=domain)
    assert replace(settings).rp_id == rp_id


def test_a_domain_is_above_a_host_only_at_a_dot() -> None:
    assert is_below("a.example.org", "example.org")
    assert is_below("example.org", "example.org")
    assert not is_below("evilexample.org", "example.org")
    assert not is_below("example.org", "a.example.org")
