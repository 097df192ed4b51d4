"""What the worker does for organizations."""

from __future__ import annotations

from frontdesk.directory import standing
from frontdesk.directory.organizations import features, joining
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.operations.organizations import hangings
from frontdesk.store.context import Context

_BATCH = 100


def clean(ctx: Context) -> bool:
    """Take accounts that have ended for good out of their organizations; return whether more wait."""
    ended = ctx.across_accounts(Member).join(Account, Account.id == Member.account_id)
    ended = ended.where(Account.state == standing.PERMANENTLY_CLOSED).order_by(Member.account_id)
    found = ctx.all(ended.limit(_BATCH))
    for member in found:
        organization = ctx.by_key(Organization, member.organization_id)
        if organization and organization.account_id != member.account_id:
            _clean(ctx, organization, member.account_id)
        ctx.delete(member)
    return len(found) == _BATCH


def _clean(ctx: Context, organization: Organization, account_id: str) -> None:
    hangings.depart(ctx, organization, account_id)
    features.without(ctx, organization, account_id)
    joining.record(
        ctx,
        organization.account_id,
        "AccountDepartedOrganization",
        departureMethod=joining.CLEANED,
        accountId=account_id,
    )
