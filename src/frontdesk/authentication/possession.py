"""What a principal can show beside a password: its devices and recovery codes, asked anew at every step.

Once somebody was asked for a device, a device is what it takes: one that is removed midway ends the attempt, and the
requirement never shrinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from frontdesk.authentication.evidence import EvidenceClass, Factor, Proof, Requirement, one_of
from frontdesk.authentication.tables import Attempt
from frontdesk.credentials.devices import devices, recovery_codes
from frontdesk.credentials.devices.devices import Held
from frontdesk.credentials.devices.tables import PASSKEY
from frontdesk.store.context import Context

KNOWLEDGE = one_of(Factor.PASSWORD)
UNLOCKED = one_of(Factor.UNLOCKED_PASSKEY)
_ASKED = "enrolled"


def enrolled(ctx: Context, principal_id: str | None) -> bool:
    """Say whether a principal has any device, and so has to show one."""
    return bool(devices.held(ctx, principal_id))


def required(ctx: Context, attempt: Attempt, *, codes: bool = True, independent: bool = False) -> Requirement:
    """Return the password alone, or with a device where one is bound; or a passkey that stands for both.

    ``codes`` lets a recovery code stand where a device is asked; ``independent`` wants two classes of evidence of
    whoever has a device that nothing weaker authorised (recovery 3.2).
    """
    if attempt.data.get("passkey"):
        return Requirement((UNLOCKED,), _classes(ctx, attempt, independent))
    if not any(step.passed for step in attempt.steps):
        return Requirement((KNOWLEDGE,))  # nothing more is looked for, or told, before the password was right
    ways = _ways(ctx, attempt, codes)
    if ways is None:
        return Requirement((KNOWLEDGE,))
    return Requirement((KNOWLEDGE, ways), _classes(ctx, attempt, independent))


def _ways(ctx: Context, attempt: Attempt, codes: bool) -> frozenset[Factor] | None:
    held = devices.held(ctx, attempt.principal_id)
    if not held:
        return frozenset() if attempt.data.get(_ASKED) else None
    if not attempt.data.get(_ASKED):
        attempt.data = {**attempt.data, _ASKED: True}
    ways = {Factor.PASSKEY if one.kind == PASSKEY else Factor.TOTP for one in held}
    if Factor.TOTP in ways:
        ways.add(Factor.RESYNC)  # two codes in a row, for a device whose clock went astray
    if codes and attempt.principal_id and _has_codes(ctx, attempt.principal_id):
        ways.add(Factor.RECOVERY_CODE)
    return frozenset(ways)


def _has_codes(ctx: Context, principal_id: str) -> bool:
    row = recovery_codes.of(ctx, principal_id)
    return row is not None and bool(row.digests)


def _classes(ctx: Context, attempt: Attempt, independent: bool) -> int:
    mature = any(not one.lineage for one in devices.held(ctx, attempt.principal_id))
    return 2 if independent and mature else 1


def standing(ctx: Context, principal_id: str | None, proofs: Iterable[Proof]) -> list[Proof]:
    """Return the proofs whose device is still bound, or whose list of codes is still the newest."""
    kept = list(proofs)
    if not any(proof.device for proof in kept):
        return kept
    valid = {one.serial for one in devices.held(ctx, principal_id)}
    row = recovery_codes.of(ctx, principal_id) if principal_id else None
    if row is not None:
        valid.add(row.list_id)
    return [proof for proof in kept if not proof.device or proof.device in valid]


def worth(lineage: Sequence[str]) -> frozenset[EvidenceClass]:
    """Return the classes that a device or code counts as: its own, or what set it (recovery 2.2)."""
    return frozenset(EvidenceClass(one) for one in lineage) or frozenset({EvidenceClass.POSSESSION})


def may_remove(shown: Held, other: Held, now: datetime, mature_hours: int) -> bool:
    """Say whether showing one device may remove another: itself, or one that is younger, or a seasoned one any."""
    seasoned = (now - shown.bound_at).total_seconds() >= mature_hours * 3600
    return shown.serial == other.serial or seasoned or shown.bound_at < other.bound_at
