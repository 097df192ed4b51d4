"""Recovery codes in place of a device: once, at sign-in only, told at once (recovery 2.1)."""

from __future__ import annotations

from frontdesk.authentication.evidence import Factor
from frontdesk.core.callers import Caller
from frontdesk.core.reasons import Reason
from tests.support import holders
from tests.support.holders import begin, finish, mails, reason, show
from tests.support.world import World


def test_a_recovery_code_stands_for_the_device_once(world: World, person: Caller) -> None:
    holders.app(world, person)
    made = holders.codes(world, person)
    assert len(set(made)) == 10
    begun = begin(world, person)
    assert Factor.RECOVERY_CODE in begun.ask
    shown = show(world, begun, Factor.RECOVERY_CODE, made[3].lower().replace("-", " "))
    assert shown.proven
    outcome = finish(world, shown)
    assert outcome.session
    assert outcome.session.session.caller.mfa_at is not None
    [mail] = mails(world, "recovery_code_used")
    assert mail.fields["left"] == "9"
    again = show(world, begin(world, person), Factor.RECOVERY_CODE, made[3])
    assert reason(again) is Reason.WRONG_RECOVERY_CODE


def test_recovery_codes_are_eighty_bits_and_kept_as_digests(world: World, user: Caller) -> None:
    made = holders.codes(world, user)
    assert all(len(code.replace("-", "")) * 5 == 80 for code in made)
    kept = repr(world.rows())
    assert not any(code in kept or code.replace("-", "") in kept for code in made)


def test_a_new_list_voids_the_old_one_even_midway(world: World, user: Caller) -> None:
    holders.app(world, user)
    old = holders.codes(world, user)
    shown = show(world, begin(world, user), Factor.RECOVERY_CODE, old[0])
    assert shown.proven
    holders.codes(world, user)
    assert finish(world, shown).session is None
    assert reason(show(world, begin(world, user), Factor.RECOVERY_CODE, old[1])) is Reason.WRONG_RECOVERY_CODE


def test_five_recovery_codes_a_day_and_they_count_as_codes(world: World, user: Caller) -> None:
    app = holders.app(world, user)
    made = holders.codes(world, user)
    shown = begin(world, user)
    for _ in range(5):
        shown = show(world, shown, Factor.RECOVERY_CODE, "ABCD-EFGH-JKLM-NPQR")
        assert reason(shown) is Reason.WRONG_RECOVERY_CODE
    assert reason(show(world, shown, Factor.TOTP, app.code())) is Reason.THROTTLED
    world.move(hours=1)
    assert reason(show(world, begin(world, user), Factor.RECOVERY_CODE, made[0])) is Reason.THROTTLED
    assert show(world, begin(world, user), Factor.TOTP, app.code()).proven
    world.move(hours=24)
    assert show(world, begin(world, user), Factor.RECOVERY_CODE, made[0]).proven


def test_codes_without_a_device_are_not_asked_for(world: World, user: Caller) -> None:
    holders.codes(world, user)
    assert begin(world, user).proven
