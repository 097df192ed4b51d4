"""The one place that decides: whether the proofs shown are enough."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.authentication.decision import Ask, Proven, Refuse, decide, independent
from frontdesk.authentication.evidence import EvidenceClass, Factor, Proof, Requirement, one_of
from frontdesk.core.reasons import Reason
from tests.support.stores import FrozenClock

START = FrozenClock().now()

CLASSES = {
    Factor.PASSWORD: EvidenceClass.KNOWLEDGE,
    Factor.MAILED_CODE: EvidenceClass.MAILBOX,
    Factor.KNOWN_BROWSER: EvidenceClass.BROWSER,
    Factor.TAKE_BACK: EvidenceClass.MAILBOX,
    Factor.TOTP: EvidenceClass.POSSESSION,
    Factor.RESYNC: EvidenceClass.POSSESSION,
    Factor.PASSKEY: EvidenceClass.POSSESSION,
    Factor.UNLOCKED_PASSKEY: EvidenceClass.POSSESSION,
    Factor.RECOVERY_CODE: EvidenceClass.POSSESSION,
}
BOTH = Requirement((one_of(Factor.PASSWORD), one_of(Factor.MAILED_CODE)), classes=2)


def proof(factor: Factor, *classes: EvidenceClass, age: timedelta = timedelta(0)) -> Proof:
    return Proof(factor, START - age, frozenset(classes or {CLASSES[factor]}))


def test_nothing_shown_asks_for_the_first_part() -> None:
    assert decide(BOTH, [], list(Factor), START) == Ask(one_of(Factor.PASSWORD))


def test_one_of_two_shown_asks_for_the_other() -> None:
    assert decide(BOTH, [proof(Factor.PASSWORD)], list(Factor), START) == Ask(one_of(Factor.MAILED_CODE))


def test_all_parts_shown_is_proven() -> None:
    proofs = (proof(Factor.PASSWORD), proof(Factor.MAILED_CODE))
    assert decide(BOTH, proofs, list(Factor), START) == Proven(proofs)


def test_a_requirement_never_shrinks_for_want_of_a_factor() -> None:
    assert decide(BOTH, [proof(Factor.PASSWORD)], [Factor.PASSWORD], START) == Refuse(Reason.NO_USABLE_FACTOR)


def test_a_password_set_through_the_mailbox_is_the_mailbox_once_more() -> None:
    proofs = [proof(Factor.PASSWORD, EvidenceClass.MAILBOX), proof(Factor.MAILED_CODE)]
    assert decide(BOTH, proofs, list(Factor), START) == Refuse(Reason.NO_USABLE_FACTOR)


@pytest.mark.parametrize("age", [timedelta(minutes=16), timedelta(minutes=-1)])
def test_a_proof_that_is_too_old_or_from_the_future_does_not_count(age: timedelta) -> None:
    fresh = Requirement((one_of(Factor.PASSWORD),), fresh=timedelta(minutes=15))
    assert decide(fresh, [proof(Factor.PASSWORD, age=age)], list(Factor), START) == Ask(one_of(Factor.PASSWORD))


_proofs = st.lists(
    st.builds(
        proof,
        st.sampled_from(Factor),
        st.sampled_from(EvidenceClass),
        age=st.timedeltas(timedelta(minutes=-30), timedelta(minutes=30)),
    ),
    max_size=5,
)
_requirements = st.builds(
    Requirement,
    st.lists(st.frozensets(st.sampled_from(Factor), min_size=1), min_size=1, max_size=3).map(tuple),
    classes=st.integers(1, 3),
    fresh=st.none() | st.just(timedelta(minutes=15)),
)


@given(_requirements, _proofs, st.frozensets(st.sampled_from(Factor)))
def test_proven_only_with_every_part_and_enough_classes(
    requirement: Requirement, proofs: list[Proof], usable: frozenset[Factor]
) -> None:
    answer = decide(requirement, proofs, usable, START)
    if isinstance(answer, Proven):
        assert all(part & {one.factor for one in answer.proofs} for part in requirement.all_of)
        assert independent(answer.proofs) >= requirement.classes
        assert set(answer.proofs) <= set(proofs)


@given(_requirements, _proofs, st.builds(proof, st.sampled_from(Factor)))
def test_one_more_proof_never_makes_it_harder(requirement: Requirement, proofs: list[Proof], more: Proof) -> None:
    """R17."""
    if isinstance(decide(requirement, proofs, list(Factor), START), Proven):
        assert isinstance(decide(requirement, [*proofs, more], list(Factor), START), Proven)
