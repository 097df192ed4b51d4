"""The policies of an organization: its own and those that AWS gives everybody."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core import arns
from frontdesk.directory.organization_policies import kinds, tags
from frontdesk.directory.organization_policies.errors import (
    DuplicatePolicy,
    PolicyInUse,
    PolicyNotFound,
    PolicyTypeNotAvailable,
)
from frontdesk.directory.organization_policies.kinds import RESOURCE_CONTROL, SERVICE_CONTROL
from frontdesk.directory.organization_policies.tables import OrganizationPolicy, PolicyAttachment
from frontdesk.directory.organizations.errors import ConstraintViolation, InvalidInput
from frontdesk.directory.organizations.naming import letters
from frontdesk.directory.organizations.tables import Organization
from frontdesk.store.context import Context

MOST_OF_A_TYPE = 1000
_ALL = '"Effect": "Allow", "Action": "*", "Resource": "*"'


@dataclass(frozen=True)
class Policy:
    """A policy as everybody sees it. ``management`` is the account whose ARN names it, None for AWS's own."""

    id: str
    type: str
    name: str
    description: str
    content: str
    organization_id: str = ""
    management: str | None = None

    @property
    def arn(self) -> str:
        """The policy's ARN (wire 4.4)."""
        owner, place = (self.management, f"{self.organization_id}/") if self.management else ("aws", "")
        return f"arn:{arns.PARTITION}:organizations::{owner}:policy/{place}{self.type.lower()}/{self.id}"


AWS_MANAGED = {
    one.id: one
    for one in (
        Policy(
            "p-FullAWSAccess",
            SERVICE_CONTROL,
            "FullAWSAccess",
            "Allows access to every operation",
            '{"Version": "2012-10-17", "Statement": [{' + _ALL + "}]}",
        ),
        Policy(
            "p-RCPFullAWSAccess",
            RESOURCE_CONTROL,
            "RCPFullAWSAccess",
            "Allows all access; it cannot be detached",
            '{"Version": "2012-10-17", "Statement": [{"Principal": "*", ' + _ALL + "}]}",
        ),
    )
}


def default_of(type: str) -> Policy | None:
    """Return the policy that is attached everywhere once a type counts, where there is one."""
    return next((one for one in AWS_MANAGED.values() if one.type == type), None)


def shown(row: OrganizationPolicy) -> Policy:
    """Return a row as everybody sees it."""
    return Policy(row.id, row.type, row.name, row.description, row.content, row.organization_id, row.account_id)


def find(ctx: Context, organization: Organization, id: str) -> Policy:
    """Return a policy of the organization or AWS's own; raises PolicyNotFound."""
    if id in AWS_MANAGED:
        return AWS_MANAGED[id]
    return shown(_row(ctx, organization, id))


def _row(ctx: Context, organization: Organization, id: str) -> OrganizationPolicy:
    row = ctx.by_key(OrganizationPolicy, id)
    if row is None or row.organization_id != organization.id:
        raise PolicyNotFound("We can't find a policy with the PolicyId that you specified.", field="PolicyId")
    return row


def of_type(ctx: Context, organization: Organization, type: str) -> list[Policy]:
    """Return every policy of a type, AWS's own first, the others by name."""
    query = ctx.across_accounts(OrganizationPolicy).where(
        OrganizationPolicy.organization_id == organization.id, OrganizationPolicy.type == type
    )
    own = [shown(row) for row in ctx.all(query.order_by(OrganizationPolicy.name))]
    return [*(one for one in AWS_MANAGED.values() if one.type == type), *own]


def create(ctx: Context, organization: Organization, wanted: Policy, given_tags: list[list[str]]) -> Policy:
    """Make a policy from type, name, description and content; raises what its text or name is refused for."""
    if organization.feature_set != "ALL":
        raise PolicyTypeNotAvailable(
            "You can't use the specified policy type with the feature set of this organization."
        )
    kinds.check(wanted.type, wanted.content)
    present = of_type(ctx, organization, wanted.type)
    _check_name(present, wanted.name)
    if len(present) >= MOST_OF_A_TYPE:
        words = "You have exceeded the number of policies that you can have in an organization."
        raise ConstraintViolation("POLICY_NUMBER_LIMIT_EXCEEDED", words)
    row = ctx.add(
        OrganizationPolicy(
            id=f"p-{letters(ctx.entropy, 8)}",
            account_id=organization.account_id,
            organization_id=organization.id,
            type=wanted.type,
            name=wanted.name,
            description=wanted.description,
            content=wanted.content,
            updated_at=ctx.now,
        )
    )
    tags.put(ctx, organization, row.id, given_tags)
    return shown(row)


def _check_name(present: list[Policy], name: str) -> None:
    if name in {one.name for one in present}:
        raise DuplicatePolicy("A policy with the same name already exists.", field="Name")


def update(
    ctx: Context, organization: Organization, id: str, *, name: str | None, description: str | None, content: str | None
) -> Policy:
    """Change what is given of a policy; AWS's own cannot be changed."""
    row = _own(ctx, organization, id)
    if content is not None:
        kinds.check(row.type, content)
        row.content = content
    if name is not None and name != row.name:
        _check_name(of_type(ctx, organization, row.type), name)
        row.name = name
    row.description = row.description if description is None else description
    row.updated_at = ctx.now
    return shown(row)


def delete(ctx: Context, organization: Organization, id: str) -> None:
    """Delete a policy that is attached nowhere; raises PolicyInUse otherwise."""
    row = _own(ctx, organization, id)
    attached = ctx.across_accounts(PolicyAttachment).where(
        PolicyAttachment.organization_id == organization.id, PolicyAttachment.policy_id == id
    )
    if ctx.first(attached):
        raise PolicyInUse("The policy is attached to one or more entities. Detach it from all of them first.")
    tags.forget(ctx, organization, id)
    ctx.delete(row)


def _own(ctx: Context, organization: Organization, id: str) -> OrganizationPolicy:
    if id in AWS_MANAGED:
        raise InvalidInput("IMMUTABLE_POLICY", "You specified a policy that is managed by AWS and can't be modified.")
    return _row(ctx, organization, id)
