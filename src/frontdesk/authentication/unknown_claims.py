"""Attempts by somebody who matched nobody, for the operator: a wave of them is an attack (behaviour 9.2)."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication.tables import Attempt
from frontdesk.store.context import Context


def newest(ctx: Context, limit: int) -> list[Attempt]:
    """Return attempts whose account or user was not found, newest first; sign-ups match nobody by nature."""
    query = ctx.across_accounts(Attempt).where(Attempt.principal_id.is_(None), Attempt.purpose != "sign_up")
    return ctx.all(query.order_by(Attempt.opened_at.desc()).limit(limit))


def facts(attempt: Attempt) -> dict[str, Any]:
    """Return what an operator may see: a keyed digest instead of what was typed."""
    last = attempt.steps[-1].reference if attempt.steps else attempt.reference
    return {
        "ClaimDigest": attempt.claim_digest[:16],
        "Time": attempt.opened_at,
        "SourceIPAddress": attempt.address,
        "UserAgent": attempt.agent,
        "Reference": last,
        "Purpose": attempt.purpose,
    }
