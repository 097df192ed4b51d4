"""The puzzle: solved by work or by waiting, by nobody else, and not for ever."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from altcha import Challenge, Payload, Solution, solve_challenge

from frontdesk.store.work import Store
from frontdesk.web import puzzle
from frontdesk.web.fields import Fields
from frontdesk.web.puzzle import LIFE, WAIT
from tests.support.stores import FrozenClock


def worked(made: puzzle.Puzzle, **changed: Any) -> Fields:
    challenge = Challenge.from_dict(json.loads(made.challenge))
    solution = solve_challenge(challenge)
    assert solution is not None
    for name, value in changed.items():
        setattr(solution if hasattr(solution, name) else challenge.parameters, name, value)
    return Fields([("puzzle", Payload(challenge, solution).to_base64())])


def waited(made: puzzle.Puzzle) -> Fields:
    return Fields([("puzzle", ""), ("puzzle_ticket", made.ticket)])


@pytest.fixture
def made(store: Store) -> puzzle.Puzzle:
    return puzzle.challenge(store, store.clock.now(), "ada's browser")


def test_work_counts_at_once(store: Store, made: puzzle.Puzzle) -> None:
    assert puzzle.solved(store, store.clock.now(), "ada's browser", worked(made))


def test_waiting_counts_from_the_time_shown(store: Store, clock: FrozenClock, made: puzzle.Puzzle) -> None:
    assert made.ready_at == clock.now() + WAIT
    clock.forward(WAIT - timedelta(seconds=1))
    assert puzzle.solved(store, clock.now(), "ada's browser", waited(made)) is None
    clock.forward(timedelta(seconds=1))
    assert puzzle.solved(store, clock.now(), "ada's browser", waited(made))


def test_both_ways_spend_the_same_puzzle(store: Store, clock: FrozenClock, made: puzzle.Puzzle) -> None:
    by_work = puzzle.solved(store, clock.now(), "ada's browser", worked(made))
    by_waiting = puzzle.solved(store, clock.forward(WAIT), "ada's browser", waited(made))
    assert by_work == by_waiting


def test_each_puzzle_is_another(store: Store, clock: FrozenClock, made: puzzle.Puzzle) -> None:
    other = puzzle.challenge(store, clock.now(), "ada's browser")
    later = clock.forward(WAIT)
    spent = {puzzle.solved(store, later, "ada's browser", waited(one)) for one in (made, other)}
    assert len(spent) == 2


@pytest.mark.parametrize("answer", [worked, waited])
def test_nobody_else_can_use_it(store: Store, clock: FrozenClock, made: puzzle.Puzzle, answer: Any) -> None:
    assert puzzle.solved(store, clock.forward(WAIT), "bob's browser", answer(made)) is None


@pytest.mark.parametrize("answer", [worked, waited])
def test_it_runs_out(store: Store, clock: FrozenClock, made: puzzle.Puzzle, answer: Any) -> None:
    sent = answer(made)
    assert puzzle.solved(store, clock.forward(LIFE), "ada's browser", sent)
    assert puzzle.solved(store, clock.forward(timedelta(seconds=1)), "ada's browser", sent) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"derived_key": "00" * 32},
        {"derived_key": ""},
        {"cost": 1},
        {"key_prefix": "00"},
        {"data": {"id": "x", "owner": "y", "until": 99999999999}},
        {"key_signature": None},
    ],
)
def test_what_was_changed_does_not_count(store: Store, made: puzzle.Puzzle, changed: dict[str, Any]) -> None:
    assert puzzle.solved(store, store.clock.now(), "ada's browser", worked(made, **changed)) is None


@pytest.mark.parametrize("sent", ["", "x", "e30=", "W10=", "bnVsbA==", "A" * 5000, "é"])
@pytest.mark.parametrize("name", ["puzzle", "puzzle_ticket"])
def test_nonsense_does_not_count(store: Store, sent: str, name: str) -> None:
    assert puzzle.solved(store, store.clock.now(), "ada's browser", Fields([(name, sent)])) is None


def test_an_unsolved_form_does_not_count(store: Store) -> None:
    assert puzzle.solved(store, store.clock.now(), "ada's browser", Fields()) is None


def test_the_solution_of_an_unsigned_challenge_does_not_count(store: Store, made: puzzle.Puzzle) -> None:
    own = json.loads(made.challenge)
    own.pop("signature")
    payload = Payload(Challenge.from_dict(own), Solution(0, "00" * 32))
    assert puzzle.solved(store, store.clock.now(), "ada's browser", Fields([("puzzle", payload.to_base64())])) is None
