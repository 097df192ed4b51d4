"""The one gate that says whether an account may act now (architecture 5, behaviour 5.2).

Sign-ins, sessions, access keys, operations and every grant that is redeemed ask here, each time anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from frontdesk.core.reasons import Reason
from frontdesk.directory.tables import Account

PENDING_ACTIVATION, ACTIVE, SUSPENDED = "PENDING_ACTIVATION", "ACTIVE", "SUSPENDED"
PENDING_CLOSURE, CLOSED, PERMANENTLY_CLOSED = "PENDING_CLOSURE", "CLOSED", "PERMANENTLY_CLOSED"
WORKING = frozenset({ACTIVE, PENDING_CLOSURE})
ROOT_ONLY = frozenset({PENDING_ACTIVATION, SUSPENDED, CLOSED})
_REASONS = {
    PENDING_ACTIVATION: Reason.ACCOUNT_PENDING,
    SUSPENDED: Reason.ACCOUNT_NOT_ACTIVE,
    CLOSED: Reason.ACCOUNT_CLOSED,
}


def refusal(account: Account, *, root: bool, granted_at: datetime | None = None) -> Reason | None:
    """Return why somebody of this account may not sign in or keep what was granted, or None.

    Root of an account that is not yet active, suspended or closed still comes in, for what ``operation_refusal``
    leaves open to it. What was granted (a session, temporary credentials) or begun (an attempt) at ``granted_at``,
    before the account was last suspended or closed, counts no longer, whatever the account is now.
    """
    if account.state not in WORKING and not (root and account.state in ROOT_ONLY):
        return _REASONS.get(account.state, Reason.ACCOUNT_ENDED)
    return Reason.STOPPED_MEANWHILE if granted_at and is_void(account.epoch, granted_at) else None


def is_void(epoch: datetime | None, granted_at: datetime) -> bool:
    """Say whether something of an account with this epoch was granted before it."""
    return epoch is not None and granted_at < epoch


def operation_refusal(state: str, *, root: bool, also_in: Collection[str]) -> Reason | None:
    """Return why nothing of an account in this state may be done, or None.

    In a working account everything goes on; in any other only root may do what is declared ``also_in`` that state.
    """
    if state in WORKING or (root and state in ROOT_ONLY and state in also_in):
        return None
    return _REASONS.get(state, Reason.ACCOUNT_ENDED)
