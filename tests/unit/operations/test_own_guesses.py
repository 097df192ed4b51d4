"""Guesses at one's own present password, by whoever holds a session or an access key (recovery R12)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from frontdesk.authentication.throttle import PASSWORD_PRINCIPAL
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, Throttled
from frontdesk.operations import catalogue
from tests.support.world import ROOT_PASSWORD, USER_PASSWORD, World, allow

catalogue.load()
CHANGES = {"iam:ChangePassword": USER_PASSWORD, "frontdesk:ChangeRootPassword": ROOT_PASSWORD}


def caller(world: World, operation: str) -> Caller:
    root = world.account()
    return root if "Root" in operation else world.user(root, "bob", allow("iam:ChangePassword"), password=True)


@pytest.mark.parametrize("operation", CHANGES)
def test_many_guesses_at_once_are_answered_no_more_often_than_one_after_the_other(world: World, operation: str) -> None:
    guesser = caller(world, operation)

    def guess(number: int) -> type[Exception] | None:
        try:
            world.perform(guesser, operation, {"OldPassword": f"Guess-{number}-x", "NewPassword": "Brand-new-pass-1"})
        except (AccessDenied, Throttled) as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(200)))
    assert answers.count(AccessDenied) == PASSWORD_PRINCIPAL.free
    assert answers.count(Throttled) == len(answers) - PASSWORD_PRINCIPAL.free


@pytest.mark.parametrize("operation", CHANGES)
def test_each_of_them_is_an_event_with_what_was_answered(world: World, operation: str) -> None:
    guesser = caller(world, operation)
    for _ in range(PASSWORD_PRINCIPAL.free + 1):
        with pytest.raises((AccessDenied, Throttled)):
            world.perform(guesser, operation, {"OldPassword": "Guess-1-x", "NewPassword": "Brand-new-pass-1"})
    codes = [event.record["errorCode"] for event in world.events(guesser)]
    assert codes == ["AccessDenied"] * PASSWORD_PRINCIPAL.free + [Throttled.code]


@pytest.mark.parametrize(("operation", "password"), CHANGES.items())
def test_the_right_one_counts_again_when_the_pause_is_over(world: World, operation: str, password: str) -> None:
    guesser = caller(world, operation)
    for _ in range(PASSWORD_PRINCIPAL.free):
        with pytest.raises(AccessDenied):
            world.perform(guesser, operation, {"OldPassword": "Guess-1-x", "NewPassword": "Brand-new-pass-1"})
    with pytest.raises(Throttled):
        world.perform(guesser, operation, {"OldPassword": password, "NewPassword": "Brand-new-pass-1"})
    world.move(seconds=PASSWORD_PRINCIPAL.pause.total_seconds())
    world.perform(guesser, operation, {"OldPassword": password, "NewPassword": "Brand-new-pass-1"})
