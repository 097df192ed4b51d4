"""Registering devices and recovery codes, and taking devices away: for a session, or before one starts (P10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from frontdesk.authentication import ceremonies, device_notices, root_grace, sessions
from frontdesk.authentication.evidence import EvidenceClass, Proof
from frontdesk.authentication.outcome import NewDevice
from frontdesk.authentication.tables import Attempt
from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.credentials.devices import devices, passkeys, recovery_codes, totp
from frontdesk.credentials.devices.devices import Binding
from frontdesk.credentials.devices.errors import PasskeyRefused
from frontdesk.credentials.devices.passkeys import Person
from frontdesk.credentials.devices.tables import Device
from frontdesk.directory import users
from frontdesk.store.context import Context

_OWN = frozenset({EvidenceClass.KNOWLEDGE, EvidenceClass.POSSESSION})


@dataclass(frozen=True)
class Owner:
    """Whose devices they are; ``proofs`` authorise what is registered, in a session or in an attempt's browser."""

    principal_id: str
    user_name: str | None
    lineage: tuple[str, ...] = ()
    holder: str = ""
    session_id: str | None = None

    @property
    def binding(self) -> Binding:
        """To whom, and by which classes of proof."""
        return Binding(self.principal_id, self.lineage)


def lineage(proofs: Iterable[Proof]) -> tuple[str, ...]:
    """Return what a credential set with these proofs is worth: nothing weaker than its own kind, or their classes."""
    shown = frozenset[EvidenceClass]().union(*(proof.classes for proof in proofs))
    return () if shown and shown <= _OWN else tuple(sorted(one.value for one in shown))


def owner_of(ctx: Context, caller: Caller) -> Owner:
    """Return whoever is signed in, as owner of devices to come."""
    shown = lineage(sessions.proofs_of(ctx, caller.session_id))
    return Owner(caller.principal_id, caller.user_name, shown, caller.session_id or "", caller.session_id)


def owner_in(attempt: Attempt, proofs: Iterable[Proof]) -> Owner:
    """Return the root user of a proven attempt, as owner of its first device."""
    return Owner(attempt.principal_id or "", None, lineage(proofs), attempt.browser_digest)


def register(ctx: Context, owner: Owner, device: NewDevice) -> Device:
    """Register what a person filled in; raises what registering it raises."""
    if device.response:
        return enable_passkey(ctx, owner, device.name, device.state, device.response)
    return enable_codes(ctx, owner, device.serial, device.codes, device.name or None)


def start_app(ctx: Context, name: str) -> tuple[Device, str, str]:
    """Make an unassigned device and return it with its seed and the address that apps read."""
    device, seed = devices.create_virtual(ctx, name)
    return device, seed, address(ctx, device, seed)


def address(ctx: Context, device: Device, seed: str) -> str:
    """Return what the QR code of a virtual device says."""
    return totp.address(seed, ctx.settings.name or "Frontdesk", f"{device.name}@{device.account_id}")


def enable_codes(ctx: Context, owner: Owner, serial: str, codes: tuple[str, str], name: str | None = None) -> Device:
    """Bind an app or token by two consecutive codes and tell its owner; raises what ``devices.bind_codes`` raises."""
    device = devices.bind_codes(ctx, serial, owner.binding, codes)
    if name:
        devices.rename(ctx, device, name)
    return bound(ctx, device)


def bound(ctx: Context, device: Device) -> Device:
    """Tell that a device is bound; with one, the root user's days without are over."""
    if device.principal_id == ctx.account_id:
        root_grace.has_device_now(ctx)
    device_notices.added(ctx, device)
    return device


def passkey_question(ctx: Context, owner: Owner) -> tuple[str, str]:
    """Return what the browser is asked with to make a passkey, and the sealed state that goes with it."""
    devices.require_room(ctx, owner.principal_id)
    state = ceremonies.begin(ctx, owner.holder, f"register:{owner.principal_id}")
    handle = bytes.fromhex(ctx.keyring.mac(owner.principal_id, "passkey-user"))
    person = Person(handle, f"{owner.user_name or 'root'}@{ctx.account_id}")
    present = [one.credential_id for one in devices.of(ctx, owner.principal_id) if one.credential_id]
    site = ceremonies.site(ctx, owner.session_id)
    return passkeys.creation_options(site, person, passkeys.challenge_of(state), present), state


def enable_passkey(ctx: Context, owner: Owner, name: str, state: str, response: str) -> Device:
    """Bind a passkey or security key that answered the question; raises PasskeyRefused and what adding one raises."""
    challenge = ceremonies.spend(ctx, state, owner.holder, f"register:{owner.principal_id}")
    if challenge is None:
        raise PasskeyRefused("The time for this page ran out. Try again.", cause="passkey: no such challenge")
    facts = passkeys.registered(ceremonies.site(ctx, owner.session_id), response, challenge)
    if devices.by_credential(ctx, facts["credential_id"]) is not None:
        raise PasskeyRefused("This passkey is registered already.", cause="passkey: known credential")
    path = f"/user/{owner.user_name}/" if owner.user_name else "/root-user/"
    serial = arns.iam(ctx.account_id or "", "u2f", path, name)
    return bound(ctx, devices.add_passkey(ctx, serial, name, owner.binding, **facts))


def remove(ctx: Context, device: Device) -> None:
    """Take a device from its owner, whose other sessions end, and tell."""
    principal_id = device.principal_id or ""
    device_notices.removed(ctx, device, principal_id)
    sessions.end_all(ctx, principal_id, but=ctx.caller.session_id if ctx.caller else None)
    devices.unbind(ctx, device)


def make_codes(ctx: Context, owner: Owner) -> list[str]:
    """Make a new list of recovery codes, shown this once, and tell."""
    made = recovery_codes.make(ctx, owner.principal_id, owner.lineage)
    device_notices.codes_made(ctx, owner.principal_id)
    return made


def user_name(ctx: Context, device: Device) -> str | None:
    """Return the name of the IAM user who has a device; None for root's and nobody's."""
    if device.principal_id in (None, device.account_id):
        return None
    user = users.get(ctx, device.principal_id or "")
    return user.name if user else None
