"""Identifiers in the shapes that AWS's clients expect (wire 4)."""

from __future__ import annotations

import base64
import re

from frontdesk.core.entropy import Entropy

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_REFERENCE = re.compile(r"FD-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
ACCOUNT_ID = re.compile(r"[0-9]{12}")
_ACCOUNT_BITS = (1 << 40) - 1
_UUID_FREE = ((1 << 128) - 1) & ~(0xF << 76) & ~(0x3 << 62)  # RFC 9562, 5.4: all but version and variant
_UUID_4 = 4 << 76 | 2 << 62


def _letters(entropy: Entropy, alphabet: str, count: int) -> str:
    # 256 is a multiple of 32, so a byte modulo the alphabet is unbiased
    return "".join(alphabet[byte % len(alphabet)] for byte in entropy.bytes(count))


def account_id(entropy: Entropy) -> str:
    """Return twelve digits, the first not zero (wire 4.4)."""
    return str(10**11 + int.from_bytes(entropy.bytes(16), "big") % (9 * 10**11))


def access_key_id(entropy: Entropy, prefix: str, account: str) -> str:
    """Return a 20-character key id that carries its account in bits 78 to 39 (wire 4.1)."""
    low = int.from_bytes(entropy.bytes(5), "big") & ((1 << 39) - 1)
    value = 1 << 79 | int(account) << 39 | low
    return prefix + base64.b32encode(value.to_bytes(10, "big")).decode()


def account_in_key(key_id: str) -> str | None:
    """Return the account inside a modern key id, or None for the old layout or another shape."""
    try:
        value = int.from_bytes(base64.b32decode(key_id[4:]), "big")
    except ValueError:
        return None
    if len(key_id) != 20 or not value >> 79:
        return None
    return f"{value >> 39 & _ACCOUNT_BITS:012d}"


def entity_id(entropy: Entropy, prefix: str, account: str) -> str:
    """Return a 21-character unique id such as ``AIDA…``; never reused (wire 4.2)."""
    head = access_key_id(entropy, prefix, account)[:13]
    return head + _letters(entropy, _BASE32, 8)


def secret_access_key(entropy: Entropy) -> str:
    """Return 40 characters, base64 of 30 random bytes (wire 4.2)."""
    return base64.b64encode(entropy.bytes(30)).decode()


def token(entropy: Entropy, size: int = 32) -> str:
    """Return a URL-safe secret of ``size`` random bytes, for cookies and links."""
    return base64.urlsafe_b64encode(entropy.bytes(size)).rstrip(b"=").decode()


def unique(entropy: Entropy) -> str:
    """Return a random version 4 UUID as text, for events and rows."""
    number = int.from_bytes(entropy.bytes(16), "big") & _UUID_FREE | _UUID_4
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def reference(entropy: Entropy) -> str:
    """Return a reference such as ``FD-7K3M-Q2XP`` (decision 0006)."""
    letters = _letters(entropy, _REFERENCE_ALPHABET, 8)
    return f"FD-{letters[:4]}-{letters[4:]}"


def read_reference(text: str) -> str | None:
    """Return the reference in ``text``, forgiving case, spaces and missing hyphens."""
    bare = re.sub(r"[\s-]", "", text[:40]).upper().removeprefix("FD")
    candidate = f"FD-{bare[:4]}-{bare[4:]}"
    return candidate if _REFERENCE.fullmatch(candidate) else None


def letters(entropy: Entropy, count: int) -> str:
    """Return ``count`` random letters and digits of five bits each, without 0, 1, I and O, for codes on paper."""
    return _letters(entropy, _REFERENCE_ALPHABET, count)


def digits(entropy: Entropy, count: int) -> str:
    """Return ``count`` random decimal digits, for mailed codes."""
    return f"{int.from_bytes(entropy.bytes(16), 'big') % 10**count:0{count}d}"
