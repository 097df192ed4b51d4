"""Root e-mail addresses that belonged to an account before: no other account may have them (decision 0014)."""

from __future__ import annotations

from sqlalchemy import or_

from frontdesk.directory.tables import RootEmailChange
from frontdesk.store.context import Context


def belonged_to_another(ctx: Context, email_key: str, account_id: str | None = None) -> bool:
    """Say whether an address, in its compared form, was the root e-mail of an account other than this one."""
    used = or_(RootEmailChange.former_key == email_key, RootEmailChange.present_key == email_key)
    query = ctx.across_accounts(RootEmailChange).where(used)
    return ctx.first(query if account_id is None else query.where(RootEmailChange.account_id != account_id)) is not None
