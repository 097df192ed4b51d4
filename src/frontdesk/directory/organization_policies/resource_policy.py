"""The one policy of an organization that lets members do what else only the management account may."""

from __future__ import annotations

from frontdesk.authorization import policies as language
from frontdesk.authorization.documents import PolicyKind
from frontdesk.authorization.errors import MalformedPolicyDocument
from frontdesk.core import arns
from frontdesk.directory.organization_policies import tags
from frontdesk.directory.organization_policies.errors import ResourcePolicyNotFound
from frontdesk.directory.organization_policies.tables import ResourcePolicy
from frontdesk.directory.organizations.errors import InvalidInput
from frontdesk.directory.organizations.naming import letters
from frontdesk.directory.organizations.tables import Organization
from frontdesk.store.context import Context


def put(ctx: Context, organization: Organization, content: str, given_tags: list[list[str]]) -> ResourcePolicy:
    """Write the policy, in place of the former one; raises InvalidInput for a text that is none."""
    try:
        language.parse(content, PolicyKind.RESOURCE)
    except MalformedPolicyDocument as fault:
        raise InvalidInput("INVALID_RESOURCE_POLICY_JSON", "{why}", why=fault.public, field="Content") from fault
    row = ctx.by_key(ResourcePolicy, organization.id)
    if row:
        row.content = content
        return row
    row = ctx.add(
        ResourcePolicy(
            organization_id=organization.id,
            id=f"rp-{letters(ctx.entropy, 8)}",
            account_id=organization.account_id,
            content=content,
        )
    )
    tags.put(ctx, organization, row.id, given_tags)
    return row


def of(ctx: Context, organization: Organization) -> ResourcePolicy:
    """Return the policy; raises ResourcePolicyNotFound."""
    row = ctx.by_key(ResourcePolicy, organization.id)
    if row is None:
        raise ResourcePolicyNotFound("We can't find a resource policy request with the parameter that you specified.")
    return row


def delete(ctx: Context, organization: Organization) -> None:
    """Delete the policy; raises ResourcePolicyNotFound."""
    row = of(ctx, organization)
    tags.forget(ctx, organization, row.id)
    ctx.delete(row)


def arn(row: ResourcePolicy) -> str:
    """Return the policy's ARN."""
    return f"arn:{arns.PARTITION}:organizations::{row.account_id}:resourcepolicy/{row.organization_id}/{row.id}"
