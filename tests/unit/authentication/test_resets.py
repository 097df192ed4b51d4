"""Resets of root's password by mail, attacked by somebody who reads the mailbox too, or who asks for strangers."""

from __future__ import annotations

from collections import Counter

import pytest

from frontdesk.authentication import attempts
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import mailed_code
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.core.callers import Caller
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.support.stores import SeededEntropy
from tests.support.world import ROOT_PASSWORD, World

EMAIL = "example@example.org"


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


def newest(world: World) -> dict[str, str]:
    """Return the fields of the newest mail."""

    def read(ctx: Context) -> dict[str, str]:
        row = ctx.first(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at.desc()))
        mail = delivery.opened(ctx, row) if row else None
        return dict(mail.fields) if mail else {}

    return world.run(read)


def begin(world: World, browser: str, email: str = EMAIL, purpose: str = "reset_root_password") -> Progress:
    world.move(seconds=1)
    claim = Claim(browser, email=email, name="Example")
    return world.run(lambda ctx: attempts.open(ctx, purpose, claim))


def offer(world: World, at: Progress, browser: str, factor: Factor, typed: str) -> Progress | None:
    def run(ctx: Context) -> Progress | None:
        attempt = attempts.find(ctx, at.token, browser)
        return attempts.offer(ctx, attempt, at.token, factor, Password(typed)) if attempt else None

    return world.run(run)


def prove(world: World, browser: str) -> Progress:
    """Ask for a code, read it and type it."""
    asked = begin(world, browser)
    proven = offer(world, asked, browser, Factor.MAILED_CODE, newest(world)["code"])
    assert proven
    assert proven.proven
    return proven


def choose(world: World, at: Progress, browser: str, password: str) -> Outcome | None:
    def run(ctx: Context) -> Outcome | None:
        attempt = attempts.find(ctx, at.token, browser)
        return attempts.complete(ctx, attempt, Form(Password(password))) if attempt else None

    return world.run(run)


def test_a_completed_reset_ends_every_other_one_however_far_it_is(world: World, root: Caller) -> None:
    """Recovery 3.2: who read the mailbox once cannot undo the owner's reset later."""
    proven = prove(world, "thief")
    asked = begin(world, "thief too")
    code = newest(world)["code"]
    assert choose(world, prove(world, "owner"), "owner", "Owners-choice-1") == Outcome(account_id=root.account_id)
    assert choose(world, proven, "thief", "Thiefs-choice-1") is None
    assert offer(world, asked, "thief too", Factor.MAILED_CODE, code) is None
    row = world.run(lambda ctx: passwords.of(ctx, root.account_id))
    assert world.run(lambda ctx: passwords.matches(ctx, row, Password("Owners-choice-1")))


def test_it_ends_sign_ins_of_root_and_of_nobody_else(world: World, root: Caller) -> None:
    other = world.account("Other")
    proven = prove(world, "owner")
    mine = begin(world, "thief", purpose="sign_in_root")
    theirs = begin(world, "neighbour", "other@example.org", purpose="sign_in_root")
    choose(world, proven, "owner", "Owners-choice-1")
    assert offer(world, mine, "thief", Factor.PASSWORD, ROOT_PASSWORD) is None
    shown = offer(world, theirs, "neighbour", Factor.PASSWORD, ROOT_PASSWORD)
    assert shown
    assert shown.attempt.account_id == other.account_id
    assert shown.proven


def written(world: World, email: str, purpose: str) -> Counter[str]:
    before = Counter({name: len(rows) for name, rows in world.rows().items()})
    events = len(world.events())
    asked = begin(world, email, email, purpose)
    world.run(lambda ctx: attempts.again(ctx, ctx.db.merge(asked.attempt)))
    after = Counter({name: len(rows) for name, rows in world.rows().items()})
    return after - before + Counter(events=len(world.events()) - events)


@pytest.mark.parametrize("purpose", ["reset_root_password", "sign_up"])
def test_known_and_unknown_addresses_write_the_same_rows(world: World, root: Caller, purpose: str) -> None:
    """R10."""
    written(world, "first@example.org", purpose)  # from here on the counter of the source is there
    assert written(world, EMAIL, purpose) == written(world, "nobody@example.org", purpose)


def test_an_event_about_an_unknown_address_is_nobodys_and_does_not_hold_it(world: World, root: Caller) -> None:
    begin(world, "browser", "nobody@example.org")
    [event] = world.events()
    assert (event.name, event.account_id) == ("PasswordRecoveryRequested", None)
    assert event.record["userIdentity"]["type"] == "Unknown"
    assert "nobody@example.org" not in repr(event.record)


class Noted(SeededEntropy):
    """Chance that remembers what it gave, and so knows every code there can be."""

    def __init__(self) -> None:
        super().__init__("noted")
        self.given: list[bytes] = []

    def bytes(self, count: int) -> bytes:
        self.given.append(super().bytes(count))
        return self.given[-1]

    @property
    def codes(self) -> list[str]:
        return [f"{int.from_bytes(one, 'big') % 10**6:06}" for one in self.given if len(one) == 16]


@pytest.mark.parametrize(("email", "counts"), [(EMAIL, False), ("newcomer@example.org", True)])
def test_a_code_that_stands_in_no_mail_is_never_accepted(world: World, root: Caller, email: str, counts: bool) -> None:
    """Whoever signs up with an address that has an account is mailed that, and no code that could be guessed."""
    world.store.entropy = chance = Noted()
    asked = begin(world, "browser", email, purpose="sign_up")
    assert ("code" in newest(world)) is counts
    answers = [offer(world, asked, "browser", Factor.MAILED_CODE, code) for code in chance.codes[: mailed_code.TRIES]]
    assert any(one.proven for one in answers if one) is counts
