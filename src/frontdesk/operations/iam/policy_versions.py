"""Versions of managed policies."""

from __future__ import annotations

from typing import Any

from frontdesk.directory import customer_policies
from frontdesk.directory.customer_policies import AnyPolicy, Version
from frontdesk.directory.tables import ManagedPolicy
from frontdesk.operations.iam.policy_resources import own_policy_named, policy_named
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context
from frontdesk.store.listing import ShortListing

Answer = dict[str, Any]
_MOST = 10**9


def _shown(version: Version) -> Answer:
    """Return a version as AWS writes it where the text is left out."""
    return {"VersionId": version.id, "IsDefaultVersion": version.default, "CreateDate": version.created_at}


def _newest_first(version: Version) -> str:
    return str(_MOST - int(version.id[1:])).zfill(10)


@operation("iam:CreatePolicyVersion", resource=own_policy_named)
def create_policy_version(
    ctx: Context, policy: ManagedPolicy, *, policy_document: str, set_as_default: bool = False
) -> Answer:
    """Add a text to a managed policy; it applies only once it is the default."""
    version = customer_policies.add_version(ctx, policy, policy_document, default=set_as_default)
    return {"PolicyVersion": _shown(version)}


@operation("iam:GetPolicyVersion", resource=policy_named)
def get_policy_version(ctx: Context, policy: AnyPolicy, *, version_id: str) -> Answer:
    """Return the text of a version exactly as it was submitted."""
    version = customer_policies.version(ctx, policy, version_id)
    return {"PolicyVersion": {"Document": version.document, **_shown(version)}}


@operation("iam:ListPolicyVersions", resource=policy_named)
def list_policy_versions(ctx: Context, policy: AnyPolicy) -> Page:
    """List a managed policy's versions without their texts, newest first."""
    return Page("Versions", ShortListing(customer_policies.versions(ctx, policy), _newest_first), _shown)


@operation("iam:DeletePolicyVersion", resource=own_policy_named)
def delete_policy_version(ctx: Context, policy: ManagedPolicy, *, version_id: str) -> None:
    """Remove a version that does not apply."""
    customer_policies.delete_version(ctx, policy, version_id)


@operation("iam:SetDefaultPolicyVersion", resource=own_policy_named)
def set_default_policy_version(ctx: Context, policy: ManagedPolicy, *, version_id: str) -> None:
    """Let another version apply wherever the policy is attached."""
    customer_policies.set_default(ctx, policy, version_id)
