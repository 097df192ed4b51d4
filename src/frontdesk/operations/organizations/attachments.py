"""Where policies of an organization hang, which types count, and what they amount to."""

from __future__ import annotations

import json
from typing import Any

from frontdesk.directory.organization_policies import attachments
from frontdesk.directory.organization_policies.attachments import Target
from frontdesk.directory.organizations.tables import Organization
from frontdesk.operations.organizations.lists import in_hand, page
from frontdesk.operations.organizations.policies import summary, type_key
from frontdesk.operations.organizations.policy_resources import (
    PlaceIn,
    PolicyIn,
    place_seen,
    policy_hanging,
    policy_seen,
)
from frontdesk.operations.organizations.resources import MemberIn, account_seen, organization_managed, organization_seen
from frontdesk.operations.organizations.shapes import shown_root
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


@operation("organizations:AttachPolicy", resource=policy_hanging)
def attach_policy(ctx: Context, found: PolicyIn, *, target_id: str) -> None:
    """Hang a policy on the root, a unit or an account."""
    attachments.attach(ctx, found.organization, found.policy.id, target_id)


@operation("organizations:DetachPolicy", resource=policy_hanging)
def detach_policy(ctx: Context, found: PolicyIn, *, target_id: str) -> None:
    """Take a policy away from the root, a unit or an account."""
    attachments.detach(ctx, found.organization, found.policy.id, target_id)


@operation("organizations:ListPoliciesForTarget", resource=place_seen, keys=type_key)
def list_policies_for_target(ctx: Context, found: PlaceIn, *, filter: str) -> Page:
    """List the policies of a type that hang directly on a target."""
    listed = attachments.on(ctx, found.organization, found.place.id, filter)
    return page("Policies", in_hand(listed, lambda one: one.id), summary, bound_to=f"{found.place.id} {filter}")


@operation("organizations:ListTargetsForPolicy", resource=policy_seen)
def list_targets_for_policy(ctx: Context, found: PolicyIn) -> Page:
    """List where a policy hangs."""
    listed = attachments.targets(ctx, found.organization, found.policy.id)
    return page("Targets", in_hand(listed, lambda one: one.id), _target, bound_to=found.policy.id)


def _target(one: Target) -> Answer:
    return {"TargetId": one.id, "Arn": one.arn, "Name": one.name, "Type": one.type}


@operation("organizations:EnablePolicyType", resource=organization_managed, keys=type_key)
def enable_policy_type(ctx: Context, organization: Organization, *, root_id: str, policy_type: str) -> Answer:
    """Let policies of a type count in the organization."""
    attachments.enable(ctx, organization, root_id, policy_type)
    return {"Root": shown_root(ctx, organization)}


@operation("organizations:DisablePolicyType", resource=organization_managed, keys=type_key)
def disable_policy_type(ctx: Context, organization: Organization, *, root_id: str, policy_type: str) -> Answer:
    """Let policies of a type count no longer."""
    attachments.disable(ctx, organization, root_id, policy_type)
    return {"Root": shown_root(ctx, organization)}


@operation("organizations:DescribeEffectivePolicy", resource=place_seen, keys=type_key)
def describe_effective_policy(ctx: Context, found: PlaceIn, *, policy_type: str) -> Answer:
    """Say what the policies of a type above an account amount to, for the caller's own where none is named."""
    effective = attachments.effective_policy(ctx, found.organization, found.place.id, policy_type)
    answer = {
        "PolicyContent": json.dumps(effective.content),
        "LastUpdatedTimestamp": effective.updated_at,
        "TargetId": found.place.id,
        "PolicyType": policy_type,
    }
    return {"EffectivePolicy": answer}


@operation("organizations:ListAccountsWithInvalidEffectivePolicy", resource=organization_seen, keys=type_key)
def list_accounts_with_invalid_effective_policy(ctx: Context, organization: Organization, *, policy_type: str) -> Page:
    """List nobody: what is not allowed is passed over when policies are merged, so that no result is invalid."""
    return Page("Accounts", in_hand([], str), dict, {"PolicyType": policy_type}, bound_to=policy_type)


@operation("organizations:ListEffectivePolicyValidationErrors", resource=account_seen, keys=type_key)
def list_effective_policy_validation_errors(ctx: Context, found: MemberIn, *, policy_type: str) -> Page:
    """List no error, for the same reason."""
    rest = {"AccountId": found.member.account_id, "PolicyType": policy_type, "EvaluationTimestamp": ctx.now}
    return Page("EffectivePolicyValidationErrors", in_hand([], str), dict, rest, bound_to=policy_type)
