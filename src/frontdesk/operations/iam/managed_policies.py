"""Managed policies and their tags; AWS's own can be read, not changed."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import attachments, customer_policies
from frontdesk.directory.customer_policies import AnyPolicy, NewPolicy
from frontdesk.directory.policy_lists import ListedPolicy, PolicyListing
from frontdesk.directory.tables import ManagedPolicy
from frontdesk.operations.iam.policy_resources import own_policy_named, policies_here, policy_named, policy_to_be
from frontdesk.operations.registry import Page, operation, with_tags
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing

Answer = dict[str, Any]


def _shown(listed: ListedPolicy) -> Answer:
    policy = listed.policy
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": f"v{policy.default_version}",
        "AttachmentCount": listed.attachments,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "CreateDate": policy.created_at,
        "UpdateDate": policy.updated_at,
    }


def _shown_whole(policy: AnyPolicy, count: int) -> Answer:
    """Return a policy with what lists leave out: description and tags (wire 11.3)."""
    answer = _shown(ListedPolicy(policy, count))
    if policy.description is not None:
        answer["Description"] = policy.description
    return answer | ({"Tags": _tags(policy)} if policy.tags else {})


def _tags(policy: AnyPolicy) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in policy.tags]


@operation("iam:CreatePolicy", resource=policy_to_be, also=with_tags("iam:TagPolicy"))
def create_policy(
    ctx: Context,
    *,
    policy_name: str,
    policy_document: str,
    path: str = "/",
    description: str | None = None,
    tags: list[dict[str, str]] | None = None,
) -> Answer:
    """Make a managed policy; its text becomes version v1."""
    new = NewPolicy(policy_name, policy_document, path, description, tags or ())
    return {"Policy": _shown_whole(customer_policies.create(ctx, new), 0)}


@operation("iam:GetPolicy", resource=policy_named)
def get_policy(ctx: Context, policy: AnyPolicy) -> Answer:
    """Describe a managed policy, without its text."""
    return {"Policy": _shown_whole(policy, attachments.counts(ctx, [policy.arn]).get(policy.arn, 0))}


@operation("iam:ListPolicies", resource=policies_here)
def list_policies(
    ctx: Context,
    *,
    scope: str = "All",
    only_attached: bool = False,
    path_prefix: str = "/",
    policy_usage_filter: str | None = None,
) -> Page:
    """List managed policies by name. A usage filter leaves those that are used so; none is used as a boundary."""
    used = only_attached or policy_usage_filter is not None
    boundaries = policy_usage_filter == "PermissionsBoundary"
    listing = PolicyListing(
        aws=scope != "Local" and not boundaries,
        own=scope != "AWS" and not boundaries,
        path_prefix=path_prefix,
        only_attached=used,
    )
    return Page("Policies", listing, _shown)


@operation("iam:DeletePolicy", resource=own_policy_named)
def delete_policy(ctx: Context, policy: ManagedPolicy) -> None:
    """Remove a managed policy that is attached to nobody and has one version."""
    customer_policies.delete(ctx, policy)


@operation("iam:TagPolicy", resource=own_policy_named)
def tag_policy(ctx: Context, policy: ManagedPolicy, *, tags: list[dict[str, str]]) -> None:
    """Add tags to a managed policy, in the place of those with the same key."""
    customer_policies.tag(ctx, policy, tags)


@operation("iam:UntagPolicy", resource=own_policy_named)
def untag_policy(ctx: Context, policy: ManagedPolicy, *, tag_keys: list[str]) -> None:
    """Remove tags from a managed policy; one that is not there is no fault."""
    customer_policies.untag(ctx, policy, tag_keys)


@operation("iam:ListPolicyTags", resource=policy_named)
def list_policy_tags(ctx: Context, policy: AnyPolicy) -> Page:
    """List a managed policy's tags by key."""
    # a marker has room for 320 characters, and a key may be longer than that once it is sealed
    numbered = list(enumerate(sorted(_tags(policy), key=lambda tag: tag["Key"])))
    return Page("Tags", ShortListing(numbered, lambda pair: f"{pair[0]:02d}"), lambda pair: pair[1])
