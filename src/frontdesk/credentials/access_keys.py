"""Long-term access keys (behaviour 3.4)."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.core import ids
from frontdesk.core.errors import LimitExceeded, NotFound
from frontdesk.core.secret import SecretKey
from frontdesk.credentials.tables import AccessKey
from frontdesk.directory import accounts
from frontdesk.store.context import Context

ACTIVE, INACTIVE = "Active", "Inactive"
PER_PRINCIPAL = 2
_SEAL = "access-key"
_USE_INTERVAL = timedelta(minutes=15)


def of(ctx: Context, principal_id: str) -> list[AccessKey]:
    """Return a principal's keys, oldest first; inactive ones included."""
    query = ctx.select(AccessKey).where(AccessKey.principal_id == principal_id)
    return ctx.all(query.order_by(AccessKey.created_at, AccessKey.id))


def count(ctx: Context) -> int:
    """Count the bound account's keys, inactive ones included."""
    return ctx.count(ctx.select(AccessKey))


def create(ctx: Context, principal_id: str) -> tuple[AccessKey, SecretKey]:
    """Make an active key; this is the only time its secret can be read. Raises LimitExceeded at two."""
    if len(of(ctx, principal_id)) >= PER_PRINCIPAL:
        raise LimitExceeded("Cannot exceed quota for AccessKeysPerUser: {quota}", quota=PER_PRINCIPAL)
    accounts.touch(ctx)
    account = ctx.account_id or ""
    id, secret = ids.access_key_id(ctx.entropy, "AKIA", account), ids.secret_access_key(ctx.entropy)
    row = AccessKey(
        id=id,
        account_id=account,
        principal_id=principal_id,
        sealed_secret=ctx.keyring.seal(secret, f"{_SEAL}:{id}"),
        status=ACTIVE,
        created_at=ctx.now,
    )
    return ctx.add(row), SecretKey(secret)


def get(ctx: Context, principal_id: str, key_id: str) -> AccessKey:
    """Return a principal's key; raises NotFound in AWS's words."""
    row = ctx.first(ctx.select(AccessKey).where(AccessKey.id == key_id, AccessKey.principal_id == principal_id))
    if row is None:
        raise NotFound("The Access Key with id {id} cannot be found", id=key_id, field="AccessKeyId")
    return row


def find(ctx: Context, key_id: str) -> AccessKey | None:
    """Return a key by its id in whatever account it is; for verifying signatures and look-ups."""
    return ctx.by_key(AccessKey, key_id)


def secret(ctx: Context, row: AccessKey) -> SecretKey | None:
    """Open a key's secret, to verify a signature; None when the keyring cannot."""
    opened = ctx.keyring.open(row.sealed_secret, f"{_SEAL}:{row.id}")
    return SecretKey(opened) if opened is not None else None


def set_status(ctx: Context, row: AccessKey, status: str) -> None:
    """Switch a key on (``ACTIVE``) or off (``INACTIVE``); temporary credentials made with it follow."""
    row.status = status
    accounts.touch(ctx)


def remove(ctx: Context, row: AccessKey) -> None:
    """Delete a key for good."""
    accounts.touch(ctx)
    ctx.delete(row)


def used(ctx: Context, row: AccessKey, region: str, service: str) -> None:
    """Note a use; only the first in each 15 minutes is kept (behaviour 3.4)."""
    if row.last_used_at and ctx.now - row.last_used_at < _USE_INTERVAL:
        return
    row.last_used_at, row.last_used_region, row.last_used_service = ctx.now, region, service
