"""Six-digit codes by the clock (RFC 6238: SHA-1, 30 seconds), each counted once per device. Pure."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

from pyotp import HOTP

STEP_SECONDS = 30
AROUND = 1  # steps before and after the present one
RESYNC = 24 * 3600 // STEP_SECONDS  # steps before and after, when a device has gone astray (behaviour 3.7)
SEED_BYTES = 20
_SEEDS = range(16, 65)


def step_of(now: datetime) -> int:
    """Return the number of the 30 seconds that a moment is in."""
    return int(now.timestamp()) // STEP_SECONDS


def code(seed: str, step: int) -> str:
    """Return the code of a step."""
    return HOTP(seed).at(step)


def matching(seed: str, code: str, present: int, last: int | None) -> int | None:
    """Return the step that a code is of, or None: near ``present`` and later than the last one accepted."""
    found = None
    for step in (present - AROUND, present, present + AROUND):
        # every candidate is computed, so that time does not tell which one it was
        if _is(seed, code, step) and (last is None or step > last):
            found = step
    return found


def pair(seed: str, codes: tuple[str, str], present: int, last: int | None, around: int = AROUND) -> int | None:
    """Return the second step of two consecutive codes, or None; the second one lies ``around`` the present step."""
    for second in range(present - around, present + around + 1):
        newer = last is None or second > last
        if newer and _is(seed, codes[1], second) and _is(seed, codes[0], second - 1):
            return second
    return None


def _is(seed: str, code: str, step: int) -> bool:
    return step >= 0 and hmac.compare_digest(HOTP(seed).at(step).encode(), code.encode(errors="replace"))


def base32(seed: bytes) -> str:
    """Return a seed as apps take it, without padding."""
    return base64.b32encode(seed).decode().rstrip("=")


def seed_from(text: str, encoding: str) -> str | None:
    """Read a seed written as ``hex`` or ``base32`` as base32; None for what is neither or has an unusual length."""
    bare = "".join(text.split()).rstrip("=")
    try:
        raw = bytes.fromhex(bare) if encoding == "hex" else base64.b32decode(bare.upper() + "=" * (-len(bare) % 8))
    except (ValueError, binascii.Error):
        return None
    return base32(raw) if len(raw) in _SEEDS else None


def address(seed: str, issuer: str, holder: str) -> str:
    """Return the ``otpauth`` address that a QR code holds."""
    label = f"{quote(issuer, safe='')}:{quote(holder, safe='@')}"
    facts = {"secret": seed, "issuer": issuer, "algorithm": "SHA1", "digits": 6, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(facts, quote_via=quote)}"
