"""The policies of an organization."""

from __future__ import annotations

from typing import Any

from frontdesk.directory.organization_policies import policies
from frontdesk.directory.organization_policies.policies import Policy
from frontdesk.directory.organizations.tables import Organization
from frontdesk.operations.organizations import hangings
from frontdesk.operations.organizations.lists import in_hand, page
from frontdesk.operations.organizations.policy_resources import PolicyIn, policy_managed, policy_seen
from frontdesk.operations.organizations.resources import organization_managed, organization_seen
from frontdesk.operations.registry import Keys, Page, Params, operation, with_tags
from frontdesk.store.context import Context

Answer = dict[str, Any]


def summary(policy: Policy) -> Answer:
    """Return a policy as AWS lists it."""
    return {
        "Id": policy.id,
        "Arn": policy.arn,
        "Name": policy.name,
        "Description": policy.description,
        "Type": policy.type,
        "AwsManaged": policy.management is None,
    }


def _whole(policy: Policy) -> Answer:
    return {"Policy": {"PolicySummary": summary(policy), "Content": policy.content}}


def type_key(params: Params) -> Keys:
    """Return the type that is asked for as a condition key."""
    return {"organizations:PolicyType": params.get("Type") or params.get("Filter") or params.get("PolicyType") or ""}


@operation(
    "organizations:CreatePolicy",
    resource=organization_managed,
    keys=type_key,
    also=with_tags("organizations:TagResource"),
)
def create_policy(
    ctx: Context,
    organization: Organization,
    *,
    content: str,
    description: str,
    name: str,
    type: str,
    tags: hangings.Tags = (),
) -> Answer:
    """Write a policy; it counts where it is attached, once its type is enabled."""
    wanted = Policy("", type, name, description, content)
    return _whole(policies.create(ctx, organization, wanted, hangings.pairs(tags)))


@operation("organizations:DescribePolicy", resource=policy_seen)
def describe_policy(ctx: Context, found: PolicyIn) -> Answer:
    """Describe a policy, its text as it was written."""
    return _whole(found.policy)


@operation("organizations:UpdatePolicy", resource=policy_managed)
def update_policy(
    ctx: Context,
    found: PolicyIn,
    *,
    name: str | None = None,
    description: str | None = None,
    content: str | None = None,
) -> Answer:
    """Change a policy's name, description or text; what is left out stays."""
    changed = policies.update(
        ctx, found.organization, found.policy.id, name=name, description=description, content=content
    )
    return _whole(changed)


@operation("organizations:DeletePolicy", resource=policy_managed)
def delete_policy(ctx: Context, found: PolicyIn) -> None:
    """Delete a policy that is attached nowhere."""
    policies.delete(ctx, found.organization, found.policy.id)


@operation("organizations:ListPolicies", resource=organization_seen, keys=type_key)
def list_policies(ctx: Context, organization: Organization, *, filter: str) -> Page:
    """List the policies of a type, AWS's own among them."""
    found = policies.of_type(ctx, organization, filter)
    return page("Policies", in_hand(found, lambda policy: policy.id), summary, bound_to=filter)
