"""Invitations and other handshakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.directory import accounts
from frontdesk.directory.organizations import features, handshakes, invitations
from frontdesk.directory.organizations.errors import (
    InvalidHandshakeTransition,
    InvalidInput,
    OrganizationAccessDenied,
)
from frontdesk.directory.organizations.handshakes import CANCELED, DECLINED, ENABLE, INVITE
from frontdesk.directory.organizations.invitations import Guest
from frontdesk.directory.organizations.tables import Handshake, Organization
from frontdesk.directory.tables import Account
from frontdesk.operations.organizations import hangings, notices
from frontdesk.operations.organizations.lists import page
from frontdesk.operations.organizations.resources import handshake_named, organization_managed, organization_seen
from frontdesk.operations.organizations.shapes import shown_handshake
from frontdesk.operations.registry import Page, operation, with_tags
from frontdesk.store.context import Context
from frontdesk.store.listing import QueryListing

Answer = dict[str, Any]


def _answer(ctx: Context, handshake: Handshake) -> Answer:
    return {"Handshake": shown_handshake(handshake, ctx.now)}


@operation(
    "organizations:InviteAccountToOrganization",
    resource=organization_managed,
    also=with_tags("organizations:TagResource"),
)
def invite_account_to_organization(
    ctx: Context,
    organization: Organization,
    *,
    target: Mapping[str, str],
    notes: str = "",
    tags: hangings.Tags = (),
) -> Answer:
    """Invite an account by its ID or root e-mail address; whether there is one is not told."""
    pairs = tuple((tag["Key"], tag["Value"]) for tag in tags)
    guest = Guest(target["Type"], target["Id"])
    handshake, account = invitations.invite(ctx, organization, guest, notes, pairs)
    notices.invited(ctx, organization, handshake, account)
    return _answer(ctx, handshake)


@operation("organizations:DescribeHandshake", resource=handshake_named)
def describe_handshake(ctx: Context, handshake: Handshake) -> Answer:
    """Describe a handshake to either side of it."""
    return _answer(ctx, handshake)


@operation("organizations:AcceptHandshake", resource=handshake_named)
def accept_handshake(ctx: Context, handshake: Handshake) -> Answer:
    """Join an organization, agree to all features, or, as management account, complete the change to them."""
    organization = ctx.by_key(Organization, handshake.organization_id)
    account = accounts.bound(ctx)
    if organization is None:
        raise InvalidHandshakeTransition("The organization does not exist any longer.")
    if handshake.action == ENABLE:
        _require_sender(ctx, handshake)
        features.complete(ctx, organization, handshake)
    else:
        _require_recipient(handshake, account)
        _join_or_agree(ctx, organization, handshake, account)
    return _answer(ctx, handshake)


def _join_or_agree(ctx: Context, organization: Organization, handshake: Handshake, account: Account) -> None:
    if handshake.action == INVITE:
        invitations.accept(ctx, organization, handshake, account)
        tags = [{"Key": key, "Value": value} for key, value in handshake.tags]
        hangings.arrive(ctx, organization, account.id, tags)
    else:
        features.agree(ctx, organization, handshake)
    notices.accepted(ctx, handshake, account)


@operation("organizations:DeclineHandshake", resource=handshake_named)
def decline_handshake(ctx: Context, handshake: Handshake) -> Answer:
    """Say no to what was asked of the caller's account."""
    account = accounts.bound(ctx)
    _require_recipient(handshake, account)
    handshakes.end(ctx, handshake, DECLINED)
    notices.declined(ctx, handshake, account)
    return _answer(ctx, handshake)


@operation("organizations:CancelHandshake", resource=handshake_named)
def cancel_handshake(ctx: Context, handshake: Handshake) -> Answer:
    """Take back an invitation, or give up the change to all features."""
    _require_sender(ctx, handshake)
    if handshake.action == ENABLE:
        features.cancel(ctx, handshake)
    elif handshake.action == INVITE:
        handshakes.end(ctx, handshake, CANCELED)
    else:
        raise InvalidHandshakeTransition("Cancel the change to all features itself.")
    return _answer(ctx, handshake)


def _require_sender(ctx: Context, handshake: Handshake) -> None:
    if handshake.account_id != ctx.account_id:
        raise OrganizationAccessDenied(cause="not the account that asked")


def _require_recipient(handshake: Handshake, account: Account) -> None:
    if not handshakes.is_for(handshake, account):
        raise OrganizationAccessDenied(cause="not the account that was asked")


@operation("organizations:ListHandshakesForAccount")
def list_handshakes_for_account(ctx: Context, *, filter: Mapping[str, str] | None = None) -> Page:
    """List what the caller's account was asked in the last thirty days; an account in no organization may, too."""
    return _list(ctx, handshakes.received(ctx, accounts.bound(ctx)), filter)


@operation("organizations:ListHandshakesForOrganization", resource=organization_seen)
def list_handshakes_for_organization(
    ctx: Context, organization: Organization, *, filter: Mapping[str, str] | None = None
) -> Page:
    """List what the organization has asked in the last thirty days."""
    return _list(ctx, handshakes.sent(ctx, organization), filter)


def _list(ctx: Context, query: Any, filter: Mapping[str, str] | None) -> Page:
    wanted = dict(filter or {})
    if len(wanted) > 1:
        raise InvalidInput("MAX_LIMIT_EXCEEDED_FILTER", "Filter by ActionType or by ParentHandshakeId.", field="Filter")
    if "ActionType" in wanted:
        query = query.where(Handshake.action == wanted["ActionType"])
    if "ParentHandshakeId" in wanted:
        query = query.where(Handshake.parent_id == wanted["ParentHandshakeId"])
    listing: QueryListing[Handshake] = QueryListing(query.order_by(None), Handshake.id)
    bound_to = ":".join(f"{name}={value}" for name, value in sorted(wanted.items()))
    return page("Handshakes", listing, lambda one: shown_handshake(one, ctx.now), bound_to=bound_to)
