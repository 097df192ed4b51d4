"""The one gate that says whether an account may act now (architecture 5, behaviour 5.2)."""

from __future__ import annotations

from collections.abc import Collection

from frontdesk.core.reasons import Reason
from frontdesk.directory.tables import Account

PENDING_ACTIVATION, ACTIVE, SUSPENDED = "PENDING_ACTIVATION", "ACTIVE", "SUSPENDED"
PENDING_CLOSURE, CLOSED, PERMANENTLY_CLOSED = "PENDING_CLOSURE", "CLOSED", "PERMANENTLY_CLOSED"
WORKING = frozenset({ACTIVE, PENDING_CLOSURE})
ROOT_ONLY = frozenset({PENDING_ACTIVATION, SUSPENDED, CLOSED})
_REASONS = {
    PENDING_ACTIVATION: Reason.ACCOUNT_NOT_ACTIVE,
    SUSPENDED: Reason.ACCOUNT_NOT_ACTIVE,
    CLOSED: Reason.ACCOUNT_CLOSED,
}


def refusal(account: Account, *, root: bool) -> Reason | None:
    """Return why somebody of this account may not sign in or keep a session, or None.

    Root of an account that is not yet active, suspended or closed still comes in, for what ``operation_refusal``
    leaves open to it.
    """
    if account.state in WORKING or (root and account.state in ROOT_ONLY):
        return None
    return _REASONS.get(account.state, Reason.ACCOUNT_CLOSED)


def operation_refusal(state: str, *, root: bool, also_in: Collection[str]) -> Reason | None:
    """Return why nothing of an account in this state may be done, or None.

    In a working account everything goes on; in any other only root may do what is declared ``also_in`` that state.
    """
    if state in WORKING or (root and state in ROOT_ONLY and state in also_in):
        return None
    return _REASONS.get(state, Reason.ACCOUNT_CLOSED)
