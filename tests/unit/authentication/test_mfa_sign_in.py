"""A device beside the password: who is asked, what counts, what ends midway (behaviour 3.6; recovery 2 and 3.2)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from frontdesk.authentication import attempts, enrolment, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import resync
from frontdesk.authentication.tables import DENIED, Attempt, SessionRow
from frontdesk.core.callers import Caller
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.credentials.devices import devices
from frontdesk.credentials.devices.tables import Device
from frontdesk.store.context import Context
from tests.support import holders
from tests.support.holders import App, begin, enter, finish, mails, reason, show
from tests.support.world import USER_PASSWORD, World


def sessions_of(world: World, caller: Caller) -> int:
    return len(world.run(lambda ctx: sessions.of(ctx, caller.principal_id)))


def wrong(app: App) -> str:
    near = {app.code(step) for step in (-1, 0, 1)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def remove(world: World, app: App) -> None:
    def act(ctx: Context) -> None:
        device = devices.find(ctx, app.serial)
        assert device
        enrolment.remove(ctx, device)

    world.run(act, app.serial.split(":")[4])


def test_without_a_device_the_password_is_enough(world: World, user: Caller) -> None:
    session = enter(world, user)
    assert session.caller.mfa_at is None


def test_a_password_alone_starts_no_session_where_a_device_is_bound(world: World, person: Caller) -> None:
    holders.app(world, person)
    shown = begin(world, person)
    assert (shown.proven, shown.refused) == (False, None)
    assert shown.ask == {Factor.TOTP, Factor.RESYNC}
    assert finish(world, shown).wanted == "start-again"
    assert sessions_of(world, person) == 0


def test_with_its_code_a_session_starts_and_says_so(world: World, person: Caller) -> None:
    app = holders.app(world, person)
    session = enter(world, person, app)
    assert session.caller.mfa_at == world.now
    assert set(session.caller.proofs) == {"password", "totp"}
    [login] = [row.record for row in world.events(person) if row.name == "ConsoleLogin"]
    assert login["additionalEventData"]["MFAUsed"] == "Yes"
    assert login["additionalEventData"]["MFAIdentifier"] == app.serial
    [asked] = [row.record for row in world.events(person) if row.name == "CheckMfa"]
    assert (asked["responseElements"], asked["additionalEventData"]) == (
        {"CheckMfa": "Success"}, {"MfaType": "Virtual MFA"},
    )  # fmt: skip


def test_a_device_is_looked_for_only_after_the_right_password(world: World, person: Caller) -> None:
    holders.app(world, person)
    shown = begin(world, person, "a guess")
    assert reason(shown) is Reason.WRONG_PASSWORD
    assert shown.ask == {Factor.PASSWORD}


def test_a_code_before_the_password_is_not_even_checked(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    purpose, claim = holders.claim(world, user)

    def run(ctx: Context) -> attempts.Progress:
        opened = attempts.open(ctx, purpose, claim)
        return attempts.offer(ctx, opened.attempt, opened.token, Factor.TOTP, Password(app.code()))

    assert reason(world.run(run)) is Reason.ATTEMPT_EXPIRED
    assert enter(world, user, app)  # and so it is not spent


def test_a_code_counts_once_in_any_attempt(world: World, person: Caller) -> None:
    app = holders.app(world, person)
    code = app.code()
    assert show(world, begin(world, person), Factor.TOTP, code).proven
    again = show(world, begin(world, person), Factor.TOTP, code)
    assert reason(again) is Reason.WRONG_DEVICE_CODE
    earlier = show(world, begin(world, person), Factor.TOTP, app.code(-1))
    assert reason(earlier) is Reason.WRONG_DEVICE_CODE
    world.move(seconds=30)
    assert show(world, begin(world, person), Factor.TOTP, app.code()).proven


@pytest.mark.parametrize(("away", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_either_way(world: World, user: Caller, away: int, counts: bool) -> None:
    app = holders.app(world, user)
    world.move(minutes=5)
    assert show(world, begin(world, user), Factor.TOTP, app.code(away)).proven is counts


def test_spaces_and_hyphens_are_forgiven(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    code = app.code()
    assert show(world, begin(world, user), Factor.TOTP, f" {code[:3]} - {code[3:]} ").proven


def test_five_wrong_codes_in_a_quarter_of_an_hour_and_the_owner_is_told(world: World, person: Caller) -> None:
    app = holders.app(world, person)
    shown = begin(world, person)
    for count in range(5):
        assert mails(world, "device_many_wrong") == []
        shown = show(world, shown, Factor.TOTP, wrong(app))
        assert reason(shown) is Reason.WRONG_DEVICE_CODE, count
    [mail] = mails(world, "device_many_wrong")
    assert mail.fields["user"] == (person.user_name or "root")
    assert reason(show(world, shown, Factor.TOTP, app.code())) is Reason.THROTTLED
    # in another attempt and another browser the same count holds
    other = begin(world, person, browser="another")
    assert reason(show(world, other, Factor.TOTP, app.code(), "another")) is Reason.THROTTLED
    world.move(minutes=15)
    assert show(world, begin(world, person), Factor.TOTP, app.code()).proven


def test_two_hundred_codes_at_once_are_five_checked(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    begun = begin(world, user)
    guess = wrong(app)

    def one(_: int) -> Reason | None:
        try:
            return reason(show(world, begun, Factor.TOTP, guess))
        except LookupError:
            return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(200)))
    assert answers.count(Reason.WRONG_DEVICE_CODE) == 5
    assert set(answers) <= {Reason.WRONG_DEVICE_CODE, Reason.THROTTLED, Reason.ATTEMPT_EXPIRED, None}


def test_one_code_shown_many_times_at_once_gives_one_session(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    begun = [begin(world, user, browser=f"browser-{number}") for number in range(6)]
    code = app.code()

    def one(number: int) -> bool:
        return show(world, begun[number], Factor.TOTP, code, f"browser-{number}").proven

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(6))) == 1


def test_any_one_of_several_devices_will_do(world: World, person: Caller) -> None:
    apps = [holders.app(world, person, name) for name in ("one", "two", "three")]
    for app in reversed(apps):
        assert show(world, begin(world, person), Factor.TOTP, app.code()).proven
        world.move(seconds=30)


def test_nobody_elses_device_will_do(world: World, root: Caller, user: Caller) -> None:
    theirs, mine = holders.app(world, root, "theirs"), holders.app(world, user, "mine")
    assert theirs.code() != mine.code()
    assert reason(show(world, begin(world, user), Factor.TOTP, theirs.code())) is Reason.WRONG_DEVICE_CODE


def test_a_device_that_is_removed_midway_ends_the_attempt(world: World, person: Caller) -> None:
    app = holders.app(world, person)
    begun = begin(world, person)
    remove(world, app)
    world.run(lambda ctx: None)
    after = show(world, begun, Factor.TOTP, app.code())
    assert not after.proven
    assert finish(world, begun).session is None
    assert sessions_of(world, person) == 0
    assert begin(world, person).proven  # begun anew, the password is what there is


def test_a_device_that_is_removed_after_it_was_shown_counts_no_longer(world: World, person: Caller) -> None:
    app = holders.app(world, person)
    proven = show(world, begin(world, person), Factor.TOTP, app.code())
    assert proven.proven
    remove(world, app)
    assert finish(world, proven).session is None
    assert sessions_of(world, person) == 0


def test_a_device_that_is_added_midway_is_asked_for(world: World, person: Caller) -> None:
    proven = begin(world, person)
    assert proven.proven
    holders.app(world, person)
    assert finish(world, proven).session is None


def test_removing_a_device_ends_the_sessions_of_its_owner(world: World, person: Caller) -> None:
    app = holders.app(world, person)
    enter(world, person, app)
    assert sessions_of(world, person) == 1
    remove(world, app)
    assert sessions_of(world, person) == 0
    [mail] = mails(world, "device_removed")
    assert mail.to == "example@example.org"


def test_two_codes_in_a_row_bring_a_device_back_into_step_and_show_it(world: World, person: Caller) -> None:
    bound = holders.app(world, person)
    astray = App(world, bound.serial, bound.seed, drift=40)
    begun = begin(world, person)
    assert reason(show(world, begun, Factor.TOTP, astray.code())) is Reason.WRONG_DEVICE_CODE
    shown = show(world, begun, Factor.RESYNC, resync.answer(astray.code(-1), astray.code()))
    assert shown.proven
    assert finish(world, shown).session
    assert [row.name for row in world.events(person)].count("ResyncMFADevice") == 1
    world.move(seconds=30)
    assert show(world, begin(world, person), Factor.TOTP, astray.code()).proven


def test_the_codes_of_a_pair_are_spent(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    world.move(minutes=2)
    first, second = app.code(-1), app.code()
    assert show(world, begin(world, user), Factor.RESYNC, resync.answer(first, second)).proven
    again = show(world, begin(world, user), Factor.RESYNC, resync.answer(first, second))
    assert reason(again) is Reason.WRONG_DEVICE_PAIR
    assert reason(show(world, begin(world, user), Factor.TOTP, second)) is Reason.WRONG_DEVICE_CODE


@pytest.mark.parametrize(("drift", "found"), [(-2880, True), (2880, True), (-2882, False), (2882, False)])
def test_a_day_either_way_and_no_further(world: World, user: Caller, drift: int, found: bool) -> None:
    bound = holders.app(world, user)
    world.run(_forget_steps, user.account_id)
    app = App(world, bound.serial, bound.seed, drift)
    assert show(world, begin(world, user), Factor.RESYNC, resync.answer(app.code(-1), app.code())).proven is found


def _forget_steps(ctx: Context) -> None:
    for device in ctx.all(ctx.select(Device)):
        device.last_step = None


def test_five_pairs_an_hour(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    shown = begin(world, user)
    for _ in range(5):
        shown = show(world, shown, Factor.RESYNC, resync.answer(app.code(), app.code()))
        assert reason(shown) is Reason.WRONG_DEVICE_PAIR
    assert reason(show(world, shown, Factor.RESYNC, resync.answer(app.code(-1), app.code()))) is Reason.THROTTLED


def test_a_password_and_a_device_of_one_mailbox_are_one_thing(world: World, root: Caller) -> None:
    """R3: what the mailbox set is the mailbox, beside a device that is older and better."""
    mature, weak = holders.app(world, root, "mature"), holders.app(world, root, "weak", ("M",))

    def reset(ctx: Context) -> None:
        passwords.put(ctx, root.account_id, Password(USER_PASSWORD), lineage=["M"])

    world.run(reset, root.account_id)
    refused = show(world, begin(world, root, USER_PASSWORD), Factor.TOTP, weak.code())
    assert reason(refused) is Reason.NO_USABLE_FACTOR
    assert refused.attempt.state == DENIED
    assert show(world, begin(world, root, USER_PASSWORD), Factor.TOTP, mature.code()).proven


def test_unassigned_devices_end_after_an_hour_and_free_their_name(world: World, user: Caller) -> None:
    def start(ctx: Context) -> str:
        return enrolment.start_app(ctx, "phone")[1]

    first = world.run(start, user.account_id)
    world.move(minutes=60)
    second = world.run(start, user.account_id)
    assert first != second
    world.move(minutes=60)
    world.run(devices.forget_unassigned)
    world.run(devices.forget_unassigned)
    assert world.run(lambda ctx: ctx.all(ctx.across_accounts(Device))) == []


def test_eight_are_the_most(world: World, user: Caller) -> None:
    for number in range(8):
        holders.app(world, user, f"device-{number}")
    with pytest.raises(Exception, match="MFADevicesPerUser: 8"):
        holders.app(world, user, "device-9")
    assert len(world.run(lambda ctx: devices.held(ctx, user.principal_id))) == 8


def test_seeds_lie_sealed(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    assert app.seed not in repr(world.rows())
    assert app.seed not in repr([row.record for row in world.events()])


def test_who_has_no_device_costs_one_plain_statement_more(world: World, user: Caller) -> None:
    asked = []
    from sqlalchemy import event as watch

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    watch.listen(world.store.engine, "before_cursor_execute", note)
    enter(world, user)
    watch.remove(world.store.engine, "before_cursor_execute", note)
    about = [one for one in asked if "mfa_devices" in one or "recovery_codes" in one]
    assert len(about) <= 2  # one for each unit of work: the password, then the session


def test_nobody_is_asked_for_the_device_of_an_unknown_name(world: World, root: Caller) -> None:
    def run(ctx: Context) -> attempts.Progress:
        opened = attempts.open(ctx, "sign_in_iam_user", Claim("b", account="example", user="nobody"))
        return attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, Password("guess"))

    assert world.run(run).ask == {Factor.PASSWORD}
    assert world.run(lambda ctx: ctx.all(ctx.across_accounts(SessionRow))) == []
    assert world.run(lambda ctx: len(ctx.all(ctx.across_accounts(Attempt)))) == 1
