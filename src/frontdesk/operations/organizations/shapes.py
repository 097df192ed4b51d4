"""Accounts, units and handshakes as AWS writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from frontdesk.directory import accounts, standing
from frontdesk.directory.organizations import handshakes, naming, tree
from frontdesk.directory.organizations.tables import AccountRequest, Handshake, Member, Organization, OrganizationalUnit
from frontdesk.operations.organizations import hangings
from frontdesk.operations.organizations.resources import paths
from frontdesk.store.context import Context

Answer = dict[str, Any]
# The older word for a state, for clients from before there were more of them (behaviour 12).
_STATUS = {
    standing.ACTIVE: "ACTIVE",
    standing.PENDING_CLOSURE: "PENDING_CLOSURE",
    standing.PENDING_ACTIVATION: "SUSPENDED",
    standing.SUSPENDED: "SUSPENDED",
    standing.CLOSED: "SUSPENDED",
}


def shown_root(ctx: Context, organization: Organization) -> Answer:
    """Return an organization's root, with the policy types that are enabled in it."""
    return {
        "Id": organization.root_id,
        "Arn": naming.root_arn(organization),
        "Name": tree.ROOT_NAME,
        "PolicyTypes": hangings.enabled_types(ctx, organization),
    }


def shown_account(ctx: Context, organization: Organization, member: Member) -> Answer:
    """Return an account of an organization."""
    account = accounts.bound(ctx.within(member.account_id))
    return {
        "Id": account.id,
        "Arn": naming.account_arn(organization, account.id),
        "Email": account.email,
        "Name": account.name,
        "Status": _STATUS.get(account.state, "SUSPENDED"),
        "State": account.state,
        "Paths": [paths(ctx, organization, account.id)],
        "JoinedMethod": member.joined_method,
        "JoinedTimestamp": member.joined_at,
    }


def shown_unit(ctx: Context, organization: Organization, unit: OrganizationalUnit) -> Answer:
    """Return an organizational unit."""
    return {
        "Id": unit.id,
        "Arn": naming.unit_arn(organization, unit.id),
        "Name": unit.name,
        "Path": paths(ctx, organization, unit.id),
    }


def shown_request(request: AccountRequest) -> Answer:
    """Return how a request to create an account stands."""
    answer = {
        "Id": request.id,
        "AccountName": request.name,
        "State": request.state,
        "RequestedTimestamp": request.requested_at,
        "CompletedTimestamp": request.completed_at,
        "AccountId": request.made_account_id,
        "FailureReason": request.failure,
    }
    return {name: value for name, value in answer.items() if value is not None}


def shown_handshake(handshake: Handshake, now: datetime) -> Answer:
    """Return a handshake; the organization's part in it has its id without ``o-``, as AWS writes it."""
    return {
        "Id": handshake.id,
        "Arn": naming.handshake_arn(handshake),
        "Parties": _parties(handshake),
        "State": handshakes.state(handshake, now),
        "RequestedTimestamp": handshake.requested_at,
        "ExpirationTimestamp": handshake.expires_at,
        "Action": handshake.action,
        "Resources": _resources(handshake),
    }


def _parties(handshake: Handshake) -> list[Answer]:
    parties = [{"Id": handshake.organization_id.removeprefix("o-"), "Type": "ORGANIZATION"}]
    return [*parties, *_target(handshake, "Id")]


def _target(handshake: Handshake, member: str) -> list[Answer]:
    return [{member: handshake.target, "Type": handshake.target_type}] if handshake.target else []


def _resources(handshake: Handshake) -> list[Answer]:
    organization: Answer = {"Value": handshake.organization_id, "Type": "ORGANIZATION"}
    facts = handshake.about
    if "master_email" in facts:
        organization["Resources"] = [
            {"Value": facts["master_email"], "Type": "MASTER_EMAIL"},
            {"Value": facts["master_name"], "Type": "MASTER_NAME"},
            {"Value": facts["feature_set"], "Type": "ORGANIZATION_FEATURE_SET"},
        ]
    parent = (
        [{"Value": handshake.parent_id.removeprefix("h-"), "Type": "PARENT_HANDSHAKE"}] if handshake.parent_id else []
    )
    notes = [{"Value": facts["notes"], "Type": "NOTES"}] if facts.get("notes") else []
    return [*parent, organization, *_target(handshake, "Value"), *notes]
