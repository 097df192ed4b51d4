"""The organization itself, its root, and the change to all features."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import accounts
from frontdesk.directory.organizations import features, founding, naming, tree
from frontdesk.directory.organizations.tables import Organization
from frontdesk.operations.organizations import hangings, notices
from frontdesk.operations.organizations.lists import in_hand, page
from frontdesk.operations.organizations.resources import organization_managed, organization_seen, own_organization
from frontdesk.operations.organizations.shapes import shown_handshake, shown_root
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def shown(ctx: Context, organization: Organization) -> Answer:
    """Return an organization as AWS writes it."""
    management = accounts.bound(ctx.within(organization.account_id))
    return {
        "Id": organization.id,
        "Arn": naming.organization_arn(organization),
        "FeatureSet": organization.feature_set,
        "MasterAccountArn": naming.account_arn(organization, management.id),
        "MasterAccountId": management.id,
        "MasterAccountEmail": management.email,
        "AvailablePolicyTypes": hangings.available_types(organization),
    }


@operation("organizations:CreateOrganization")
def create_organization(ctx: Context, *, feature_set: str = features.ALL) -> Answer:
    """Make the caller's account the management account of a new organization."""
    organization = founding.create(ctx, feature_set)
    hangings.arrive(ctx, organization, organization.root_id)
    hangings.arrive(ctx, organization, organization.account_id)
    return {"Organization": shown(ctx, organization)}


@operation("organizations:DescribeOrganization", resource=own_organization)
def describe_organization(ctx: Context, organization: Organization) -> Answer:
    """Describe the organization that the caller's account is in, to any of its accounts."""
    return {"Organization": shown(ctx, organization)}


@operation("organizations:DeleteOrganization", resource=organization_managed)
def delete_organization(ctx: Context, organization: Organization) -> None:
    """Dissolve an organization that no other account is in."""
    for unit in tree.all_units(ctx, organization):
        hangings.depart(ctx, organization, unit.id)
    hangings.depart(ctx, organization, organization.account_id)
    hangings.depart(ctx, organization, organization.root_id)
    founding.delete(ctx, organization)


@operation("organizations:ListRoots", resource=organization_seen)
def list_roots(ctx: Context, organization: Organization) -> Page:
    """List the one root."""
    return page("Roots", in_hand([organization], lambda one: one.root_id), lambda one: shown_root(ctx, one))


@operation("organizations:EnableAllFeatures", resource=organization_managed)
def enable_all_features(ctx: Context, organization: Organization) -> Answer:
    """Ask every invited account to agree to all features; open invitations are cancelled."""
    change, asked = features.begin(ctx, organization)
    for handshake in asked:
        notices.features_asked(ctx, organization, handshake)
    return {"Handshake": shown_handshake(change, ctx.now)}
