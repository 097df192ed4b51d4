"""Whether the proofs shown are enough: pure, and the only place that decides (architecture 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from frontdesk.authentication.evidence import EvidenceClass, Factor, Proof, Requirement
from frontdesk.core.reasons import Reason


@dataclass(frozen=True)
class Ask:
    """Show one of these next."""

    factors: frozenset[Factor]


@dataclass(frozen=True)
class Proven:
    """The requirement is met by these proofs."""

    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Refuse:
    """Nothing that is left could meet the requirement."""

    reason: Reason


Decision = Ask | Proven | Refuse


def decide(requirement: Requirement, proofs: Iterable[Proof], usable: Collection[Factor], now: datetime) -> Decision:
    """Say what is missing. A requirement never shrinks: with no usable factor for a part, the answer is Refuse."""
    counted = tuple(proof for proof in proofs if _counts(requirement, proof, now))
    shown = {proof.factor for proof in counted}
    missing = [part for part in requirement.all_of if not part & shown]
    for part in missing:
        if not part & set(usable):
            return Refuse(Reason.NO_USABLE_FACTOR)
    if missing:
        return Ask(missing[0] & frozenset(usable))
    if independent(counted) < requirement.classes:
        return Refuse(Reason.NO_USABLE_FACTOR)
    return Proven(counted)


def _counts(requirement: Requirement, proof: Proof, now: datetime) -> bool:
    if requirement.fresh is not None and now - proof.at > requirement.fresh:
        return False
    return proof.at <= now


def independent(proofs: Iterable[Proof]) -> int:
    """Return how many independent classes the proofs come from (recovery 2.3)."""
    classes: set[EvidenceClass] = set()
    for proof in proofs:
        classes |= proof.classes
    return len(classes)
