"""Root moves to another e-mail address (behaviour 5.3, recovery 3.2)."""

from __future__ import annotations

import pytest

from frontdesk.authentication import attempts, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.core.callers import Caller
from frontdesk.core.errors import ValidationError
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.directory import accounts, root_email, standing
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.errors import EmailTaken
from frontdesk.store.context import Context
from tests.support.world import World
from tests.unit.authentication.moving import NEW, OLD, Desk, email, letters, live, sign_in


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


@pytest.fixture
def desk(world: World, root: Caller) -> Desk:
    session = sign_in(world, OLD)
    assert session
    return Desk(world, root.account_id, session)


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
            world.move(days=4)
            root_email.change(ctx.within(account.id), account, "again@other.example")

    world.run(furnish, other.account_id)
    session = sign_in(world, OLD)  # days may have passed
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
