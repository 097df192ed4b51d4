"""What is counted against whom, so that counting neither tells who exists nor keeps the wrong people out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import mailed_code
from frontdesk.authentication.outcome import Form
from frontdesk.authentication.throttle import MAIL_SOURCE, PASSWORD_ACCOUNT, PASSWORD_PRINCIPAL, PASSWORD_SOURCE
from frontdesk.core.callers import Origin
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.store.context import Context
from tests.support.world import ROOT_PASSWORD, USER_PASSWORD, World

EMAIL = "example@example.org"


@pytest.fixture
def account(world: World) -> str:
    """An account with the alias ``cross-books`` and a user ``ross`` who has a password."""
    root = world.account(alias="cross-books")
    world.user(root, "ross", password=True)
    return root.account_id


def answer(world: World, claim: Claim, password: str = "wrong") -> str | None:
    """Type a password, let in whoever may come in, and return why it was refused."""
    purpose = "sign_in_root" if claim.email else "sign_in_iam_user"

    def run(ctx: Context) -> str | None:
        opened = attempts.open(ctx, purpose, claim)
        shown = attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, Password(password))
        if shown.proven:
            attempts.complete(ctx, shown.attempt, Form())
        return shown.refused.reason if shown.refused else None

    return world.run(run)


def user(name: str = "ross", account: str = "cross-books", browser: str = "stranger") -> Claim:
    return Claim(browser, account=account, user=name)


def barrier(world: World, claim: Claim) -> bool:
    return world.run(lambda ctx: attempts.barrier(ctx, "sign_in_iam_user", claim, Factor.PASSWORD)).puzzle


# each pair is one name to Unicode's full case folding, which also knows the long s and the sharp s
@pytest.mark.parametrize("twin", [user("ro\u017fs"), user("ro\xdf"), user(account="cro\u017fs-books")])
@pytest.mark.parametrize("known", [True, False])
def test_a_name_that_only_looks_alike_is_counted_apart_whether_or_not_the_name_exists(
    world: World, twin: Claim, known: bool
) -> None:
    """R10: were it counted together for names that do not exist only, the puzzle would tell them."""
    if known:
        world.user(world.account(alias="cross-books"), "ross", password=True)
    for _ in range(PASSWORD_PRINCIPAL.free):
        answer(world, twin)
    assert barrier(world, twin)
    assert not barrier(world, user())


@pytest.mark.parametrize("spelled", ["ross", "ROSS", " Ross "])
@pytest.mark.parametrize("known", [True, False])
def test_however_a_name_is_spelled_it_is_one_name(world: World, spelled: str, known: bool) -> None:
    if known:
        world.user(world.account(alias="cross-books"), "ross", password=True)
    for _ in range(PASSWORD_PRINCIPAL.free):
        answer(world, user(spelled, " Cross-BOOKS"))
    assert barrier(world, user())


def storm(world: World, account: str) -> None:
    """Guess at many users of an account, from many places, until the account takes no more."""
    per_source = PASSWORD_SOURCE.limit // 2  # fewer than what asks for a puzzle
    for number in range(PASSWORD_ACCOUNT.limit):
        world.origin = replace(world.origin, address=f"198.51.100.{number // (per_source - 1)}")
        answer(world, user(f"user-{number}", account))
    world.origin = replace(world.origin, address="192.0.2.99")
    assert answer(world, user(f"user-{PASSWORD_ACCOUNT.limit}", account)) == Reason.THROTTLED.value


def test_guesses_at_its_users_keep_neither_root_nor_known_browsers_out(world: World, account: str) -> None:
    """Recovery 5: a known browser keeps its own counter."""
    at_home = user(browser="at home")
    assert answer(world, at_home, USER_PASSWORD) is None
    storm(world, "cross-books")
    assert answer(world, at_home, USER_PASSWORD) is None
    assert answer(world, Claim("another", email=EMAIL), ROOT_PASSWORD) is None


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_guesses_at_an_account_do_not_tell_whose_address_is_its_roots(world: World, account: str, email: str) -> None:
    """R10: neither address is locked together with the account."""
    storm(world, account)
    assert answer(world, Claim("another", email=email)) != Reason.THROTTLED.value


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("a local socket", "a local socket"),
    ],
)
def test_a_source_is_what_one_visitor_has_of_the_network(address: str, source: str) -> None:
    assert Origin(address=address).source == source


def test_who_has_a_network_of_addresses_is_one_source(world: World, account: str) -> None:
    reasons = []
    for number in range(PASSWORD_SOURCE.limit):
        world.origin = replace(world.origin, address=f"2001:db8::{number:x}")
        reasons.append(answer(world, user(f"nobody-{number}")))
    assert Reason.PUZZLE_UNSOLVED.value in reasons
    [scope] = [
        scope
        for scope in world.run(lambda ctx: mailed_code.request_scopes(ctx, "digest"))
        if scope.policy is MAIL_SOURCE
    ]
    assert scope.name == "mail-source:2001:db8::/64"
