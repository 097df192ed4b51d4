"""Whether a caller may act for a member of its organisation: asked here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core.callers import Caller
from frontdesk.core.messages import Message
from frontdesk.directory import accounts, standing
from frontdesk.directory.organization_policies import trust
from frontdesk.directory.organizations import membership
from frontdesk.directory.organizations.features import ALL
from frontdesk.directory.organizations.tables import Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

SERVICE = "account.amazonaws.com"
OWN = Message("An account is managed from within by leaving out its AccountId")
STANDALONE = Message(
    "The management account can only be managed using the standalone context from the management account."
)
NO_TRUST = Message("Your organization must first enable trusted access with AWS Account Management.")
STRANGE = Message("The account is not a member of an organization that your account may manage")


@dataclass(frozen=True)
class Held:
    """The member, and the organisation in which it is held; or why it is not."""

    account: Account | None = None
    management_id: str = ""
    organization_id: str = ""
    refusal: Message | None = None


def holding(ctx: Context, caller: Caller, member_id: str) -> Held:
    """Return the member that a caller of the management account, or of a delegated administrator, may act for.

    The organisation needs all features and trust in this service. Nobody acts for the management account but itself,
    or for an account that is gone for good.
    """
    organization = membership.of(ctx, caller.account_id)
    if member_id == caller.account_id:
        return Held(refusal=STANDALONE if organization and organization.account_id == member_id else OWN)
    if organization is None or not _manages(ctx, organization, caller.account_id):
        return Held(refusal=STRANGE)
    if organization.feature_set != ALL or SERVICE not in {one.service for one in trust.trusted(ctx, organization)}:
        return Held(refusal=NO_TRUST)
    place, account = membership.member(ctx, member_id), accounts.find(ctx, member_id)
    ours = place is not None and place.organization_id == organization.id and member_id != organization.account_id
    if not ours or account is None or account.state == standing.PERMANENTLY_CLOSED:
        return Held(refusal=STRANGE)
    return Held(account, organization.account_id, organization.id)


def _manages(ctx: Context, organization: Organization, account_id: str) -> bool:
    return organization.account_id == account_id or trust.administers(ctx, account_id, SERVICE)
