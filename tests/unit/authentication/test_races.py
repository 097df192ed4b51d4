"""What counts once counts once, however many ask at the same moment (recovery R7, R12)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from frontdesk.authentication import attempts, browsers, puzzles, sessions
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.purposes import sign_up
from frontdesk.authentication.tables import SessionRow
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.secret import Password
from frontdesk.directory.errors import EmailTaken
from frontdesk.directory.tables import Account
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.support.world import USER_PASSWORD, World

Result = TypeVar("Result")
MANY = 6
BROWSER = "browser"
CONTACT = {
    "kind": "business", "full_name": "Grace Quay", "phone": "+49 30 1234567", "country": "DE",
    "line1": "Kai 1", "city": "Hamburg", "postal_code": "20457",
}  # fmt: skip


def at_once(world: World, *acts: Callable[[Context], Result]) -> list[Result | FrontdeskError]:
    """Run each in a unit of work of its own, all of them begun before any goes on."""
    started = Barrier(len(acts))

    def run(act: Callable[[Context], Result]) -> Result | FrontdeskError:
        first = iter((True,))

        def begun(ctx: Context) -> Result:
            ctx.first(ctx.across_accounts(Account))  # from here on this unit of work sees the store as it was
            if next(first, False):
                started.wait(10)
            return act(ctx)

        try:
            return world.store.transact(begun, origin=world.origin)
        except FrontdeskError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def prove(world: World) -> Progress:
    world.user(world.account(alias="example"), password=True)

    def run(ctx: Context) -> Progress:
        opened = attempts.open(ctx, "sign_in_iam_user", Claim(BROWSER, account="example", user="user"))
        return attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, Password(USER_PASSWORD))

    return world.run(run)


def finish(token: str, form: Form, browser: str = BROWSER) -> Callable[[Context], Outcome | None]:
    def run(ctx: Context) -> Outcome | None:
        attempt = attempts.find(ctx, token, browser)
        return attempts.complete(ctx, attempt, form) if attempt else None

    return run


def test_one_attempt_gives_one_session(world: World) -> None:
    proven = prove(world)
    outcomes = at_once(world, *[finish(proven.token, Form())] * MANY)
    assert len([one for one in outcomes if isinstance(one, Outcome) and one.session]) == 1
    assert outcomes.count(None) == MANY - 1
    assert len(world.run(lambda ctx: ctx.all(ctx.across_accounts(SessionRow)))) == 1


def newest_code(world: World) -> str:
    def read(ctx: Context) -> str:
        row = ctx.first(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at.desc()))
        mail = delivery.opened(ctx, row) if row else None
        return mail.fields["code"] if mail else ""

    return world.run(read)


def offer(token: str, code: str, browser: str) -> Callable[[Context], Progress | None]:
    def run(ctx: Context) -> Progress | None:
        attempt = attempts.find(ctx, token, browser)
        return attempts.offer(ctx, attempt, token, Factor.MAILED_CODE, Password(code)) if attempt else None

    return run


def sign_up_until_contact(world: World, browser: str, email: str) -> str:
    """Prove the mailbox and choose a password; return the attempt's token."""
    world.move(seconds=1)
    claim = Claim(browser, email=email, name="Quay")
    opened = world.run(lambda ctx: attempts.open(ctx, "sign_up", claim))
    proven = world.run(offer(opened.token, newest_code(world), browser))
    assert proven
    assert proven.proven

    def choose(ctx: Context) -> None:
        attempt = attempts.find(ctx, proven.token, browser)
        assert attempt
        sign_up.choose_password(ctx, attempt, Password("Quay-root-pass-1"))

    world.run(choose)
    return proven.token


@pytest.mark.parametrize(
    "emails", [["quay@example.org"] * 3, ["quay@example.org", "QUAY@Example.org", "Quay@example.ORG"]]
)
def test_one_address_gives_one_account(world: World, emails: list[str]) -> None:
    tokens = [sign_up_until_contact(world, f"browser-{number}", email) for number, email in enumerate(emails)]
    acts = [finish(token, Form(contact=CONTACT), f"browser-{number}") for number, token in enumerate(tokens)]
    outcomes = at_once(world, *acts, *acts)  # each of them twice, too
    made = [one.account_id for one in outcomes if isinstance(one, Outcome) and one.account_id]
    assert len(made) == 1
    assert {type(one) for one in outcomes} <= {Outcome, EmailTaken, type(None)}
    assert [row.id for row in world.run(lambda ctx: ctx.all(ctx.across_accounts(Account)))] == made


def test_one_code_is_accepted_once(world: World) -> None:
    world.account()
    claim = Claim(BROWSER, email="example@example.org")
    opened = world.run(lambda ctx: attempts.open(ctx, "reset_root_password", claim))
    answers = at_once(world, *[offer(opened.token, newest_code(world), BROWSER)] * MANY)
    assert len([one for one in answers if isinstance(one, Progress) and one.proven]) == 1
    assert answers.count(None) == MANY - 1


def test_wrong_codes_at_once_are_counted_codes(world: World) -> None:
    world.account()
    claim = Claim(BROWSER, email="example@example.org")
    opened = world.run(lambda ctx: attempts.open(ctx, "reset_root_password", claim))
    right = newest_code(world).replace(" ", "")
    wrong = [f"{(int(right) + number) % 10**6:06}" for number in range(1, 11)]
    at_once(world, *(offer(opened.token, code, BROWSER) for code in wrong))
    last = world.run(offer(opened.token, right, BROWSER))
    assert last
    assert not last.proven


def test_one_puzzle_pays_once(world: World) -> None:
    assert at_once(world, *[lambda ctx: puzzles.spend(ctx, "puzzle")] * MANY).count(True) == 1


def test_one_grant_moves_one_session(world: World) -> None:
    proven = prove(world)
    outcome = world.run(finish(proven.token, Form()))
    assert outcome
    assert outcome.session
    secret, label = outcome.session.secret, outcome.session.session.label
    grant = world.run(lambda ctx: browsers.grant(ctx, secret, label, "nonce"))
    assert grant
    moved = at_once(world, *[lambda ctx: browsers.redeem(ctx, grant, label, "nonce")] * MANY)
    secrets = [one for one in moved if isinstance(one, str)]
    assert len(secrets) == 1
    assert world.run(lambda ctx: sessions.resolve(ctx, secrets[0]))
    assert world.run(lambda ctx: sessions.resolve(ctx, secret)) is None
