"""MFA devices of root and IAM users: made, bound, renamed, removed (behaviour 3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from frontdesk.core import arns, ids
from frontdesk.core.errors import AlreadyExists, LimitExceeded, NotFound
from frontdesk.credentials.devices import totp
from frontdesk.credentials.devices.errors import DeviceInUse, InvalidAuthenticationCode
from frontdesk.credentials.devices.tables import HARDWARE, PASSKEY, TOTP, Device, HardwareToken
from frontdesk.store.context import Context

PER_PRINCIPAL = 8
UNASSIGNED_LIFE = timedelta(hours=1)
_MEMO = "devices"
_HELD = select(Device.serial, Device.kind, Device.lineage, Device.bound_at, Device.name).where(
    Device.principal_id == bindparam("principal")
)


@dataclass(frozen=True)
class Held:
    """What a sign-in has to know of one device."""

    serial: str
    kind: str
    lineage: tuple[str, ...]
    bound_at: datetime
    name: str


@dataclass(frozen=True)
class Binding:
    """To whom a device is bound, and the classes of proof that authorise it (recovery 2.2)."""

    principal_id: str
    lineage: tuple[str, ...] = ()


def held(ctx: Context, principal_id: str | None) -> tuple[Held, ...]:
    """Return the devices bound to a principal, oldest first; one plain statement in a unit of work."""
    if principal_id is None:
        return ()
    known: dict[str, tuple[Held, ...]] = ctx.notes.setdefault(_MEMO, {})
    if principal_id not in known:
        rows = ctx.unit.reading().execute(_HELD, {"principal": principal_id}).all()
        found = [Held(row.serial, row.kind, tuple(row.lineage), row.bound_at, row.name) for row in rows]
        known[principal_id] = tuple(sorted(found, key=lambda one: (one.bound_at, one.serial)))
    return known[principal_id]


def of(ctx: Context, principal_id: str) -> list[Device]:
    """Return a principal's devices in the bound account, oldest first."""
    return ctx.all(ctx.select(Device).where(Device.principal_id == principal_id).order_by(Device.bound_at, Device.id))


def virtual(ctx: Context) -> list[Device]:
    """Return the bound account's virtual devices, assigned or not; what ran out is not among them."""
    rows = ctx.all(ctx.select(Device).where(Device.kind == TOTP))
    return [row for row in rows if not _ran_out(ctx, row)]


def count(ctx: Context) -> tuple[int, int]:
    """Count the bound account's devices and those of them that somebody uses."""
    rows = [row for row in ctx.all(ctx.select(Device)) if not _ran_out(ctx, row)]
    return len(rows), sum(row.principal_id is not None for row in rows)


def find(ctx: Context, serial: str) -> Device | None:
    """Return a device of the bound account, or None; what ran out is not found."""
    row = ctx.first(ctx.select(Device).where(Device.serial == serial))
    return None if row is None or _ran_out(ctx, row) else row


def by_credential(ctx: Context, credential_id: str) -> Device | None:
    """Return the passkey with this credential id in whatever account it is."""
    return ctx.first(ctx.across_accounts(Device).where(Device.credential_id == credential_id))


def _ran_out(ctx: Context, row: Device) -> bool:
    return row.expires_at is not None and row.expires_at <= ctx.now


def create_virtual(
    ctx: Context, name: str, *, path: str = "/", tags: Sequence[Sequence[str]] = ()
) -> tuple[Device, str]:
    """Make an unassigned virtual device and return it with its seed in base32, which is shown only now.

    It ends after an hour and frees its name (behaviour 3.5). Raises AlreadyExists for a name in use.
    """
    serial = arns.iam(ctx.account_id or "", "mfa", path, name)
    former = ctx.first(ctx.select(Device).where(Device.serial == serial))
    if former is not None:
        if not _ran_out(ctx, former):
            raise _taken("VirtualMFADeviceName")
        ctx.delete(former)
    row = _new(ctx, serial, TOTP, name)
    row.tags, row.expires_at = [list(pair) for pair in tags], ctx.now + UNASSIGNED_LIFE
    seed = totp.base32(ctx.entropy.bytes(totp.SEED_BYTES))
    row.sealed_seed = ctx.keyring.seal(seed, f"totp:{serial}")
    return ctx.add(row), seed


def _new(ctx: Context, serial: str, kind: str, name: str) -> Device:
    return Device(
        id=ids.unique(ctx.entropy),
        serial=serial,
        account_id=ctx.account_id or "",
        kind=kind,
        name=name,
        created_at=ctx.now,
        lineage=[],
        tags=[],
        drift=0,
        sign_count=0,
        transports=[],
        discoverable=False,
        backup_eligible=False,
        backed_up=False,
    )


def require_room(ctx: Context, principal_id: str) -> None:
    """Raise LimitExceeded where a principal has eight devices already."""
    if len(held(ctx, principal_id)) >= PER_PRINCIPAL:
        raise LimitExceeded("Cannot exceed quota for MFADevicesPerUser: {quota}", quota=PER_PRINCIPAL)


def bind_codes(ctx: Context, serial: str, binding: Binding, codes: tuple[str, str]) -> Device:
    """Bind an unassigned virtual device, or a free hardware token, with two consecutive codes of this very moment.

    Raises NotFound, DeviceInUse, LimitExceeded, and InvalidAuthenticationCode for a pair that is wrong or late.
    """
    require_room(ctx, binding.principal_id)
    row = find(ctx, serial) or _claimed_token(ctx, serial)
    if row.principal_id is not None:
        raise DeviceInUse("MFA Device is already in use", field="SerialNumber")
    step = totp.pair(seed_of(ctx, row), codes, totp.step_of(ctx.now), row.last_step)
    if step is None:
        raise InvalidAuthenticationCode("Authentication code for device is not valid", field="AuthenticationCode1")
    row.last_step = step
    return _bind(ctx, row, binding)


def _bind(ctx: Context, row: Device, binding: Binding) -> Device:
    row.principal_id, row.bound_at, row.expires_at = binding.principal_id, ctx.now, None
    row.lineage = sorted(binding.lineage)
    ctx.db.add(row)
    ctx.db.flush()
    _forget(ctx, binding.principal_id)
    return row


def _claimed_token(ctx: Context, serial: str) -> Device:
    token = ctx.db.get(HardwareToken, serial)
    if token is None or token.account_id is not None:
        raise no_such_device(serial)
    row = _new(ctx, serial, HARDWARE, serial)
    row.sealed_seed, row.last_step = token.sealed_seed, token.last_step
    token.account_id = ctx.account_id
    return row


def add_passkey(ctx: Context, serial: str, name: str, binding: Binding, **facts: object) -> Device:
    """Bind a passkey with what WebAuthn gave; raises AlreadyExists for a name in use, LimitExceeded at eight."""
    require_room(ctx, binding.principal_id)
    if find(ctx, serial) is not None:
        raise _taken("DeviceName")
    row = _new(ctx, serial, PASSKEY, name)
    for field, value in facts.items():
        setattr(row, field, value)
    return _bind(ctx, row, binding)


def seed_of(ctx: Context, row: Device) -> str:
    """Open the seed of a device with codes; raises NotFound for a passkey or a seed that no key opens."""
    sealed = row.sealed_seed
    opened = ctx.keyring.open(sealed, f"totp:{row.serial}") if sealed else None
    if opened is None:
        raise no_such_device(row.serial)
    return opened


def accept(ctx: Context, row: Device, code: str) -> bool:
    """Say whether a code is of this device and of now, and spend it: its step counts never again (R13)."""
    step = totp.matching(seed_of(ctx, row), code, totp.step_of(ctx.now) + row.drift, row.last_step)
    if step is None:
        return False
    row.last_step, row.last_used_at = step, ctx.now
    return True


def resync(ctx: Context, row: Device, codes: tuple[str, str]) -> bool:
    """Find two consecutive codes within a day and keep how far the device's clock is off; both are spent."""
    present = totp.step_of(ctx.now)
    step = totp.pair(seed_of(ctx, row), codes, present, row.last_step, totp.RESYNC)
    if step is None:
        return False
    row.last_step, row.drift = step, step - present
    return True


def rename(ctx: Context, row: Device, name: str) -> None:
    """Give a device another name on pages; its ARN stays."""
    row.name = name
    _forget(ctx, row.principal_id)


def unbind(ctx: Context, row: Device) -> None:
    """Take a device from whoever has it: a virtual one is unassigned again for an hour, a token free, a passkey gone.

    What was accepted from a seed before is not accepted again after it was bound anew.
    """
    _forget(ctx, row.principal_id)
    if row.kind == TOTP:
        row.principal_id, row.bound_at, row.expires_at = None, None, ctx.now + UNASSIGNED_LIFE
        ctx.db.flush()
        return
    token = ctx.db.get(HardwareToken, row.serial) if row.kind == HARDWARE else None
    if token is not None:
        token.account_id, token.last_step = None, row.last_step
    ctx.delete(row)


def delete_unassigned(ctx: Context, row: Device) -> None:
    """Delete a virtual device that nobody uses."""
    ctx.delete(row)


def _forget(ctx: Context, principal_id: str | None) -> None:
    ctx.notes.get(_MEMO, {}).pop(principal_id, None)


def _taken(field: str) -> AlreadyExists:
    return AlreadyExists("MFADevice entity at the same path and name already exists.", field=field)


def no_such_device(serial: str) -> NotFound:
    """Return AWS's refusal of an unknown serial number."""
    return NotFound("MFADevice with serial number {serial} does not exist.", serial=serial, field="SerialNumber")


def forget_unassigned(ctx: Context) -> None:
    """Drop virtual devices that nobody bound within their hour; a timed job."""
    ctx.db.execute(delete(Device).where(Device.expires_at <= ctx.now))
