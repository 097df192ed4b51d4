"""Trusted services, delegated administrators, and the organization's own resource policy."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from frontdesk.directory.organization_policies import resource_policy, trust
from frontdesk.directory.organization_policies.tables import Delegate, ResourcePolicy, TrustedService
from frontdesk.directory.organizations import tree
from frontdesk.directory.organizations.tables import Organization
from frontdesk.operations.organizations import hangings
from frontdesk.operations.organizations.lists import in_hand, page
from frontdesk.operations.organizations.resources import (
    MemberIn,
    account_managed,
    account_seen,
    organization_managed,
    organization_seen,
)
from frontdesk.operations.organizations.shapes import shown_account
from frontdesk.operations.registry import Keys, Page, Params, operation, with_tags
from frontdesk.store.context import Context

Answer = dict[str, Any]


def _service_key(params: Params) -> Keys:
    return {"organizations:ServicePrincipal": params.get("ServicePrincipal") or ""}


@operation("organizations:EnableAWSServiceAccess", resource=organization_managed, keys=_service_key)
def enable_aws_service_access(ctx: Context, organization: Organization, *, service_principal: str) -> None:
    """Let a service act in the whole organization."""
    trust.enable(ctx, organization, service_principal)


@operation("organizations:DisableAWSServiceAccess", resource=organization_managed, keys=_service_key)
def disable_aws_service_access(ctx: Context, organization: Organization, *, service_principal: str) -> None:
    """Let a service act in the organization no longer."""
    trust.disable(ctx, organization, service_principal)


@operation("organizations:ListAWSServiceAccessForOrganization", resource=organization_seen)
def list_aws_service_access_for_organization(ctx: Context, organization: Organization) -> Page:
    """List the services that may act in the organization."""

    def shown(row: TrustedService) -> Answer:
        return {"ServicePrincipal": row.service, "DateEnabled": row.enabled_at}

    return page("EnabledServicePrincipals", in_hand(trust.trusted(ctx, organization), lambda row: row.service), shown)


@operation("organizations:RegisterDelegatedAdministrator", resource=account_managed, keys=_service_key)
def register_delegated_administrator(ctx: Context, found: MemberIn, *, service_principal: str) -> None:
    """Let a member administer a service for the whole organization."""
    trust.register(ctx, found.organization, found.member.account_id, service_principal)


@operation("organizations:DeregisterDelegatedAdministrator", resource=account_managed, keys=_service_key)
def deregister_delegated_administrator(ctx: Context, found: MemberIn, *, service_principal: str) -> None:
    """Take a service's administration from a member."""
    trust.deregister(ctx, found.organization, found.member.account_id, service_principal)


@operation("organizations:ListDelegatedAdministrators", resource=organization_seen, keys=_service_key)
def list_delegated_administrators(
    ctx: Context, organization: Organization, *, service_principal: str | None = None
) -> Page:
    """List the accounts that administer a service, or any, each once with the day it began."""
    rows = trust.delegates(ctx, organization, service_principal)
    firsts = [min(group, key=lambda row: row.enabled_at) for _, group in groupby(rows, lambda row: row.account_id)]

    def shown(row: Delegate) -> Answer:
        member = tree.place(ctx, organization, row.account_id)
        facts = shown_account(ctx, organization, member) if member else {"Id": row.account_id}
        facts.pop("Paths", None)
        return facts | {"DelegationEnabledDate": row.enabled_at}

    listed = in_hand(firsts, lambda row: row.account_id)
    return page("DelegatedAdministrators", listed, shown, bound_to=service_principal or "")


@operation("organizations:ListDelegatedServicesForAccount", resource=account_seen)
def list_delegated_services_for_account(ctx: Context, found: MemberIn) -> Page:
    """List the services that a member administers."""

    def shown(row: Delegate) -> Answer:
        return {"ServicePrincipal": row.service, "DelegationEnabledDate": row.enabled_at}

    rows = trust.services_of(ctx, found.organization, found.member.account_id)
    return page("DelegatedServices", in_hand(rows, lambda row: row.service), shown, bound_to=found.member.account_id)


@operation(
    "organizations:PutResourcePolicy", resource=organization_managed, also=with_tags("organizations:TagResource")
)
def put_resource_policy(ctx: Context, organization: Organization, *, content: str, tags: hangings.Tags = ()) -> Answer:
    """Write the organization's resource policy."""
    return {"ResourcePolicy": _shown(resource_policy.put(ctx, organization, content, hangings.pairs(tags)))}


@operation("organizations:DescribeResourcePolicy", resource=organization_seen)
def describe_resource_policy(ctx: Context, organization: Organization) -> Answer:
    """Return the organization's resource policy."""
    return {"ResourcePolicy": _shown(resource_policy.of(ctx, organization))}


def _shown(row: ResourcePolicy) -> Answer:
    return {"ResourcePolicySummary": {"Id": row.id, "Arn": resource_policy.arn(row)}, "Content": row.content}


@operation("organizations:DeleteResourcePolicy", resource=organization_managed)
def delete_resource_policy(ctx: Context, organization: Organization) -> None:
    """Delete the organization's resource policy."""
    resource_policy.delete(ctx, organization)
