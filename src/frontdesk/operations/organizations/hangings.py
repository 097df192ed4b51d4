"""What hangs on an organization, its root, its units and its accounts: policies, tags, delegations.

The tree tells here what comes and goes; the half of the service that keeps policies answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from frontdesk.directory.organization_policies import attachments, dissolution, tags, trust
from frontdesk.directory.organizations import features
from frontdesk.directory.organizations.tables import Organization
from frontdesk.store.context import Context

Tags = Sequence[Mapping[str, str]]


def available_types(organization: Organization) -> list[dict[str, str]]:
    """Return what DescribeOrganization says of policies: AWS names service control policies there, and no others."""
    whole = organization.feature_set == features.ALL
    return [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}] if whole else []


def enabled_types(ctx: Context, organization: Organization) -> list[dict[str, Any]]:
    """Return the policy types that are enabled in the root."""
    return [{"Type": type, "Status": "ENABLED"} for type in attachments.enabled(ctx, organization)]


def is_delegate(ctx: Context, organization: Organization, account_id: str) -> bool:
    """Say whether a member may look at the organization as the administrator of some service."""
    return trust.administers(ctx, account_id)


def pairs(given: Tags) -> list[list[str]]:
    """Return tags as the pairs in which they are kept."""
    return [[tag["Key"], tag["Value"]] for tag in given]


def arrive(ctx: Context, organization: Organization, target_id: str, given: Tags = ()) -> None:
    """Begin to keep something for a new root, unit or account: its tags, and the policies that hang on everything."""
    tags.put(ctx, organization, target_id, pairs(given))
    attachments.cover(ctx, organization, target_id)


def depart(ctx: Context, organization: Organization, target_id: str) -> None:
    """Drop whatever hangs on a root, unit or account that goes; the root takes with it what is the organization's."""
    tags.forget(ctx, organization, target_id)
    attachments.uncover(ctx, organization, target_id)
    trust.forget(ctx, target_id)
    if target_id == organization.root_id:
        dissolution.dissolve(ctx, organization)
