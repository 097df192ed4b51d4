"""Having kept the paper: a recovery code, in place of a device at sign-in (recovery 2.1)."""

from __future__ import annotations

from frontdesk.authentication import device_limits, device_notices, possession
from frontdesk.authentication.evidence import Factor, Failure, Proof
from frontdesk.authentication.factors import totp
from frontdesk.authentication.subject import Whom
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import Scope
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials.devices import recovery_codes
from frontdesk.store.context import Context

FACTOR = Factor.RECOVERY_CODE


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Count by person: five a day, and together with other codes."""
    return device_limits.recovery_codes(attempt.principal_id or attempt.data["who"])


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Take a code from the list; its owner is told at once."""
    row = recovery_codes.of(ctx, attempt.principal_id) if attempt.principal_id else None
    if row is None or not recovery_codes.spend(ctx, row, answer.reveal()):
        totp.warn(ctx, attempt, scopes(ctx, attempt))
        return Failure(Reason.WRONG_RECOVERY_CODE)
    device_notices.code_used(ctx.within(attempt.account_id), row.principal_id, len(row.digests))
    return Proof(FACTOR, ctx.now, possession.worth(row.lineage), row.list_id)
