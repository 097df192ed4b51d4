"""Two codes in a row of a device whose clock went astray: it is in step again, and it was shown (behaviour 3.7)."""

from __future__ import annotations

from frontdesk.authentication import device_limits, device_notices, possession
from frontdesk.authentication.evidence import Factor, Failure, Proof
from frontdesk.authentication.factors import totp
from frontdesk.authentication.subject import Whom
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import Scope
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials.devices import devices
from frontdesk.store.context import Context

FACTOR = Factor.RESYNC


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Count pairs by person: five an hour."""
    return device_limits.resyncs(attempt.principal_id or attempt.data["who"])


def answer(first: str, second: str) -> Password:
    """Return two typed codes as one answer."""
    return Password(f"{totp.bare(first)} {totp.bare(second)}")


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Look for the pair within a day before and after now, on every app and token that the person has."""
    first, _, second = answer.reveal().partition(" ")
    within = ctx.within(attempt.account_id)
    for device in totp.with_codes(ctx, attempt):
        if devices.resync(within, device, (first, second)):
            device_notices.resynced(within, device)
            return Proof(Factor.TOTP, ctx.now, possession.worth(device.lineage), device.serial)
    return Failure(Reason.WRONG_DEVICE_PAIR)
