"""What a member needs before it can stand alone, out of every part of the house (behaviour 5.8)."""

from __future__ import annotations

from typing import Any

from frontdesk.billing import methods
from frontdesk.directory import accounts
from frontdesk.directory.organizations import departures
from frontdesk.directory.organizations.departures import DELEGATE, PAYMENT, Lack
from frontdesk.operations.organizations import hangings
from frontdesk.operations.organizations.resources import MemberIn, account_managed, own_place
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def lacks(ctx: Context, place: MemberIn) -> list[Lack]:
    """Return everything that is missing."""
    member = place.member
    inside = ctx.within(member.account_id)
    account, method = accounts.bound(inside), methods.default(inside)
    payment = [] if method and methods.is_chargeable(inside, method) else [PAYMENT]
    delegate = [DELEGATE] if hangings.is_delegate(ctx, place.organization, member.account_id) else []
    return [*departures.lacks(ctx, member, account), *payment, *delegate]


def _shown(lack: Lack) -> Answer:
    return {"Reason": lack.reason, "What": lack.what, "Words": str(lack.words)}


@operation("organizations:LeaveOrganization", resource=own_place, model="organizations:DescribeDeparture")
def describe_departure(ctx: Context, place: MemberIn) -> Answer:
    """Say what the caller's account lacks before it may leave its organization."""
    return {"Missing": [_shown(lack) for lack in lacks(ctx, place)]}


@operation(
    "organizations:RemoveAccountFromOrganization", resource=account_managed, model="organizations:DescribeRemoval"
)
def describe_removal(ctx: Context, place: MemberIn) -> Answer:
    """Say what a member lacks before it may be removed."""
    return {"Missing": [_shown(lack) for lack in lacks(ctx, place)]}


@operation("organizations:LeaveOrganization", resource=own_place, model="organizations:AgreeToTerms")
def agree_to_terms(ctx: Context, place: MemberIn) -> None:
    """Agree, for an account that was created in its organization, to the terms under which accounts stand alone."""
    place.member.agreed_at = place.member.agreed_at or ctx.now
