"""Root moves to another e-mail address, and whoever reads the former one stops it (behaviour 5.3, recovery 3.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pytest

from frontdesk.authentication import attempts, sessions
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.root_email_bars import bar
from frontdesk.authentication.tables import Attempt, SessionRow
from frontdesk.core.callers import Caller
from frontdesk.core.errors import ValidationError
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.directory import accounts, alternate_contacts, root_email, standing
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.alternate_contacts import Person
from frontdesk.directory.errors import EmailTaken
from frontdesk.directory.tables import RootEmailChange
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.world import ROOT_PASSWORD, World

OLD, NEW = "example@example.org", "owner@quay.example"
Result = TypeVar("Result")


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


def letters(world: World, message: str) -> list[Mail]:
    def read(ctx: Context) -> list[Mail]:
        rows = ctx.all(
            ctx.across_accounts(OutboxRow).where(OutboxRow.message == message).order_by(OutboxRow.created_at)
        )
        opened = [delivery.opened(ctx, row) for row in rows if row.state != "discarded"]
        return [mail for mail in opened if mail]

    return world.run(read)


@dataclass
class Desk:
    """A browser in which root is signed in."""

    world: World
    account_id: str
    session: str
    browser: str = "browser"

    def run(self, at: Progress, work: Callable[[Context, Attempt], Result]) -> Result | None:
        def run(ctx: Context) -> Result | None:
            attempt = attempts.find(ctx, at.token, self.browser)
            return work(ctx, attempt) if attempt else None

        return self.world.run(run)

    def ask(self, email: str = NEW, password: str = ROOT_PASSWORD) -> Progress:
        self.world.move(seconds=1)
        claim = Claim(self.browser, email=email, account=self.account_id, session=self.session)
        asked = self.world.run(lambda ctx: attempts.open(ctx, "replace_root_email", claim))
        shown = self.offer(asked, Factor.PASSWORD, password)
        assert shown
        if shown.refused is None:
            self.run(shown, attempts.again)
        return shown

    def offer(self, at: Progress, factor: Factor, typed: str) -> Progress | None:
        return self.run(at, lambda ctx, attempt: attempts.offer(ctx, attempt, at.token, factor, Password(typed)))

    def prove(self, email: str = NEW) -> Progress:
        asked = self.ask(email)
        code = letters(self.world, "root_email_code")[-1].fields["code"]
        proven = self.offer(asked, Factor.MAILED_CODE, code)
        assert proven
        assert proven.proven
        return proven

    def finish(self, at: Progress) -> Outcome | None:
        return self.run(at, lambda ctx, attempt: attempts.complete(ctx, attempt, Form()))

    def move(self, email: str = NEW) -> None:
        assert self.finish(self.prove(email)) == Outcome(account_id=self.account_id)


def sign_in(world: World, email: str, password: str = ROOT_PASSWORD, browser: str = "browser") -> str | None:
    def run(ctx: Context) -> str | None:
        begun = attempts.open(ctx, "sign_in_root", Claim(browser, email=email))
        tried = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, Password(password))
        started = attempts.complete(ctx, tried.attempt, Form()).session if tried.proven else None
        return started.session.id if started else None

    return world.run(run)


@pytest.fixture
def desk(world: World, root: Caller) -> Desk:
    session = sign_in(world, OLD)
    assert session
    return Desk(world, root.account_id, session)


def email(world: World, root: Caller) -> str:
    account = world.run(lambda ctx: accounts.find(ctx, root.account_id))
    assert account
    return account.email


def secret(world: World) -> str:
    [mail] = letters(world, "root_email_can_be_stopped")
    return mail.fields["stop_link"].partition("change=")[2]


def stop(world: World, link: str, browser: str = "another browser") -> Outcome | str | None:
    def run(ctx: Context) -> Outcome | str | None:
        begun = attempts.open(ctx, "take_back", Claim(browser, link=link))
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.TAKE_BACK, Password(link))
        return shown.refused.reason if shown.refused else attempts.complete(ctx, shown.attempt, Form())

    return world.run(run)


def live(world: World) -> set[str]:
    rows = world.run(lambda ctx: ctx.all(ctx.across_accounts(SessionRow)))
    return {row.id for row in rows if row.ended_at is None}


def test_password_then_code_to_the_new_address_moves_root(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    assert email(world, root) == NEW
    assert sign_in(world, NEW)
    assert sign_in(world, OLD) is None
    names = [event.name for event in world.events(root) if "Email" in event.name]
    assert names == ["StartPrimaryEmailUpdate", "AcceptPrimaryEmailUpdate"]
    assert not any(NEW in repr(event.record) for event in world.events(root))


def test_nothing_is_mailed_before_the_password_is_right(world: World, desk: Desk) -> None:
    refused = desk.ask(password="guess")
    assert refused.refused
    assert letters(world, "root_email_code") == []
    desk.run(refused, attempts.again)
    assert letters(world, "root_email_code") == []


def test_the_code_goes_to_the_new_address_and_names_nobody(world: World, root: Caller, desk: Desk) -> None:
    desk.ask()
    [mail] = letters(world, "root_email_code")
    assert mail.to == NEW
    assert "Example" not in repr(mail.fields)


def test_a_code_without_the_password_is_not_enough(world: World, root: Caller, desk: Desk) -> None:
    claim = Claim("browser", email=NEW, account=root.account_id, session=desk.session)
    asked = world.run(lambda ctx: attempts.open(ctx, "replace_root_email", claim))
    shown = desk.offer(asked, Factor.MAILED_CODE, "000000")
    assert shown
    assert shown.refused
    assert desk.finish(asked) is None
    assert email(world, root) == OLD


def test_five_wrong_codes_end_the_code(world: World, root: Caller, desk: Desk) -> None:
    asked = desk.ask()
    right = letters(world, "root_email_code")[-1].fields["code"].replace(" ", "")
    wrong = "111111" if right != "111111" else "222222"
    tried = [desk.offer(asked, Factor.MAILED_CODE, code) for code in (*[wrong] * 5, right)]
    reasons = [one.refused.reason for one in tried if one and one.refused]
    assert reasons == ["wrong-code"] * 5 + ["too-many-codes"]
    assert email(world, root) == OLD


def test_after_a_quarter_of_an_hour_it_begins_again(world: World, root: Caller, desk: Desk) -> None:
    proven = desk.prove()
    world.move(minutes=15, seconds=1)
    assert desk.finish(proven) is None
    assert email(world, root) == OLD


@pytest.mark.parametrize("change", ["signed out", "password changed", "suspended"])
def test_what_changed_meanwhile_counts_when_it_is_finished(world: World, root: Caller, desk: Desk, change: str) -> None:
    """R9: every grant is asked again when it is redeemed."""
    proven = desk.prove()
    world.move(seconds=1)

    def do(ctx: Context) -> None:
        account = accounts.bound(ctx)
        if change == "signed out":
            sessions.end(ctx, desk.session)
        elif change == "suspended":
            account.state = standing.SUSPENDED
        else:
            passwords.put(ctx, account.id, Password("Another-root-1"), lineage=[])

    world.run(do, root.account_id)
    outcome = desk.finish(proven)
    assert outcome is None or outcome.wanted == "start-again"
    assert email(world, root) == OLD


def test_a_code_of_another_browser_is_not_asked_for(world: World, desk: Desk) -> None:
    asked = desk.ask()
    code = letters(world, "root_email_code")[-1].fields["code"]
    assert Desk(world, desk.account_id, desk.session, "elsewhere").offer(asked, Factor.MAILED_CODE, code) is None


def test_other_sessions_of_root_end_and_this_one_stays(world: World, root: Caller, desk: Desk) -> None:
    other = sign_in(world, OLD, browser="other")
    desk.move()
    assert live(world) == {desk.session}
    assert other not in live(world)


def test_one_cannot_move_to_an_address_of_impossible_shape(desk: Desk) -> None:
    with pytest.raises(ValidationError):
        desk.ask("no address")


@pytest.mark.parametrize("owner", ["open", "closed", "moved away", "moved on"])
def test_an_address_of_another_account_is_refused_only_after_its_mailbox_is_proven(
    world: World, root: Caller, desk: Desk, owner: str
) -> None:
    other = world.account("Other")

    def furnish(ctx: Context) -> None:
        account = accounts.bound(ctx)
        if owner == "closed":
            account.state = standing.PERMANENTLY_CLOSED
        elif owner != "open":
            root_email.change(ctx, account, "moved@other.example")
        if owner == "moved on":
            world.move(days=400)
            root_email.change(ctx.within(account.id), account, "again@other.example")

    world.run(furnish, other.account_id)
    session = sign_in(world, OLD)  # a year may have passed
    desk = Desk(world, root.account_id, session or "")
    wanted = "moved@other.example" if owner == "moved on" else "OTHER@example.org"
    taken = len(letters(world, "root_email_code"))
    proven = desk.prove(wanted)
    assert len(letters(world, "root_email_code")) == taken + 1
    with pytest.raises(EmailTaken):
        desk.finish(proven)
    assert email(world, root) == OLD


def test_an_address_that_root_left_cannot_start_another_account(world: World, desk: Desk) -> None:
    desk.move()
    world.move(days=4)
    for wanted in (OLD, NEW):
        with pytest.raises(EmailTaken):
            world.run(lambda ctx, wanted=wanted: accounts.create(ctx, NewAccount("Thief", wanted)))


def test_the_same_account_may_go_back_to_it(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    world.move(hours=72)
    session = sign_in(world, NEW)
    assert session
    Desk(world, root.account_id, session).move(OLD)
    assert email(world, root) == OLD


def test_both_addresses_and_the_contacts_are_told_and_only_the_former_can_stop_it(
    world: World, root: Caller, desk: Desk
) -> None:
    person = Person("Mo", "Security", "security@example.org", "+4930123")
    world.run(lambda ctx: alternate_contacts.put(ctx, "SECURITY", person, lineage=[]), root.account_id)
    desk.move()
    assert sorted(mail.to for mail in letters(world, "root_email_changed")) == [NEW, "security@example.org"]
    assert [mail.to for mail in letters(world, "root_email_can_be_stopped")] == [OLD]
    link = secret(world)
    assert not any(link in repr(mail.fields) for mail in letters(world, "root_email_changed"))
    stored = world.run(lambda ctx: ctx.first(ctx.across_accounts(RootEmailChange)))
    assert stored
    assert link not in repr(stored.token_digest)


def test_the_former_address_hears_of_everything_for_72_hours(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    told = [OLD, NEW]
    assert sorted(world.run(lambda ctx: alternate_contacts.addresses(ctx, "BILLING"), root.account_id)) == told
    world.move(hours=72)
    assert world.run(lambda ctx: alternate_contacts.addresses(ctx, "BILLING"), root.account_id) == (NEW,)


def reset(world: World, address: str, browser: str = "resetter") -> list[str]:
    """Ask for a mailed reset and return which mails came."""
    before = len(world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow))))
    world.run(lambda ctx: attempts.open(ctx, "reset_root_password", Claim(browser, email=address)))
    rows = world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at)))
    return [f"{row.message} {row.state}" for row in rows[before:]]


def test_for_72_hours_neither_address_can_set_a_password(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    world.move(hours=1)
    assert reset(world, NEW) == ["root_email_too_new waiting"]
    assert reset(world, OLD) == ["root_password_code discarded"]
    world.move(hours=71)
    assert reset(world, NEW) == ["root_password_code waiting"]


def test_a_reset_begun_at_the_former_address_ends_with_the_change(world: World, root: Caller, desk: Desk) -> None:
    claim = Claim("thief", email=OLD)
    asked = world.run(lambda ctx: attempts.open(ctx, "reset_root_password", claim))
    code = letters(world, "root_password_code")[-1].fields["code"]
    proven = Desk(world, root.account_id, "", "thief").offer(asked, Factor.MAILED_CODE, code)
    assert proven
    desk.move()
    assert world.run(lambda ctx: attempts.find(ctx, proven.token, "thief")) is None


def test_no_code_counts_for_a_junior_address_even_if_it_was_mailed_before(world: World, root: Caller) -> None:
    """Recovery 2.1: what is void when it is redeemed does not count, whenever it was issued."""
    desk = Desk(world, root.account_id, "", "thief")
    asked = world.run(lambda ctx: attempts.open(ctx, "reset_root_password", Claim("thief", email=OLD)))
    code = letters(world, "root_password_code")[-1].fields["code"]
    world.run(lambda ctx: root_email.change(ctx, accounts.bound(ctx), NEW), root.account_id)
    shown = desk.offer(asked, Factor.MAILED_CODE, code)
    assert shown
    assert shown.refused
    assert not shown.proven


def test_known_unknown_and_junior_addresses_write_the_same_rows(world: World, root: Caller, desk: Desk) -> None:
    """R10: the reset page says and does the same to everybody."""
    desk.move()

    def written(address: str) -> dict[str, int]:
        before = {name: len(rows) for name, rows in world.rows().items()}
        reset(world, address, browser=address)
        return {name: len(rows) - before[name] for name, rows in world.rows().items()}

    written("nobody@example.org")  # from here on its counters are there, as those of the mailed code are
    assert written(NEW) == written("nobody@example.org")


def test_the_address_cannot_be_moved_again_while_it_is_junior(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    assert desk.finish(desk.prove("third@example.org")) == Outcome(wanted="start-again")
    world.move(hours=72)
    account = world.run(lambda ctx: bar(ctx, accounts.bound(ctx)), root.account_id)
    assert account is None


def test_a_password_set_by_mail_cannot_move_the_address_for_72_hours(world: World, root: Caller) -> None:
    """Recovery 2.2: or an hour in the mailbox would be the account."""
    world.run(
        lambda ctx: passwords.put(ctx, root.account_id, Password("By-mail-only-1"), lineage=["M"]), root.account_id
    )
    session = sign_in(world, OLD, "By-mail-only-1")
    assert session
    desk = Desk(world, root.account_id, session)
    shown = desk.ask(password="By-mail-only-1")
    code = letters(world, "root_email_code")[-1].fields["code"]
    proven = desk.offer(shown, Factor.MAILED_CODE, code)
    assert proven
    assert desk.finish(proven) == Outcome(wanted="start-again")
    world.move(hours=72)
    assert world.run(lambda ctx: bar(ctx, accounts.bound(ctx)), root.account_id) is None


def test_the_former_address_stops_it_once_and_root_is_out(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    assert sign_in(world, NEW, browser="thief")
    assert stop(world, secret(world)) == Outcome(account_id=root.account_id)
    assert email(world, root) == OLD
    assert live(world) == set()
    assert sorted(mail.to for mail in letters(world, "root_email_restored")) == [OLD, NEW]
    assert [event.name for event in world.events(root)][-1] == "PrimaryEmailRestored"
    assert stop(world, secret(world)) == Outcome(wanted="start-again")
    assert len(letters(world, "root_email_restored")) == 2


def test_after_it_was_stopped_the_owner_sets_a_password_by_mail_and_nobody_moves_it(
    world: World, root: Caller, desk: Desk
) -> None:
    desk.move()
    stop(world, secret(world))
    assert reset(world, OLD) == ["root_password_code waiting"]
    assert reset(world, NEW) == ["root_password_code discarded"]
    session = sign_in(world, OLD)
    thief = Desk(world, root.account_id, session or "")
    assert thief.finish(thief.prove("third@example.org")) == Outcome(wanted="start-again")
    assert thief.finish(thief.prove(NEW)) == Outcome(wanted="start-again")


@pytest.mark.parametrize(("hours", "stopped"), [(71.99, True), (72, False), (1000, False)])
def test_it_can_be_stopped_for_72_hours(world: World, root: Caller, desk: Desk, hours: float, stopped: bool) -> None:
    desk.move()
    link = secret(world)
    world.move(hours=hours)
    assert stop(world, link) == (Outcome(account_id=root.account_id) if stopped else "take-back-over")
    assert email(world, root) == (OLD if stopped else NEW)


def test_an_unknown_link_stops_nothing_and_guesses_are_counted(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    reasons = [stop(world, f"guess-{number}") for number in range(21)]
    assert reasons == ["take-back-over"] * 20 + ["throttled"]
    assert email(world, root) == NEW


def test_a_link_of_one_change_does_not_stop_another(world: World, root: Caller, desk: Desk) -> None:
    desk.move()
    link = secret(world)
    other = world.account("Other")
    session = sign_in(world, "other@example.org")
    Desk(world, other.account_id, session or "").move("other@quay.example")

    links = {mail.fields["stop_link"].partition("change=")[2] for mail in letters(world, "root_email_can_be_stopped")}
    assert len(links) == 2
    [theirs] = links - {link}

    def cross(ctx: Context) -> str | None:
        begun = attempts.open(ctx, "take_back", Claim("browser", link=link))
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.TAKE_BACK, Password(theirs))
        return shown.refused.reason if shown.refused else None

    assert world.run(cross) == "take-back-over"


def test_mails_to_one_address_are_bounded_whoever_asks(world: World, desk: Desk) -> None:
    """Recovery 5: five an hour, in whichever session or account they are asked for."""
    for _ in range(4):
        desk.ask()
    other = world.account("Other")
    session = sign_in(world, "other@example.org")
    neighbour = Desk(world, other.account_id, session or "")
    neighbour.ask()
    neighbour.ask()
    desk.ask()
    assert len(letters(world, "root_email_code")) == 5


@pytest.mark.parametrize(
    ("address", "shown"),
    [("owner@example.org", "o•••@e•••.org"), ("a@b.co.uk", "a•••@b•••.uk"), ("x@localhost", "x•••@•••localhost")],
)
def test_an_address_is_masked(address: str, shown: str) -> None:
    assert root_email.masked(address) == shown
