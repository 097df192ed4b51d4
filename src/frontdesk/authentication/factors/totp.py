"""Having an authenticator app or a hardware token: a code of now, which counts once ever per device (R13)."""

from __future__ import annotations

import re

from frontdesk.authentication import device_limits, device_notices, possession, throttle
from frontdesk.authentication.evidence import Factor, Failure, Proof
from frontdesk.authentication.subject import Whom
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import Scope
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials.devices import devices
from frontdesk.credentials.devices.tables import PASSKEY, Device
from frontdesk.store.context import Context

FACTOR = Factor.TOTP
_LONGEST = 40


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Count codes by person, in whatever browser."""
    return device_limits.codes(attempt.principal_id or attempt.data["who"])


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Check a typed code against every app and token that the person has."""
    code = bare(answer.reveal())
    for device in with_codes(ctx, attempt):
        if devices.accept(ctx.within(attempt.account_id), device, code):
            return Proof(FACTOR, ctx.now, possession.worth(device.lineage), device.serial)
    warn(ctx, attempt, scopes(ctx, attempt))
    return Failure(Reason.WRONG_DEVICE_CODE)


def with_codes(ctx: Context, attempt: Attempt) -> list[Device]:
    """Return the devices of an attempt's principal that show codes."""
    found = devices.of(ctx.within(attempt.account_id), attempt.principal_id or "")
    return [device for device in found if device.kind != PASSKEY]


def bare(typed: str) -> str:
    """Return a typed code without what people put between its digits."""
    return re.sub(r"[\s-]", "", typed[:_LONGEST])


def warn(ctx: Context, attempt: Attempt, counted: tuple[Scope, ...]) -> None:
    """Tell the owner when a wrong code is the last one of its quarter of an hour: the password was right before it."""
    scope = counted[0]
    if throttle.recent(ctx, scope) == scope.policy.limit - 1:
        device_notices.many_wrong(ctx.within(attempt.account_id), attempt.principal_id or "")
