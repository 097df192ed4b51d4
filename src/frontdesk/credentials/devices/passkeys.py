"""What a browser's WebAuthn answers are worth (WebAuthn level 3, sections 7.1 and 7.2; R16).

Sizes and types are bounded before anything is parsed, and every refusal is a cause in words for the event.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.credentials.devices.errors import PasskeyRefused

MOST = 16 * 1024
TIMEOUT_MS = 300_000
_TRANSPORTS = ("usb", "nfc", "ble", "smart-card", "hybrid", "internal")


@dataclass(frozen=True)
class Site:
    """For which domain and at which exact origins a ceremony counts."""

    rp_id: str
    name: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """For whom a passkey is made; ``handle`` says nothing of who it is."""

    handle: bytes
    name: str


@dataclass(frozen=True)
class Known:
    """What is kept of a passkey for checking its answers."""

    credential_id: str
    public_key: str
    sign_count: int
    rp_id: str


@dataclass(frozen=True)
class Asserted:
    """A right answer: the counter it had, whether the person was verified, whether copies are kept elsewhere."""

    sign_count: int
    verified: bool
    backed_up: bool


def challenge_of(state: str) -> bytes:
    """Return the challenge that stands for a sealed state."""
    return hashlib.sha256(state.encode()).digest()


def creation_options(site: Site, person: Person, challenge: bytes, present: Sequence[str]) -> str:
    """Return what ``navigator.credentials.create`` takes, as JSON; ``present`` are the credentials there are."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import structs

    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.name,
        user_name=person.name,
        user_id=person.handle,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(one)) for one in present],
    )
    return json.dumps(json.loads(options_to_json(options)) | {"extensions": {"credProps": True}})


def request_options(site: Site, challenge: bytes, allowed: Mapping[str, Sequence[str]], *, verify: bool) -> str:
    """Return what ``navigator.credentials.get`` takes, as JSON; no credential named means any the browser knows.

    ``allowed`` maps credential ids to their transports; ``verify`` asks for the person to be verified.
    """
    options = {
        "challenge": _text(challenge),
        "timeout": TIMEOUT_MS,
        "rpId": site.rp_id,
        "allowCredentials": [
            {"id": one, "type": "public-key", "transports": list(ways)} for one, ways in allowed.items()
        ],
        "userVerification": "required" if verify else "preferred",
    }
    return json.dumps(options)


def registered(site: Site, response: str, challenge: bytes) -> dict[str, Any]:
    """Return the columns of a new passkey; raises PasskeyRefused with its cause for anything that does not fit."""
    from webauthn import verify_registration_response

    sent = _read(response)
    _check_frame(sent)
    try:
        found = verify_registration_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=list(site.origins),
        )
    except Exception as fault:  # the library raises what its parsers raise, for bytes that a stranger chose
        raise _refused(str(fault)) from fault
    extensions = sent.get("clientExtensionResults")
    properties = extensions.get("credProps") if isinstance(extensions, dict) else None
    return {
        "credential_id": _text(found.credential_id),
        "public_key": _text(found.credential_public_key),
        "sign_count": found.sign_count,
        "rp_id": site.rp_id,
        "transports": _transports(sent),
        "discoverable": bool(isinstance(properties, dict) and properties.get("rk")),
        "backup_eligible": found.credential_device_type.value == "multi_device",
        "backed_up": found.credential_backed_up,
    }


def asserted(site: Site, known: Known, response: str, challenge: bytes, *, verify: bool) -> Asserted:
    """Return what a right answer says; raises PasskeyRefused with its cause for a wrong one.

    A counter that went back is not refused here: the caller has to compare, because the owner is told of it.
    """
    from webauthn import verify_authentication_response

    sent = _read(response)
    _check_frame(sent)
    if known.rp_id != site.rp_id or sent.get("id") != known.credential_id:
        raise _refused("the passkey belongs to another domain or person")
    try:
        found = verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=list(site.origins),
            credential_public_key=_bytes(known.public_key),
            credential_current_sign_count=0,
            require_user_verification=verify,
        )
    except Exception as fault:  # as above
        raise _refused(str(fault)) from fault
    return Asserted(found.new_sign_count, found.user_verified, found.credential_backed_up)


def went_back(known: Known, now: Asserted) -> bool:
    """Say whether a passkey that counts did not count on, as a copy of it would not (WebAuthn 6.1.1)."""
    return (now.sign_count > 0 or known.sign_count > 0) and now.sign_count <= known.sign_count


def credential_in(response: str) -> str:
    """Return the credential id that an answer names, or nothing; it is only used to look for the passkey."""
    try:
        found = _read(response).get("id")
    except PasskeyRefused:
        return ""
    return found if isinstance(found, str) and len(found) <= 1400 else ""


def _read(response: str) -> dict[str, Any]:
    if len(response) > MOST:
        raise _refused("the answer is too long")
    try:
        sent = json.loads(response)
    except (ValueError, RecursionError) as fault:
        raise _refused("the answer is not JSON") from fault
    if not isinstance(sent, dict) or not isinstance(sent.get("response"), dict):
        raise _refused("the answer is not a credential")
    return sent


def _check_frame(sent: dict[str, Any]) -> None:
    """Refuse what was made inside a frame of another origin; the library does not look."""
    try:
        client = json.loads(_bytes(sent["response"]["clientDataJSON"]))
        framed = client.get("crossOrigin") or client.get("topOrigin")
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as fault:
        raise _refused("the client data cannot be read") from fault
    if framed:
        raise _refused("the answer was made in a frame of another origin")


def _transports(sent: dict[str, Any]) -> list[str]:
    named = sent["response"].get("transports")
    return [one for one in _TRANSPORTS if isinstance(named, list) and one in named]


def _refused(cause: str) -> PasskeyRefused:
    return PasskeyRefused("The passkey was not accepted. Try again on this page.", cause=f"passkey: {cause[:300]}")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
