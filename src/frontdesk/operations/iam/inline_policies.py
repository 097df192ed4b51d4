"""Policies written into IAM users and groups."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import inline_policies
from frontdesk.directory.inline_policies import Owner
from frontdesk.directory.tables import Group, User
from frontdesk.operations.iam.group_resources import group_named
from frontdesk.operations.iam.resources import user_named
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def _shown(ctx: Context, owner: Owner, policy_name: str) -> Answer:
    policy = inline_policies.get(ctx, owner, policy_name)
    return {"PolicyName": policy.name, "PolicyDocument": policy.document}


def _names(ctx: Context, owner: Owner) -> Page:
    return Page("PolicyNames", inline_policies.listing(ctx, owner), lambda policy: policy.name)


@operation("iam:PutUserPolicy", resource=user_named)
def put_user_policy(ctx: Context, user: User, *, policy_name: str, policy_document: str) -> None:
    """Write a policy into a user, in the place of one with the same name."""
    inline_policies.put(ctx, user, policy_name, policy_document)


@operation("iam:GetUserPolicy", resource=user_named)
def get_user_policy(ctx: Context, user: User, *, policy_name: str) -> Answer:
    """Return the text of a user's policy exactly as it was submitted."""
    return {"UserName": user.name, **_shown(ctx, user, policy_name)}


@operation("iam:DeleteUserPolicy", resource=user_named)
def delete_user_policy(ctx: Context, user: User, *, policy_name: str) -> None:
    """Remove a user's policy."""
    inline_policies.delete(ctx, user, policy_name)


@operation("iam:ListUserPolicies", resource=user_named)
def list_user_policies(ctx: Context, user: User) -> Page:
    """List the names of a user's policies."""
    return _names(ctx, user)


@operation("iam:PutGroupPolicy", resource=group_named)
def put_group_policy(ctx: Context, group: Group, *, policy_name: str, policy_document: str) -> None:
    """Write a policy into a group, in the place of one with the same name."""
    inline_policies.put(ctx, group, policy_name, policy_document)


@operation("iam:GetGroupPolicy", resource=group_named)
def get_group_policy(ctx: Context, group: Group, *, policy_name: str) -> Answer:
    """Return the text of a group's policy exactly as it was submitted."""
    return {"GroupName": group.name, **_shown(ctx, group, policy_name)}


@operation("iam:DeleteGroupPolicy", resource=group_named)
def delete_group_policy(ctx: Context, group: Group, *, policy_name: str) -> None:
    """Remove a group's policy."""
    inline_policies.delete(ctx, group, policy_name)


@operation("iam:ListGroupPolicies", resource=group_named)
def list_group_policies(ctx: Context, group: Group) -> Page:
    """List the names of a group's policies."""
    return _names(ctx, group)
