"""Kinds of evidence, what each is worth, and what a purpose asks for (recovery 2 and 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from frontdesk.core.reasons import Reason


class Factor(Enum):
    """A kind of evidence that somebody can show."""

    PASSWORD = "password"
    MAILED_CODE = "mailed_code"
    TOTP = "totp"
    PASSKEY = "passkey"
    UNLOCKED_PASSKEY = "unlocked_passkey"
    RECOVERY_CODE = "recovery_code"
    RESYNC = "resync"
    KNOWN_BROWSER = "known_browser"
    TAKE_BACK = "take_back"


class EvidenceClass(Enum):
    """What an attacker must steal to have a proof; the letters of recovery 2."""

    KNOWLEDGE = "K"
    POSSESSION = "P"
    MAILBOX = "M"
    BROWSER = "B"
    ADMINISTRATOR = "A"
    MANAGEMENT = "G"
    ROOT_KEY = "R"


@dataclass(frozen=True)
class Proof:
    """Evidence that was checked: by which factor, when, and the classes it counts as after lineage.

    ``device`` is the serial number of the device that was shown, or the list that a recovery code stood on.
    """

    factor: Factor
    at: datetime
    classes: frozenset[EvidenceClass]
    device: str = ""


@dataclass(frozen=True)
class Failure:
    """Evidence that was refused, with the cause from the closed list in ``core.reasons``."""

    reason: Reason


@dataclass(frozen=True)
class Requirement:
    """The proofs a purpose needs, as data: one factor out of every set, in any order.

    ``classes`` is how many independent classes they must come from; ``fresh`` how old a proof may be.
    """

    all_of: tuple[frozenset[Factor], ...]
    classes: int = 1
    fresh: timedelta | None = None


DEVICES = frozenset({Factor.TOTP, Factor.PASSKEY, Factor.UNLOCKED_PASSKEY})
POSSESSION = DEVICES | {Factor.RECOVERY_CODE}


def one_of(*factors: Factor) -> frozenset[Factor]:
    """Return the set of factors of which any one will do."""
    return frozenset(factors)
