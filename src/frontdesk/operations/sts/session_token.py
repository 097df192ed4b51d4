"""Temporary credentials for whoever has a long-term key (wire 5.1, 5.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from frontdesk.authentication import device_guesses, device_limits
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied
from frontdesk.credentials import session_tokens
from frontdesk.credentials.devices import devices
from frontdesk.credentials.devices.tables import PASSKEY
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

_USUAL, _LONGEST_OF_ROOT = timedelta(hours=12), timedelta(hours=1)


@operation("sts:GetSessionToken", unchecked=True)
def get_session_token(
    ctx: Context,
    *,
    duration_seconds: int | None = None,
    serial_number: str | None = None,
    token_code: str | None = None,
    minimum_session_token_size: int = 0,
) -> dict[str, Any]:
    """Give the caller temporary credentials of the same identity; needs a long-term key and no permission."""
    caller = _with_long_term_key(ctx)
    mfa_at = ctx.now if _shows_device(ctx, caller, serial_number, token_code) else None
    duration = _duration(caller, duration_seconds)
    issued = session_tokens.issue(ctx, caller, duration, mfa_at=mfa_at, least_size=minimum_session_token_size)
    size = len(issued.token)
    return {
        "Credentials": {
            "AccessKeyId": issued.key_id,
            "SecretAccessKey": issued.secret.reveal(),
            "SessionToken": issued.token,
            "Expiration": issued.expires_at,
        },
        "SessionTokenSize": size,
        "SessionTokenUtilization": min(100, size * 100 // session_tokens.LONGEST),
    }


def _with_long_term_key(ctx: Context) -> Caller:
    if ctx.caller is None or ctx.caller.temporary or ctx.caller.access_key_id is None:
        raise AccessDenied("Cannot call GetSessionToken with session credentials")
    return ctx.caller


def _shows_device(ctx: Context, caller: Caller, serial: str | None, code: str | None) -> bool:
    """Say whether a device was shown; raises AccessDenied for a wrong one, in AWS's words (wire 5.2)."""
    if (serial is None) != (code is None):
        raise AccessDenied(
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
        )
    if serial is None or code is None:
        return False
    scopes = device_limits.codes(caller.principal_id)
    device_guesses.require_free(ctx, scopes, _wrong("throttled"))
    device = devices.find(ctx, serial)
    if device is None or device.principal_id != caller.principal_id or device.kind == PASSKEY:
        raise AccessDenied(
            "MultiFactorAuthentication failed, unable to validate MFA code.  "
            "Please verify your MFA serial number is valid and associated with this user."
        )
    if not devices.accept(ctx, device, code):
        raise device_guesses.counted(scopes, _wrong("wrong code"), _wrong("throttled"))
    return True


def _wrong(cause: str) -> AccessDenied:
    return AccessDenied(
        "MultiFactorAuthentication failed with invalid MFA one time pass code.", cause=f"device code: {cause}"
    )


def _duration(caller: Caller, seconds: int | None) -> timedelta:
    wanted = _USUAL if seconds is None else timedelta(seconds=seconds)
    # a longer one is cut to the hour, not refused
    return min(wanted, _LONGEST_OF_ROOT) if caller.kind == "Root" else wanted
