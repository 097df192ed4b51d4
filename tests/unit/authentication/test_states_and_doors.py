"""Every state of an account at every door, also when it changes while somebody stands in it (behaviour 5.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from frontdesk.authentication import attempts, sessions, wire_callers
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form
from frontdesk.core.callers import Caller
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import access_keys, passwords, session_tokens
from frontdesk.directory import accounts
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.lives import WAYS, live, state
from tests.support.world import ROOT_PASSWORD, USER_PASSWORD, World, allow

EMAIL = "example@example.org"
BROWSER = "browser-secret"
STATES = tuple(WAYS)
# who comes in, state by state in the order of WAYS
NEW = {
    "root signs in": "yes yes yes yes yes no yes yes",
    "IAM user signs in": "no yes no yes no no yes yes",
    "root resets the password by mail": "yes yes yes yes yes no yes yes",
    "access key of root": "no yes no yes no no yes yes",
    "access key of a user": "no yes no yes no no yes yes",
}
# what was begun before the state was entered
BEFORE = {
    "session of root": "yes yes no yes no no no no",
    "session of an IAM user": "no yes no yes no no no no",
    "half-finished sign-in of root": "yes yes no yes no no no no",
    "half-finished sign-in of an IAM user": "no yes no yes no no no no",
    "half-finished reset": "yes yes no yes no no no no",
    "session token of root": "no yes no yes no no no no",
    "session token of a user": "no yes no yes no no no no",
}


@dataclass
class House:
    """One account with its people and their credentials."""

    world: World
    root: Caller
    user: Caller

    def claim(self, *, root: bool) -> Claim:
        """Return what root or the user types."""
        return Claim(BROWSER, email=EMAIL) if root else Claim(BROWSER, account=self.root.account_id, user="user")

    def key(self, *, root: bool) -> Caller:
        """Make an access key and return its holder with it."""
        who = self.root if root else self.user
        made = self.world.run(lambda ctx: access_keys.create(ctx, who.principal_id)[0].id, who.account_id)
        return replace(who, access_key_id=made)

    def show(self, *, root: bool) -> Progress:
        """Open an attempt and type the right password."""
        purpose, typed = ("sign_in_root", ROOT_PASSWORD) if root else ("sign_in_iam_user", USER_PASSWORD)

        def run(ctx: Context) -> Progress:
            begun = attempts.open(ctx, purpose, self.claim(root=root))
            return attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, Password(typed))

        return self.world.run(run)

    def ask_for_reset(self) -> tuple[Progress, Mail | None]:
        """Ask for a mailed code and return the mail, if any left."""

        def run(ctx: Context) -> tuple[Progress, Mail | None]:
            begun = attempts.open(ctx, "reset_root_password", self.claim(root=True))
            ctx.db.flush()
            query = ctx.across_accounts(OutboxRow).where(OutboxRow.message == "root_password_code")
            row = ctx.first(query.where(OutboxRow.state == "waiting").order_by(OutboxRow.created_at.desc()))
            return begun, delivery.opened(ctx, row) if row else None

        return self.world.run(run)

    def type_code(self, begun: Progress, mail: Mail) -> Progress:
        """Type the mailed code."""

        def run(ctx: Context) -> Progress:
            attempt = attempts.find(ctx, begun.token, BROWSER)
            assert attempt
            return attempts.offer(ctx, attempt, begun.token, Factor.MAILED_CODE, Password(mail.fields["code"]))

        return self.world.run(run)

    def finish(self, shown: Progress, form: Form | None = None) -> str | None:
        """Complete an attempt; return the secret of its session, or the account whose password was replaced."""

        def run(ctx: Context) -> str | None:
            attempt = attempts.find(ctx, shown.token, BROWSER)
            outcome = attempts.complete(ctx, attempt, form or Form()) if attempt else None
            return (outcome.session.secret if outcome.session else outcome.account_id) if outcome else None

        return self.world.run(run)

    def is_live(self, secret: str) -> bool:
        """Say whether a session resolves."""
        return self.world.run(lambda ctx: sessions.resolve(ctx, secret)) is not None

    def works(self, key_id: str, token: str | None = None) -> bool:
        """Say whether a request signed with a key would be let in."""
        facts = self.world.run(lambda ctx: wire_callers.facts(ctx, key_id, token))
        return facts.caller is not None and not (facts.fault or facts.suspended or facts.expired)


@pytest.fixture
def house(world: World) -> House:
    root = world.account()
    return House(world, root, world.user(root, "user", allow(), password=True))


def expected(table: dict[str, str]) -> list[tuple[str, str, bool]]:
    return [
        (door, state, answer == "yes")
        for door, answers in table.items()
        for state, answer in zip(STATES, answers.split(), strict=True)
    ]


def enter(house: House, door: str) -> bool:
    root = "root" in door
    if "key" in door:
        raise AssertionError("a key is made before")
    if "resets" in door:
        begun, mail = house.ask_for_reset()
        return (
            mail is not None
            and house.finish(house.type_code(begun, mail), Form(Password("New-password-9"))) is not None
        )
    secret = house.finish(house.show(root=root))
    return secret is not None and house.is_live(secret)


@pytest.mark.parametrize(("door", "state_", "comes_in"), expected(NEW))
def test_who_comes_in_at_which_door(house: House, door: str, state_: str, comes_in: bool) -> None:
    key = house.key(root="root" in door).access_key_id if "key" in door else None
    live(house.world, house.root, WAYS[state_])
    assert state(house.world, house.root) == {"reinstated": "ACTIVE", "reopened": "ACTIVE"}.get(state_, state_)
    assert (house.works(key) if key else enter(house, door)) == comes_in


def begin(house: House, door: str) -> Callable[[], bool]:
    """Begin something and return how it is gone on with."""
    root = "root" in door
    if "token" in door:
        holder = house.key(root=root)
        given = house.world.run(lambda ctx: session_tokens.issue(ctx, holder, timedelta(hours=36)), holder.account_id)
        return lambda: house.works(given.key_id, given.token)
    if "reset" in door:
        begun, mail = house.ask_for_reset()
        assert mail
        shown = house.type_code(begun, mail)
        return lambda: house.finish(shown, Form(Password("New-password-9"))) is not None
    shown = house.show(root=root)
    if "half" in door:
        return lambda: (secret := house.finish(shown)) is not None and house.is_live(secret)
    secret = house.finish(shown)
    assert secret
    assert house.is_live(secret)
    return lambda: house.is_live(secret)


@pytest.mark.parametrize(("door", "state_", "goes_on"), expected(BEFORE))
def test_what_was_begun_before_the_state_changed(house: House, door: str, state_: str, goes_on: bool) -> None:
    go_on = begin(house, door)
    live(house.world, house.root, WAYS[state_])
    assert go_on() == goes_on


@pytest.mark.parametrize("state_", ["PENDING_ACTIVATION", "SUSPENDED", "CLOSED"])
def test_a_stranger_hears_of_it_only_with_the_right_password(house: House, state_: str) -> None:
    live(house.world, house.root, WAYS[state_])

    def reason(typed: str) -> Reason:
        def run(ctx: Context) -> Progress:
            begun = attempts.open(ctx, "sign_in_iam_user", house.claim(root=False))
            return attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, Password(typed))

        refused = house.world.run(run).refused
        assert refused
        return Reason(refused.reason)

    assert reason("a guess") is Reason.WRONG_PASSWORD
    told = reason(USER_PASSWORD)
    assert told is not Reason.WRONG_PASSWORD
    assert "Ask the account's owner." in str(told.words.public)


def test_the_address_of_an_ended_account_is_as_unknown_as_any(house: House) -> None:
    live(house.world, house.root, WAYS["PERMANENTLY_CLOSED"])
    shown = house.show(root=True)
    assert shown.refused
    assert shown.refused.reason == Reason.NO_SUCH_ACCOUNT.value
    assert shown.attempt.account_id is None


def test_whoever_signs_up_with_it_is_told_by_mail_only(house: House) -> None:
    def sign_up(email: str) -> None:
        house.world.run(lambda ctx: attempts.open(ctx, "sign_up", Claim(BROWSER, email=email, name="Again")))

    def newest(ctx: Context) -> str:
        row = ctx.first(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at.desc()))
        assert row
        return row.message

    sign_up(EMAIL)
    assert house.world.run(newest) == "sign_up_account_exists"
    live(house.world, house.root, WAYS["PERMANENTLY_CLOSED"])
    sign_up(EMAIL)
    assert house.world.run(newest) == "sign_up_address_used"


def test_a_new_password_set_in_between_does_not_help(house: House) -> None:
    """A session begun before the closing stays void after reopening whatever else happens."""
    secret = house.finish(house.show(root=False))
    assert secret
    live(house.world, house.root, "begin close reopen suspend reinstate")
    assert not house.is_live(secret)
    house.world.run(
        lambda ctx: passwords.put(ctx, house.user.principal_id, Password("Other-9"), lineage=[]), house.root.account_id
    )
    assert not house.is_live(secret)
    assert house.world.run(lambda ctx: accounts.bound(ctx).epoch, house.root.account_id) is not None
