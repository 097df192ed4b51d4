"""Accounts coming into an organization, moving in its tree and going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontdesk.core import ids
from frontdesk.directory import accounts
from frontdesk.directory.organizations import features, membership, tree
from frontdesk.directory.organizations.errors import (
    AccountNotFound,
    AlreadyInOrganization,
    DestinationParentNotFound,
    DuplicateAccount,
    ManagementCannotLeave,
    SourceParentNotFound,
)
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.store.context import Context
from frontdesk.store.events import Event

SOURCE = "organizations.amazonaws.com"
OURSELVES = {"type": "AWSService", "invokedBy": SOURCE}
LEFT, REMOVED, CLEANED = "LEFT", "REMOVED", "CLEANED"


@dataclass(frozen=True)
class Arrival:
    """How somebody comes in: CREATED or INVITED, and the role made for a created one."""

    method: str
    access_role: str | None = None


def join(ctx: Context, organization: Organization, account_id: str, arrival: Arrival) -> Member:
    """Put a standalone account directly below the root; raises AlreadyInOrganization."""
    if membership.member(ctx, account_id):
        raise AlreadyInOrganization(
            "This account is already a member of an organization. An account can belong to only one at a time."
        )
    if (left_over := ctx.by_key(Member, account_id)) is not None:
        ctx.delete(left_over)
    member = ctx.add(
        Member(
            account_id=account_id,
            organization_id=organization.id,
            parent_id=organization.root_id,
            joined_at=ctx.now,
            joined_method=arrival.method,
            access_role=arrival.access_role,
        )
    )
    accounts.touch(ctx, account_id)
    record(ctx, organization.account_id, "AccountJoinedOrganization", joinedMethod=arrival.method, accountId=account_id)
    return member


def move(ctx: Context, organization: Organization, member: Member, source: str, destination: str) -> None:
    """Hang an account on another parent, with other policies from now on.

    Raises SourceParentNotFound, AccountNotFound where it does not hang on ``source``, DestinationParentNotFound and
    DuplicateAccount where it is there already.
    """
    if not tree.is_parent(ctx, organization, source):
        raise SourceParentNotFound("You specified a source parent that doesn't exist.", field="SourceParentId")
    if not tree.is_parent(ctx, organization, destination):
        text = "You specified a destination parent that doesn't exist."
        raise DestinationParentNotFound(text, field="DestinationParentId")
    if member.parent_id != source:
        raise AccountNotFound("The account is not in the source parent that you specified.", field="SourceParentId")
    if source == destination:
        text = "The account is already in the destination that you specified."
        raise DuplicateAccount(text, field="DestinationParentId")
    member.parent_id = destination
    accounts.touch(ctx, member.account_id)


def depart(ctx: Context, organization: Organization, member: Member, method: str) -> None:
    """Make a member a standalone account again; ``method`` is LEFT or REMOVED. Raises ManagementCannotLeave."""
    if member.account_id == organization.account_id:
        raise ManagementCannotLeave("You can't remove the management account from its organization.")
    accounts.touch(ctx, member.account_id)
    ctx.delete(member)
    features.without(ctx, organization, member.account_id)
    record(
        ctx,
        organization.account_id,
        "AccountDepartedOrganization",
        departureMethod=method,
        accountId=member.account_id,
    )


def record(ctx: Context, account_id: str | None, name: str, **details: Any) -> str:
    """Write an event of our own into an account's history and return its reference; None is the operator's alone."""
    reference = ids.reference(ctx.entropy)
    ctx.record(
        Event(
            name=name,
            source=SOURCE,
            type="AwsServiceEvent",
            account_id=account_id,
            identity=OURSELVES,
            reference=reference,
            details={"serviceEventDetails": {**details, "time": ctx.now.isoformat(timespec="seconds")}},
        )
    )
    return reference
