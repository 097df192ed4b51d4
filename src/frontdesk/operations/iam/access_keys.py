"""Access keys of users and of the root user (behaviour 3.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from frontdesk.core import arns
from frontdesk.core.errors import NotFound
from frontdesk.credentials import access_keys
from frontdesk.credentials.tables import AccessKey
from frontdesk.directory import users
from frontdesk.directory.errors import InvalidInput
from frontdesk.operations.iam.resources import Holder, found, holder_named
from frontdesk.operations.registry import Page, Params, Resource, Target, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing

Answer = dict[str, Any]


def _shown(holder: Holder, row: AccessKey) -> Answer:
    name = {"UserName": holder.user.name} if holder.user else {}
    return {**name, "AccessKeyId": row.id, "Status": row.status, "CreateDate": row.created_at}


@operation("iam:CreateAccessKey", resource=holder_named)
def create_access_key(ctx: Context, holder: Holder) -> Answer:
    """Make an active key; its secret is in this answer and never again."""
    row, secret = access_keys.create(ctx, holder.principal_id)
    return {"AccessKey": _shown(holder, row) | {"SecretAccessKey": secret.reveal()}}


@operation("iam:ListAccessKeys", resource=holder_named)
def list_access_keys(ctx: Context, holder: Holder) -> Page:
    """List keys, oldest first."""
    rows = access_keys.of(ctx, holder.principal_id)
    listing = ShortListing(rows, lambda row: f"{row.created_at:%Y%m%d%H%M%S%f}{row.id}")
    return Page("AccessKeyMetadata", listing, lambda row: _shown(holder, row))


@operation("iam:UpdateAccessKey", resource=holder_named)
def update_access_key(ctx: Context, holder: Holder, *, access_key_id: str, status: str) -> None:
    """Switch a key on or off."""
    if status not in (access_keys.ACTIVE, access_keys.INACTIVE):
        raise InvalidInput("The status of an access key can be set to Active or Inactive only.", field="Status")
    access_keys.set_status(ctx, access_keys.get(ctx, holder.principal_id, access_key_id), status)


@operation("iam:DeleteAccessKey", resource=holder_named)
def delete_access_key(ctx: Context, holder: Holder, *, access_key_id: str) -> None:
    """Delete a key for good."""
    access_keys.remove(ctx, access_keys.get(ctx, holder.principal_id, access_key_id))


def _key_of_someone(ctx: Context, params: Params) -> Target:
    row = access_keys.find(ctx, params["AccessKeyId"])
    if row is None or row.account_id != ctx.account_id:
        return Target("*", missing=_no_such_key(params["AccessKeyId"]))
    if row.principal_id == row.account_id:
        return Target(arns.root(row.account_id), (None, row))
    user = users.get(ctx, row.principal_id)
    return replace(found(user), thing=(user, row)) if user else Target("*", missing=_no_such_key(row.id))


def _no_such_key(key_id: str) -> NotFound:
    return NotFound("The Access Key with id {id} cannot be found", id=key_id, field="AccessKeyId")


@operation("iam:GetAccessKeyLastUsed", resource=Resource(_key_of_someone, consumes=("AccessKeyId",)))
def get_access_key_last_used(ctx: Context, found: tuple[Any, AccessKey]) -> Answer:
    """Say whose key it is, and when and where it was last used."""
    user, row = found
    used: Answer = {"ServiceName": row.last_used_service or "N/A", "Region": row.last_used_region or "N/A"}
    if row.last_used_at:
        used["LastUsedDate"] = row.last_used_at
    return ({"UserName": user.name} if user else {}) | {"AccessKeyLastUsed": used}
