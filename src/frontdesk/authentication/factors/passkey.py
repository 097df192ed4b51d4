"""Having a passkey or security key: an answer to this attempt's challenge, signed by it (R16)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authentication import ceremonies, device_limits, device_notices, possession
from frontdesk.authentication.evidence import Factor, Failure, Proof
from frontdesk.authentication.subject import Whom
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import Scope
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials.devices import devices, passkeys
from frontdesk.credentials.devices.errors import PasskeyRefused
from frontdesk.credentials.devices.passkeys import Asserted, Known
from frontdesk.credentials.devices.tables import Device
from frontdesk.store.context import Context

FACTOR = Factor.PASSKEY


@dataclass(frozen=True)
class Shown:
    """A passkey that gave a right answer."""

    device: Device
    said: Asserted


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Count by person."""
    return device_limits.passkeys(attempt.principal_id or attempt.data["who"])


def answer(state: str, response: str) -> Password:
    """Return what a page sent as one answer: the sealed challenge and the browser's JSON."""
    return Password(f"{state} {response}")


def options(ctx: Context, attempt: Attempt) -> tuple[str, str]:
    """Return what the browser is asked with, for the passkeys of this person and domain, and the sealed state."""
    state = ceremonies.begin(ctx, attempt.browser_digest, attempt.id)
    site = ceremonies.site(ctx, attempt.data.get("session"))
    held = devices.of(ctx.within(attempt.account_id), attempt.principal_id or "")
    allowed = {one.credential_id: one.transports for one in held if one.credential_id and one.rp_id == site.rp_id}
    return passkeys.request_options(site, passkeys.challenge_of(state), allowed, verify=False), state


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Check an answer to the challenge of this very attempt."""
    shown = check(ctx, attempt, answer, attempt.id, verify=False)
    if isinstance(shown, Failure):
        return shown
    return Proof(FACTOR, ctx.now, possession.worth(shown.device.lineage), shown.device.serial)


def check(ctx: Context, attempt: Attempt, answer: Password, subject: str, *, verify: bool) -> Shown | Failure:
    """Return the passkey that answered the challenge for ``subject``, which counts once; it is the attempt's own."""
    state, _, response = answer.reveal().partition(" ")
    challenge = ceremonies.spend(ctx, state, attempt.browser_digest, subject)
    device = devices.by_credential(ctx, passkeys.credential_in(response))
    if challenge is None or device is None or device.principal_id != attempt.principal_id:
        return Failure(Reason.WRONG_PASSKEY)
    known = Known(device.credential_id or "", device.public_key or "", device.sign_count, device.rp_id or "")
    site = ceremonies.site(ctx, attempt.data.get("session"))
    try:
        said = passkeys.asserted(site, known, response, challenge, verify=verify)
    except PasskeyRefused:
        return Failure(Reason.WRONG_PASSKEY)
    if passkeys.went_back(known, said):
        device_notices.copied(ctx.within(attempt.account_id), device)
        return Failure(Reason.PASSKEY_COPIED)
    device.sign_count, device.backed_up, device.last_used_at = said.sign_count, said.backed_up, ctx.now
    return Shown(device, said)
