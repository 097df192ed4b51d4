"""For 72 hours a new root address proves little, and the former one may stop the change (recovery 3.2)."""

from __future__ import annotations

import pytest

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Outcome
from frontdesk.authentication.root_email_bars import bar
from frontdesk.core.callers import Caller
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.directory import accounts, alternate_contacts, root_email
from frontdesk.directory.alternate_contacts import Person
from frontdesk.directory.tables import RootEmailChange
from frontdesk.store.context import Context
from tests.support.world import World
from tests.unit.authentication.moving import NEW, OLD, Desk, email, letters, live, reset, secret, sign_in, stop


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


@pytest.fixture
def desk(world: World, root: Caller) -> Desk:
    session = sign_in(world, OLD)
    assert session
    return Desk(world, root.account_id, session)


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


def test_a_link_brings_the_former_address_back_once_even_if_the_same_change_comes_again(
    world: World, root: Caller, desk: Desk
) -> None:
    desk.move()
    stop(world, secret(world))
    world.run(lambda ctx: root_email.change_for_member(ctx, accounts.bound(ctx), NEW, junior=False), root.account_id)
    assert stop(world, secret(world)) == Outcome(wanted="start-again")
    assert email(world, root) == NEW


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
