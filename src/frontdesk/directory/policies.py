"""Policies of users and groups: which documents apply to whom."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.directory import managed_policies
from frontdesk.directory.tables import Attachment, Group, InlinePolicy, ManagedPolicy, Membership, PolicyVersion, User
from frontdesk.store.context import Context


@dataclass(frozen=True)
class AppliedPolicy:
    """A policy text with where it comes from: ``type`` is user, group, aws-managed or user-managed."""

    id: str
    type: str
    document: str


def applied_to(ctx: Context, user: User) -> list[AppliedPolicy]:
    """Return every identity policy of a user, those of the user's groups included."""
    groups = _groups(ctx, user)
    owners = {user.id: ("user", user.name)} | {group.id: ("group", group.name) for group in groups}
    inline = [
        AppliedPolicy(f"{owners[row.owner_id][1]}/{row.name}", owners[row.owner_id][0], row.document)
        for row in ctx.all(ctx.select(InlinePolicy).where(InlinePolicy.owner_id.in_(owners)))
    ]
    arns = {row.policy_arn for row in ctx.all(ctx.select(Attachment).where(Attachment.owner_id.in_(owners)))}
    return inline + [found for arn in sorted(arns) if (found := _managed(ctx, arn))]


def _groups(ctx: Context, user: User) -> list[Group]:
    query = ctx.select(Group).join(Membership, Membership.group_id == Group.id)
    return ctx.all(query.where(Membership.user_id == user.id))


def _managed(ctx: Context, arn: str) -> AppliedPolicy | None:
    catalogued = managed_policies.find(arn)
    if catalogued:
        return AppliedPolicy(arn, "aws-managed", catalogued.document)
    policy = ctx.first(ctx.select(ManagedPolicy).where(ManagedPolicy.arn == arn))
    version = ctx.db.get(PolicyVersion, (policy.id, policy.default_version)) if policy else None
    return AppliedPolicy(arn, "user-managed", version.document) if version else None
