"""Managed policies attached to IAM users and groups."""

from __future__ import annotations

from frontdesk.directory import attachments
from frontdesk.directory.attachments import AttachedPolicy
from frontdesk.directory.customer_policies import AnyPolicy
from frontdesk.directory.inline_policies import Owner
from frontdesk.directory.tables import Group, User
from frontdesk.operations.iam.group_resources import group_named
from frontdesk.operations.iam.policy_resources import policy_arn_key, policy_named
from frontdesk.operations.iam.resources import user_named
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import AnyListing, ChainListing


def _attached(ctx: Context, owner: Owner, path_prefix: str) -> Page:
    return Page("AttachedPolicies", attachments.listing(ctx, owner, path_prefix), _shown)


def _shown(policy: AttachedPolicy) -> dict[str, str]:
    return {"PolicyName": policy.name, "PolicyArn": policy.arn}


@operation("iam:AttachUserPolicy", resource=user_named, keys=policy_arn_key)
def attach_user_policy(ctx: Context, user: User, *, policy_arn: str) -> None:
    """Attach a managed policy to a user; doing so twice is no fault."""
    attachments.attach(ctx, user, policy_arn)


@operation("iam:DetachUserPolicy", resource=user_named, keys=policy_arn_key)
def detach_user_policy(ctx: Context, user: User, *, policy_arn: str) -> None:
    """Detach a managed policy from a user."""
    attachments.detach(ctx, user, policy_arn)


@operation("iam:ListAttachedUserPolicies", resource=user_named)
def list_attached_user_policies(ctx: Context, user: User, *, path_prefix: str = "/") -> Page:
    """List the managed policies attached to a user itself, by name."""
    return _attached(ctx, user, path_prefix)


@operation("iam:AttachGroupPolicy", resource=group_named, keys=policy_arn_key)
def attach_group_policy(ctx: Context, group: Group, *, policy_arn: str) -> None:
    """Attach a managed policy to a group; doing so twice is no fault."""
    attachments.attach(ctx, group, policy_arn)


@operation("iam:DetachGroupPolicy", resource=group_named, keys=policy_arn_key)
def detach_group_policy(ctx: Context, group: Group, *, policy_arn: str) -> None:
    """Detach a managed policy from a group."""
    attachments.detach(ctx, group, policy_arn)


@operation("iam:ListAttachedGroupPolicies", resource=group_named)
def list_attached_group_policies(ctx: Context, group: Group, *, path_prefix: str = "/") -> Page:
    """List the managed policies attached to a group, by name."""
    return _attached(ctx, group, path_prefix)


@operation("iam:ListEntitiesForPolicy", resource=policy_named)
def list_entities_for_policy(
    ctx: Context,
    policy: AnyPolicy,
    *,
    entity_filter: str | None = None,
    path_prefix: str = "/",
    policy_usage_filter: str | None = None,
) -> Page:
    """List the groups, then the users, that a policy is attached to; one marker walks both lists."""
    listings: dict[str, AnyListing] = {
        "Group": attachments.groups(ctx, policy.arn, path_prefix),
        "User": attachments.users(ctx, policy.arn, path_prefix),
    }
    wanted = [listing for kind, listing in listings.items() if entity_filter in (None, kind)]
    return Page(
        {Group: "PolicyGroups", User: "PolicyUsers"},
        ChainListing(wanted if policy_usage_filter != "PermissionsBoundary" else []),
        _entity,
        rest={"PolicyRoles": []},
        bound_to=entity_filter or "",
    )


def _entity(owner: Owner) -> dict[str, str]:
    kind = "User" if isinstance(owner, User) else "Group"
    return {f"{kind}Name": owner.name, f"{kind}Id": owner.id}
