"""MFA devices of users, over the wire and for administrators (behaviour 3.5, 3.7; wire 10.1).

Devices of the root user are bound and removed by the root user in the console only.
"""

from __future__ import annotations

import io
from typing import Any

from frontdesk.authentication import device_guesses, device_limits, enrolment
from frontdesk.authentication.enrolment import Owner
from frontdesk.authentication.evidence import EvidenceClass
from frontdesk.core import arns
from frontdesk.core.errors import LimitExceeded
from frontdesk.credentials.devices import devices
from frontdesk.credentials.devices.errors import InvalidAuthenticationCode
from frontdesk.credentials.devices.tables import TOTP, Device
from frontdesk.directory import tags as tagging
from frontdesk.directory import users
from frontdesk.directory.errors import DeleteConflict
from frontdesk.directory.tables import User
from frontdesk.operations.iam.resources import Holder, holder_named, tag_keys, user_named
from frontdesk.operations.iam.users import listed
from frontdesk.operations.registry import Page, Params, Resource, Target, operation, with_tags
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing

Answer = dict[str, Any]


def _to_be(ctx: Context, params: Params) -> Target:
    return Target(arns.iam(ctx.account_id or "", "mfa", params.get("Path") or "/", params["VirtualMFADeviceName"]))


def _virtual(ctx: Context, params: Params) -> Target:
    serial = params["SerialNumber"]
    row = devices.find(ctx, serial)
    arn = serial if serial.startswith("arn:") else arns.iam(ctx.account_id or "", "mfa", "/", serial)
    if row is None or row.kind != TOTP:
        return Target(arn, missing=devices.no_such_device(serial))
    return Target(row.serial, row, keys=tag_keys(row.tags))


virtual_to_be = Resource(_to_be, gives=False)
virtual_named = Resource(_virtual, consumes=("SerialNumber",))


def of_holder(ctx: Context, holder: Holder, serial: str) -> Device:
    """Return a device that a user, or root, has; raises NotFound in AWS's words."""
    row = devices.find(ctx, serial)
    if row is None or row.principal_id != holder.principal_id:
        raise devices.no_such_device(serial)
    return row


@operation("iam:CreateVirtualMFADevice", resource=virtual_to_be, also=with_tags("iam:TagMFADevice"))
def create_virtual_mfa_device(
    ctx: Context, *, virtual_mfa_device_name: str, path: str = "/", tags: list[dict[str, str]] | None = None
) -> Answer:
    """Make a virtual device that nobody has yet; its seed is in this answer and never again. It ends in an hour."""
    kept = tagging.put([], tags or [], fold=True)
    row, seed = devices.create_virtual(ctx, virtual_mfa_device_name, path=path, tags=kept)
    shown = {"SerialNumber": row.serial, "Base32StringSeed": seed.encode(), "QRCodePNG": _picture(ctx, row, seed)}
    return {"VirtualMFADevice": shown | ({"Tags": tagging.shown(row.tags)} if row.tags else {})}


def _picture(ctx: Context, row: Device, seed: str) -> bytes:
    import segno

    drawn = io.BytesIO()
    segno.make(enrolment.address(ctx, row, seed), error="m", micro=False).save(drawn, kind="png", scale=5)
    return drawn.getvalue()


@operation("iam:DeleteVirtualMFADevice", resource=virtual_named)
def delete_virtual_mfa_device(ctx: Context, device: Device) -> None:
    """Delete a virtual device that nobody has."""
    if device.principal_id is not None:
        raise DeleteConflict("MFA VirtualDevice in use. Must deactivate first.")
    devices.delete_unassigned(ctx, device)


@operation("iam:EnableMFADevice", resource=user_named)
def enable_mfa_device(
    ctx: Context, user: User, *, serial_number: str, authentication_code1: str, authentication_code2: str
) -> None:
    """Give a user a virtual device or hardware token, by two consecutive codes of this moment."""
    owner = Owner(user.id, user.name, _lineage(ctx, user))
    bind(ctx, owner, serial_number, (authentication_code1, authentication_code2))


def bind(ctx: Context, owner: Owner, serial: str, codes: tuple[str, str], name: str | None = None) -> Device:
    """Bind a device with codes; wrong pairs count."""
    scopes, locked = device_limits.resyncs(owner.principal_id), _locked()
    device_guesses.require_free(ctx, scopes, locked)
    try:
        return enrolment.enable_codes(ctx, owner, serial, codes, name)
    except InvalidAuthenticationCode as wrong:
        raise device_guesses.counted(scopes, wrong, locked) from None


def _locked() -> LimitExceeded:
    return LimitExceeded("Too many wrong codes were sent. Wait an hour, then use new ones.", cause="codes throttled")


def _lineage(ctx: Context, user: User) -> tuple[str, ...]:
    """Return what a device is worth that is bound by whoever calls: for somebody else, or with a mere access key."""
    caller = ctx.caller
    if caller and caller.principal_id == user.id and caller.session_id:
        return enrolment.owner_of(ctx, caller).lineage
    return (EvidenceClass.ADMINISTRATOR.value,)


@operation("iam:DeactivateMFADevice", resource=user_named)
def deactivate_mfa_device(ctx: Context, user: User, *, serial_number: str) -> None:
    """Take a device from a user; the user's sessions end."""
    enrolment.remove(ctx, of_holder(ctx, Holder(user.id, user), serial_number))


@operation("iam:ResyncMFADevice", resource=user_named)
def resync_mfa_device(
    ctx: Context, user: User, *, serial_number: str, authentication_code1: str, authentication_code2: str
) -> None:
    """Bring a user's device back into step, by two consecutive codes within a day."""
    device = of_holder(ctx, Holder(user.id, user), serial_number)
    resync(ctx, device, (authentication_code1, authentication_code2))


def resync(ctx: Context, device: Device, codes: tuple[str, str]) -> None:
    """Bring a device back into step; wrong pairs count."""
    scopes, locked = device_limits.resyncs(device.principal_id or ""), _locked()
    device_guesses.require_free(ctx, scopes, locked)
    if not devices.resync(ctx, device, codes):
        wrong = InvalidAuthenticationCode("Authentication code for device is not valid", field="AuthenticationCode1")
        raise device_guesses.counted(scopes, wrong, locked)


@operation("iam:ListMFADevices", resource=holder_named)
def list_mfa_devices(ctx: Context, holder: Holder) -> Page:
    """List somebody's devices."""
    name = {"UserName": holder.user.name} if holder.user else {}
    listing = ShortListing(devices.of(ctx, holder.principal_id), lambda row: row.id)
    return Page("MFADevices", listing, lambda row: {**name, "SerialNumber": row.serial, "EnableDate": row.bound_at})


@operation("iam:ListVirtualMFADevices")
def list_virtual_mfa_devices(ctx: Context, *, assignment_status: str = "Any") -> Page:
    """List the account's virtual devices, with who has them; unassigned ones end within an hour."""
    wanted = {"Any": (True, False), "Assigned": (True,), "Unassigned": (False,)}[assignment_status]
    rows = [row for row in devices.virtual(ctx) if (row.principal_id is not None) in wanted]
    return Page("VirtualMFADevices", ShortListing(rows, lambda row: row.id), lambda row: _described(ctx, row))


def _described(ctx: Context, row: Device) -> Answer:
    shown: Answer = {"SerialNumber": row.serial}
    if row.principal_id is None:
        return shown
    shown["EnableDate"] = row.bound_at
    if row.principal_id == row.account_id:
        return shown | {"User": {"UserId": row.account_id, "Arn": arns.root(row.account_id)}}
    user = users.get(ctx, row.principal_id)
    return shown | ({"User": listed(user)} if user else {})


@operation("iam:GetMFADevice", resource=holder_named)
def get_mfa_device(ctx: Context, holder: Holder, *, serial_number: str) -> Answer:
    """Describe a device that somebody has."""
    row = of_holder(ctx, holder, serial_number)
    name = {"UserName": holder.user.name} if holder.user else {}
    return {**name, "SerialNumber": row.serial, "EnableDate": row.bound_at}


@operation("iam:TagMFADevice", resource=virtual_named)
def tag_mfa_device(ctx: Context, device: Device, *, tags: list[dict[str, str]]) -> None:
    """Add tags to a virtual device, replacing those of the same key."""
    device.tags = tagging.put(device.tags, tags, fold=True)


@operation("iam:UntagMFADevice", resource=virtual_named)
def untag_mfa_device(ctx: Context, device: Device, *, tag_keys: list[str]) -> None:
    """Take tags from a virtual device."""
    device.tags = tagging.remove(device.tags, tag_keys, fold=True)


@operation("iam:ListMFADeviceTags", resource=virtual_named)
def list_mfa_device_tags(ctx: Context, device: Device) -> Page:
    """List a virtual device's tags in the order in which they came."""
    numbered = list(enumerate(tagging.shown(device.tags)))
    return Page("Tags", ShortListing(numbered, lambda one: f"{one[0]:04d}"), lambda one: one[1])
