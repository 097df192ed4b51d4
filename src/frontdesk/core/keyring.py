"""Sealing of secrets that must be readable again, with keys that can be rotated (architecture 15)."""

from __future__ import annotations

import base64
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from frontdesk.core.entropy import Entropy
from frontdesk.core.errors import Internal


class Keyring:
    """Named 256-bit keys; the first one seals, all of them open."""

    def __init__(self, keys: Mapping[str, bytes], entropy: Entropy) -> None:
        self._first = next(iter(keys))
        self._boxes = {name: AESGCM(key) for name, key in keys.items()}
        self._mac_key = next(reversed(list(keys.values())))
        self._mac_keys: dict[str, bytes] = {}
        self._entropy = entropy

    def seal(self, plain: str, purpose: str) -> str:
        """Return ``plain`` encrypted and bound to ``purpose``; the same purpose opens it."""
        nonce = self._entropy.bytes(12)
        box = self._boxes[self._first].encrypt(nonce, plain.encode(), purpose.encode())
        # without padding, because cookies would have to quote it
        return f"{self._first}.{base64.urlsafe_b64encode(nonce + box).rstrip(b'=').decode()}"

    def open(self, sealed: str, purpose: str) -> str | None:
        """Return the text, or None if it was not sealed here for this purpose."""
        name, _, body = sealed.partition(".")
        box = self._boxes.get(name)
        try:
            raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
            return None if box is None else box.decrypt(raw[:12], raw[12:], purpose.encode()).decode()
        except (ValueError, InvalidTag):
            return None

    def mac(self, text: str, purpose: str) -> str:
        """Return a keyed digest: equal for equal texts, useless without the keys."""
        key = self._mac_keys.get(purpose)
        if key is None:
            key = self._mac_keys[purpose] = hmac.digest(self._mac_key, purpose.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


def load(path: Path, entropy: Entropy) -> Keyring:
    """Read the key file, making it (mode 0600) with one key where there is none."""
    if not path.exists():
        _create(path, entropy)
    try:
        names = json.loads(path.read_text())
        return Keyring({name: bytes.fromhex(key) for name, key in names.items()}, entropy)
    except (ValueError, AttributeError, StopIteration) as fault:
        raise Internal("The key file {path} cannot be read.", path=path) from fault


def _create(path: Path, entropy: Entropy) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{entropy.bytes(6).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(json.dumps({"k1": entropy.bytes(32).hex()}))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails if another process was first, so that all use the same keys
    except FileExistsError:
        pass
    finally:
        draft.unlink()
