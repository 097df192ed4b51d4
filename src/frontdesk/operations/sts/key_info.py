"""Whose access key is it (wire 4.1)."""

from __future__ import annotations

from frontdesk.core import ids
from frontdesk.core.errors import AccessDenied, ValidationError
from frontdesk.credentials import access_keys
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("sts:GetAccessKeyInfo")
def get_access_key_info(ctx: Context, *, access_key_id: str) -> dict[str, str]:
    """Say to which account a key belongs; not whether it is active, nor whether it ever existed."""
    if ctx.caller and ctx.caller.temporary and ctx.caller.session_id is None:
        raise AccessDenied("Cannot call GetAccessKeyInfo with session credentials")
    row = access_keys.find(ctx, access_key_id)
    account = row.account_id if row else ids.account_in_key(access_key_id)
    if account is None:
        raise ValidationError("The specified value for accessKeyId is invalid.", field="AccessKeyId")
    return {"Account": account}
