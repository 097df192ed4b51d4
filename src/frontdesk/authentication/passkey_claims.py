"""A claim made by a passkey alone: whom it belongs to says who is meant."""

from __future__ import annotations

from frontdesk.authentication.claims import Claim
from frontdesk.authentication.subject import Subject
from frontdesk.authentication.tables import Attempt
from frontdesk.core.reasons import Reason
from frontdesk.credentials.devices import devices
from frontdesk.directory import accounts, standing, users
from frontdesk.store.context import Context


def subject(ctx: Context, claim: Claim) -> Subject:
    """Return whose passkey it is; one that is unknown walks the same path."""
    device = devices.by_credential(ctx, claim.passkey)
    account = accounts.find(ctx, device.account_id) if device else None
    if device is None or account is None or account.state == standing.PERMANENTLY_CLOSED:
        return Subject(unknown=Reason.WRONG_PASSKEY)
    if device.principal_id == account.id:
        return Subject(account)
    user = users.get(ctx.within(account.id), device.principal_id or "")
    return Subject(account, user) if user else Subject(unknown=Reason.WRONG_PASSKEY)


def is_root(ctx: Context, claim: Claim) -> bool:
    """Say whether the passkey is a root user's, or nobody's."""
    return subject(ctx, claim).user is None


def remember(attempt: Attempt, claim: Claim) -> None:
    """Keep in the attempt that it began with a passkey, so that a password never takes its place."""
    if claim.passkey:
        attempt.data = {**attempt.data, "passkey": True}
