"""Recovery codes on paper: each opens one sign-in in a device's place, and never removes a device (recovery 2.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from frontdesk.core import ids
from frontdesk.core.secret import digest
from frontdesk.credentials.devices.tables import RecoveryCodes
from frontdesk.store.context import Context

COUNT = 10
BITS = 80
_LETTERS = BITS // 5
_LONGEST = 80


def of(ctx: Context, principal_id: str) -> RecoveryCodes | None:
    """Return a principal's list, or None where none was ever made."""
    return ctx.by_key(RecoveryCodes, principal_id)


def make(ctx: Context, principal_id: str, lineage: Sequence[str]) -> list[str]:
    """Make a new list in place of the former one and return its codes, which are kept as digests only."""
    codes = [ids.letters(ctx.entropy, _LETTERS) for _ in range(COUNT)]
    row = of(ctx, principal_id)
    if row is None:
        row = RecoveryCodes(principal_id=principal_id, account_id=ctx.account_id or "")
    row.list_id, row.made_at, row.lineage = ids.unique(ctx.entropy), ctx.now, sorted(lineage)
    row.digests = [_digest(principal_id, code) for code in codes]
    ctx.add(row)
    return ["-".join(re.findall("....", code)) for code in codes]


def spend(ctx: Context, row: RecoveryCodes, typed: str) -> bool:
    """Say whether a typed code is on the list, and take it from there; case, spaces and hyphens do not matter."""
    wanted = _digest(row.principal_id, re.sub(r"[^A-Z0-9]", "", typed[:_LONGEST].upper()))
    if wanted not in row.digests:
        return False
    row.digests = [kept for kept in row.digests if kept != wanted]
    return True


def forget(ctx: Context, principal_id: str) -> None:
    """Drop the list of somebody who is no more."""
    row = of(ctx, principal_id)
    if row is not None:
        ctx.delete(row)


def _digest(principal_id: str, code: str) -> str:
    return digest(f"recovery-code:{principal_id}:{code}")
