"""What is hashed before a unit of work decides: as much for everybody, and nothing for whoever is refused unseen."""

from __future__ import annotations

import pytest

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.throttle import PASSWORD_PRINCIPAL
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.credentials.passwords import Target
from frontdesk.store.context import Context
from tests.support.world import USER_PASSWORD, World

IAM = "sign_in_iam_user"


@pytest.fixture
def ross(world: World) -> Claim:
    """A user with a password, claimed from a browser."""
    world.user(world.account(alias="cross-books"), "ross", password=True)
    return Claim("browser", account="cross-books", user="ross")


def target(world: World, claim: Claim) -> Target | None:
    return world.run(lambda ctx: attempts.target(ctx, IAM, claim))


def offered(world: World, claim: Claim, typed: Password) -> bool:
    def run(ctx: Context) -> bool:
        opened = attempts.open(ctx, IAM, claim)
        return attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, typed).proven

    return world.run(run)


def test_a_known_name_has_a_hash_and_an_unknown_one_the_dummy(world: World, ross: Claim) -> None:
    known = target(world, ross)
    assert known
    assert known.hash
    assert target(world, Claim("browser", account="cross-books", user="nobody")) == Target(None)
    assert target(world, Claim("browser", account="no-such-account", user="ross")) == Target(None)


@pytest.mark.parametrize("user", ["ross", "nobody"])
def test_behind_a_barrier_nothing_is_hashed(world: World, ross: Claim, user: str) -> None:
    claim = Claim("browser", account="cross-books", user=user)
    for _ in range(PASSWORD_PRINCIPAL.free):
        assert not offered(world, claim, Password("wrong"))
    assert target(world, claim) is None


def test_what_was_hashed_before_decides_nothing_once_the_password_is_another(world: World, ross: Claim) -> None:
    typed, before = Password(USER_PASSWORD), target(world, ross)
    assert before
    assert passwords.verify(world.store.settings, before.hash, typed)

    def change(ctx: Context) -> None:
        found = attempts.open(ctx, IAM, ross).attempt
        account, user = found.account_id, found.principal_id
        passwords.put(ctx.within(account), user or "", Password("Another-Pass-2"), lineage=["A"])

    world.run(change)
    assert not offered(world, ross, typed)
