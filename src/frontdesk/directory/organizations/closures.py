"""Closing a member from the management account: who may be closed, and how many (behaviour 5.6, I11, I12)."""

from __future__ import annotations

from frontdesk.core import ids
from frontdesk.directory import accounts, standing
from frontdesk.directory.organizations import features, quotas
from frontdesk.directory.organizations.errors import AccountAlreadyClosed, ClosingConflict, ConstraintViolation
from frontdesk.directory.organizations.tables import Closure, Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context


def allow(ctx: Context, organization: Organization, member: Member) -> Account:
    """Count a closure against the quota and return the account that may be closed now.

    Raises ConstraintViolation for the management account, without all features and beyond the quotas,
    AccountAlreadyClosed, and ClosingConflict for one that is just being closed.
    """
    if member.account_id == organization.account_id:
        text = "You can't close the management account here. Close or remove every member, then do it as its root user."
        raise ConstraintViolation("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", text)
    if organization.feature_set != features.ALL:
        text = "Closing a member needs an organization with all features enabled."
        raise ConstraintViolation("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", text)
    account = accounts.bound(ctx.within(member.account_id))
    if account.state == standing.CLOSED:
        raise AccountAlreadyClosed("You attempted to close an account that is already closed.")
    if account.state == standing.PENDING_CLOSURE:
        raise ClosingConflict("The account is being closed already.")
    quotas.check_closing(ctx, organization)
    ctx.add(
        Closure(
            id=ids.unique(ctx.entropy),
            account_id=organization.account_id,
            organization_id=organization.id,
            closed_account_id=account.id,
            at=ctx.now,
        )
    )
    return account
