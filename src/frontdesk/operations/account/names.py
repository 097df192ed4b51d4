"""What an account is called, and what it is (behaviour 5.3)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import ValidationError
from frontdesk.directory import accounts, contact_notices, standing
from frontdesk.directory.tables import Account
from frontdesk.operations.account import notices
from frontdesk.operations.account.errors import FieldInvalid
from frontdesk.operations.account.resources import CHANGEABLE, READABLE, account_for
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

# the model knows four states; while an account is being closed, everything still goes on (behaviour 5.2)
_STATES = {standing.PENDING_CLOSURE: standing.ACTIVE, standing.PERMANENTLY_CLOSED: standing.CLOSED}


@operation("account:GetAccountInformation", resource=account_for("account:GetAccountInformation"), also_in=READABLE)
def get_account_information(ctx: Context, account: Account) -> dict[str, Any]:
    """Describe an account: id, name, when it was opened, and its state."""
    return {
        "AccountId": account.id,
        "AccountName": account.name,
        "AccountCreatedDate": account.created_at,
        "AccountState": _STATES.get(account.state, account.state),
    }


@operation("account:PutAccountName", resource=account_for("account:PutAccountName"), also_in=CHANGEABLE)
def put_account_name(ctx: Context, account: Account, *, account_name: str) -> None:
    """Give an account another name; root is told by mail."""
    try:
        is_new = accounts.rename(ctx.within(account.id), account_name)
    except ValidationError as refusal:
        raise FieldInvalid(refusal, "AccountName") from None
    if is_new:
        notices.changed(ctx, account, contact_notices.NAME)
