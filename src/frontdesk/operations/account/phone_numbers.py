"""Proving a telephone number, which does not exist here yet: honest answers for tools that ask."""

from __future__ import annotations

from typing import Any, NoReturn

from frontdesk.directory.tables import Account
from frontdesk.operations.account.errors import Conflict
from frontdesk.operations.account.resources import account_for
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context


@operation("account:SendPhoneNumberVerification", resource=account_for("account:SendPhoneNumberVerification"))
def send_phone_number_verification(ctx: Context, account: Account) -> dict[str, Any]:
    """Send nothing, and say so in the model's own word."""
    return {"Status": "NOT_SUPPORTED"}


@operation("account:VerifyPhoneNumber", resource=account_for("account:VerifyPhoneNumber"))
def verify_phone_number(ctx: Context, account: Account, *, otp: str) -> NoReturn:
    """Refuse: no code was ever sent."""
    raise Conflict("Telephone numbers cannot be verified here yet, so no code was sent.")
