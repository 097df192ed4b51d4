"""Devices of whoever calls, root and IAM users alike; grave acts want them to show afresh who they are."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import enrolment, possession, sessions
from frontdesk.authentication.enrolment import Owner
from frontdesk.authentication.evidence import DEVICES
from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, Internal
from frontdesk.core.messages import Message, Remedy
from frontdesk.credentials.devices import devices, recovery_codes
from frontdesk.credentials.devices.tables import PASSKEY, Device
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.admission import FRESH, StepUpRequired
from frontdesk.operations.iam.mfa_devices import bind, of_holder, resync
from frontdesk.operations.iam.resources import Holder, holder_named
from frontdesk.operations.registry import Params, Resource, Target, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]
_SEASONED_HOURS = 72  # recovery 7: junior.device


def _own(ctx: Context, params: Params) -> Target:
    return holder_named.find(ctx, {})


def _to_be(ctx: Context, params: Params) -> Target:
    return Target(arns.iam(ctx.account_id or "", "mfa", "/", params["DeviceName"]))


own = Resource(_own)
_app_to_be = Resource(_to_be, gives=False)


def _caller(ctx: Context) -> Caller:
    if ctx.caller is None:
        raise Internal(cause="own devices of nobody")
    return ctx.caller


def _owner(ctx: Context) -> Owner:
    return enrolment.owner_of(ctx, _caller(ctx))


def described(ctx: Context, row: Device) -> Answer:
    """Return a device as pages and scripts see it; ``Usable`` says whether its domain is still this one's."""
    shown: Answer = {
        "SerialNumber": row.serial,
        "DeviceName": row.name,
        "Kind": row.kind,
        "EnableDate": row.bound_at,
        "Usable": row.kind != PASSKEY or row.rp_id == ctx.settings.rp_id,
    }
    if row.last_used_at:
        shown["LastUsedDate"] = row.last_used_at
    if row.kind == PASSKEY:
        shown |= {"Synced": row.backed_up, "SignsInAlone": row.discoverable}
    return shown


@operation("iam:ListMFADevices", resource=own, model="mfa:ListOwnDevices", also_in=ROOT_ONLY)
def list_own_devices(ctx: Context, holder: Holder) -> Answer:
    """List the caller's devices, oldest first, and how many recovery codes are left."""
    row = recovery_codes.of(ctx, holder.principal_id)
    codes = {"RecoveryCodesLeft": len(row.digests), "RecoveryCodesMade": row.made_at} if row else {}
    return {"Devices": [described(ctx, one) for one in devices.of(ctx, holder.principal_id)], **codes}


@operation("iam:ListMFADevices", resource=holder_named, model="mfa:ListUserDevices")
def list_user_devices(ctx: Context, holder: Holder) -> Answer:
    """List a user's devices, for whoever helps."""
    return {"Devices": [described(ctx, one) for one in devices.of(ctx, holder.principal_id)]}


@operation(
    "iam:CreateVirtualMFADevice", resource=_app_to_be, model="mfa:StartAuthenticator", fresh=FRESH, also_in=ROOT_ONLY
)
def start_authenticator(ctx: Context, *, device_name: str) -> Answer:
    """Make the seed of an authenticator app; it counts once two codes were shown, and ends in an hour otherwise."""
    device, seed, address = enrolment.start_app(ctx, device_name)
    return {"SerialNumber": device.serial, "SecretSeed": seed, "SecretAddress": address}


@operation("iam:EnableMFADevice", resource=own, model="mfa:EnableAuthenticator", fresh=FRESH, also_in=ROOT_ONLY)
def enable_authenticator(
    ctx: Context, holder: Holder, *, serial_number: str, authentication_code1: str, authentication_code2: str,
    device_name: str | None = None,
) -> None:  # fmt: skip
    """Bind an app, or a hardware token by its serial number, to the caller with two consecutive codes."""
    bind(ctx, _owner(ctx), serial_number, (authentication_code1, authentication_code2), device_name)


@operation("iam:EnableMFADevice", resource=own, model="mfa:StartPasskey", fresh=FRESH, also_in=ROOT_ONLY)
def start_passkey(ctx: Context, holder: Holder) -> Answer:
    """Return the question for the browser, and the sealed state to send back with its answer within five minutes."""
    options, state = enrolment.passkey_question(ctx, _owner(ctx))
    return {"Options": options, "StateToken": state}


@operation("iam:EnableMFADevice", resource=own, model="mfa:EnablePasskey", fresh=FRESH, also_in=ROOT_ONLY)
def enable_passkey(ctx: Context, holder: Holder, *, device_name: str, state_token: str, credential: str) -> Answer:
    """Bind the passkey or security key that answered."""
    made = enrolment.enable_passkey(ctx, _owner(ctx), device_name, state_token, credential)
    return {"SerialNumber": made.serial}


@operation("iam:EnableMFADevice", resource=own, model="mfa:RenameOwnDevice", also_in=ROOT_ONLY)
def rename_own_device(ctx: Context, holder: Holder, *, serial_number: str, device_name: str) -> None:
    """Give a device another name; its serial number stays."""
    devices.rename(ctx, of_holder(ctx, holder, serial_number), device_name)


@operation("iam:ResyncMFADevice", resource=own, model="mfa:ResyncOwnDevice", also_in=ROOT_ONLY)
def resync_own_device(
    ctx: Context, holder: Holder, *, serial_number: str, authentication_code1: str, authentication_code2: str
) -> None:
    """Bring a device of the caller back into step."""
    device = of_holder(ctx, holder, serial_number)
    resync(ctx, device, (authentication_code1, authentication_code2))


@operation("iam:DeactivateMFADevice", resource=own, model="mfa:RemoveOwnDevice", fresh=FRESH, also_in=ROOT_ONLY)
def remove_own_device(ctx: Context, holder: Holder, *, serial_number: str) -> None:
    """Remove a device of the caller, who has just shown it or another one; a recovery code is no device."""
    device = of_holder(ctx, holder, serial_number)
    _require_device(ctx, holder, device)
    enrolment.remove(ctx, device)


def _require_device(ctx: Context, holder: Holder, removing: Device) -> None:
    held = {one.serial: one for one in devices.held(ctx, holder.principal_id)}
    proofs = sessions.proofs_of(ctx, _caller(ctx).session_id)
    fresh = [one for one in proofs if one.factor in DEVICES and ctx.now - one.at <= FRESH]
    shown = [held[one.device] for one in fresh if one.device in held]
    if not shown:
        words = "Removing a device needs a device to be shown just before: this one or another."
        remedy = Remedy("step-up", Message("Show a device and come back"))
        raise StepUpRequired(words, cause="no device was shown", remedy=remedy)
    if not any(possession.may_remove(one, held[removing.serial], ctx.now, _SEASONED_HOURS) for one in shown):
        raise AccessDenied(
            "A device that was added less than 72 hours ago removes only itself and younger ones. Show an older one.",
            cause="the device shown is junior",
        )


@operation("iam:EnableMFADevice", resource=own, model="mfa:CreateRecoveryCodes", fresh=FRESH, also_in=ROOT_ONLY)
def create_recovery_codes(ctx: Context, holder: Holder) -> Answer:
    """Make ten recovery codes in place of the former ones; they are in this answer and never again."""
    return {"SecretCodes": enrolment.make_codes(ctx, _owner(ctx))}
