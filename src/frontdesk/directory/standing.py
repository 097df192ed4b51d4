"""The one gate that says whether an account may act now (architecture 5)."""

from __future__ import annotations

from frontdesk.core.reasons import Reason
from frontdesk.directory import accounts
from frontdesk.directory.tables import Account


def refusal(account: Account, *, root: bool) -> Reason | None:
    """Return why somebody of this account may not sign in or act, or None.

    Root of a suspended or closed account still comes in, for bills and settings (behaviour 5.2).
    """
    if account.state == accounts.ACTIVE or (root and account.state in (accounts.SUSPENDED, accounts.CLOSED)):
        return None
    return Reason.ACCOUNT_CLOSED if account.state == accounts.CLOSED else Reason.ACCOUNT_NOT_ACTIVE
