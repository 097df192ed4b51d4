"""An authenticator in software: it makes passkeys and answers challenges, as honestly as a test wants."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from webauthn.helpers import encode_cbor

UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40
ORIGIN, RP_ID = "http://localhost:8080", "localhost"


def text(raw: bytes) -> str:
    """Return bytes as WebAuthn writes them in JSON."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(written: str) -> bytes:
    """Return the bytes of such a text."""
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


@dataclass(frozen=True)
class Lies:
    """What a browser or authenticator says instead of the truth."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    type: str | None = None
    challenge: str | None = None
    cross_origin: bool | None = None
    top_origin: str | None = None
    flags: int | None = None
    count: int | None = None
    algorithm: int | None = None
    spoil_signature: bool = False
    more: dict[str, Any] = field(default_factory=dict)


HONEST = Lies()


class SoftKey:
    """One passkey of one person; counts up with every answer unless ``counts`` is off."""

    def __init__(self, number: int = 1, *, verifies: bool = True, counts: bool = True, edwards: bool = False) -> None:
        self.id = hashlib.sha256(f"credential {number}".encode()).digest()
        self._private: Any = (
            ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"key {number}".encode()).digest())
            if edwards
            else ec.derive_private_key(10_000 + number, ec.SECP256R1())
        )
        self._edwards, self._counts = edwards, counts
        self.flags = UP | (UV if verifies else 0)
        self.count = 0

    def create(self, options: str, lies: Lies = HONEST) -> str:
        """Answer ``navigator.credentials.create``."""
        asked = json.loads(options)
        data = self._client(asked["challenge"], lies.type or "webauthn.create", lies)
        key = encode_cbor(self._cose(lies.algorithm))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        auth = self._auth(lies, AT) + attested
        sent = {
            "clientDataJSON": text(data),
            "attestationObject": text(encode_cbor({"fmt": "none", "attStmt": {}, "authData": auth})),
            "transports": ["internal", "hybrid"],
        }
        return self._credential(sent, {"credProps": {"rk": True}}, lies)

    def get(self, options: str, lies: Lies = HONEST) -> str:
        """Answer ``navigator.credentials.get``."""
        asked = json.loads(options)
        self.count += self._counts
        data = self._client(asked["challenge"], lies.type or "webauthn.get", lies)
        auth = self._auth(lies, 0)
        signature = self._sign(auth + hashlib.sha256(data).digest())
        if lies.spoil_signature:
            signature = self._sign(b"something else")
        sent = {"clientDataJSON": text(data), "authenticatorData": text(auth), "signature": text(signature)}
        return self._credential(sent, {}, lies)

    def _client(self, challenge: str, kind: str, lies: Lies) -> bytes:
        said: dict[str, Any] = {"type": kind, "challenge": lies.challenge or challenge, "origin": lies.origin}
        if lies.cross_origin is not None:
            said["crossOrigin"] = lies.cross_origin
        if lies.top_origin is not None:
            said["topOrigin"] = lies.top_origin
        return json.dumps(said).encode()

    def _auth(self, lies: Lies, also: int) -> bytes:
        flags = (self.flags if lies.flags is None else lies.flags) | also
        count = self.count if lies.count is None else lies.count
        return hashlib.sha256(lies.rp_id.encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")

    def _sign(self, message: bytes) -> bytes:
        signed: bytes = (
            self._private.sign(message) if self._edwards else self._private.sign(message, ec.ECDSA(hashes.SHA256()))
        )
        return signed

    def _cose(self, algorithm: int | None) -> dict[int, Any]:
        if self._edwards:
            return {1: 1, 3: algorithm or -8, -1: 6, -2: self._private.public_key().public_bytes_raw()}
        numbers = self._private.public_key().public_numbers()
        return {1: 2, 3: algorithm or -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}

    def _credential(self, response: dict[str, Any], extensions: dict[str, Any], lies: Lies) -> str:
        id = text(self.id)
        made = {"id": id, "rawId": id, "type": "public-key", "response": response}
        return json.dumps({**made, "clientExtensionResults": extensions, **lies.more})
