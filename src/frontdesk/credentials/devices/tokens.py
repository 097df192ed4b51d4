"""Hardware tokens: the operator imports what their maker sent, and people bind them by serial number."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.core.errors import ValidationError
from frontdesk.credentials.devices import totp
from frontdesk.credentials.devices.tables import HardwareToken
from frontdesk.store.context import Context

MOST_BYTES = 4 * 1024 * 1024
_SERIAL = re.compile(r"[A-Za-z0-9-]{9,64}")
_COLUMNS = {"seed_hex": "hex", "seed_base32": "base32"}


@dataclass(frozen=True)
class Token:
    """One line of a maker's file; the seed is in base32."""

    serial: str
    seed: str


def read(text: str) -> list[Token]:
    """Read CSV with the columns ``serial`` and ``seed_hex`` or ``seed_base32``.

    Raises ValidationError naming the first line at fault; nothing of a seed is in it.
    """
    if len(text) > MOST_BYTES:
        raise ValidationError("The file is larger than 4 MiB. Cut it into smaller ones.")
    lines = csv.DictReader(text.lstrip("\ufeff").splitlines())
    column = next((name for name in _COLUMNS if name in (lines.fieldnames or ())), None)
    if column is None or "serial" not in (lines.fieldnames or ()):
        raise ValidationError("The first line has to name the columns serial and seed_hex, or serial and seed_base32.")
    return list(_tokens(lines, column))


def _tokens(lines: csv.DictReader[str], column: str) -> Iterator[Token]:
    for line in lines:
        serial = (line["serial"] or "").strip()
        seed = totp.seed_from(line[column] or "", _COLUMNS[column])
        if not _SERIAL.fullmatch(serial) or seed is None:
            raise ValidationError(
                "Line {number} cannot be used: a serial has 9 to 64 letters, digits and hyphens, a seed 16 to 64 "
                "bytes.",
                number=lines.line_num,
            )
        yield Token(serial, seed)


def keep(ctx: Context, tokens: list[Token]) -> tuple[int, int]:
    """Seal tokens that are not known yet; return how many are new and how many were known, which stay as they are."""
    new = 0
    for token in tokens:
        if ctx.db.get(HardwareToken, token.serial) is None:
            sealed = ctx.keyring.seal(token.seed, f"totp:{token.serial}")
            ctx.add(HardwareToken(serial=token.serial, sealed_seed=sealed, imported_at=ctx.now))
            new += 1
    return new, len(tokens) - new
