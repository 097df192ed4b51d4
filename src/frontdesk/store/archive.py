"""One account's rows as a zip file of JSON Lines, with a manifest of counts and digests."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, Any

import sqlalchemy as sa

from frontdesk.store import whole
from frontdesk.store.context import Context

Manifest = dict[str, Any]
FORMAT = "frontdesk-account-1"
MANIFEST = "manifest.json"
_ROWS = 500


def write(ctx: Context, account_id: str, wanted: Mapping[str, Collection[str]], file: IO[bytes]) -> Manifest:
    """Write the rows of an account from the ``wanted`` tables, each without the columns named; return the manifest.

    Each table is ``TABLE.jsonl``, one row per line in the order of its key; times are UTC in ISO 8601.
    """
    file.seek(0)
    file.truncate()
    made: list[dict[str, Any]] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for table in whole.tables():
            if table.name in wanted:
                made.append(_table(ctx, zipped, table, account_id, wanted[table.name]))
        manifest = {
            "format": FORMAT,
            "account_id": account_id,
            "made_at": _moment(ctx.now),
            "files": made,
            "left_out": "Passwords, keys' secrets, sessions' tokens and everything else that could open something.",
        }
        zipped.writestr(_entry(ctx, MANIFEST), json.dumps(manifest, indent=2) + "\n")
    return manifest


def _table(
    ctx: Context, zipped: zipfile.ZipFile, table: sa.Table, account_id: str, without: Collection[str]
) -> dict[str, Any]:
    name, rows, size, digest = f"{table.name}.jsonl", 0, 0, hashlib.sha256()
    with zipped.open(_entry(ctx, name), "w", force_zip64=True) as out:
        for row in _rows(ctx, table, account_id, without):
            line = json.dumps(row, ensure_ascii=False, default=_written).encode() + b"\n"
            out.write(line)
            digest.update(line)
            rows, size = rows + 1, size + len(line)
    return {"name": name, "rows": rows, "bytes": size, "sha256": digest.hexdigest()}


def _rows(ctx: Context, table: sa.Table, account_id: str, without: Collection[str]) -> Iterator[Mapping[str, Any]]:
    owner = table.c.account_id if "account_id" in table.c else table.c.id
    columns = [column for column in table.columns if column.name not in without]
    query = sa.select(*columns).where(owner == account_id).order_by(*table.primary_key.columns)
    result = ctx.db.execute(query, execution_options={"yield_per": _ROWS})
    return (dict(row) for row in result.mappings())


def _entry(ctx: Context, name: str) -> zipfile.ZipInfo:
    # zip knows no years before 1980, and no zones
    entry = zipfile.ZipInfo(name, max(ctx.now, datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
