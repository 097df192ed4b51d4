"""Policies of users and groups: which documents apply to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select

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
    return [*inline, *_catalogued(arns), *_own(ctx, arns)]


def _groups(ctx: Context, user: User) -> list[Group]:
    query = ctx.select(Group).join(Membership, Membership.group_id == Group.id)
    return ctx.all(query.where(Membership.user_id == user.id))


def _catalogued(arns: Collection[str]) -> list[AppliedPolicy]:
    found = (managed_policies.find(arn) for arn in sorted(arns))
    return [AppliedPolicy(policy.arn, "aws-managed", policy.document) for policy in found if policy]


def _own(ctx: Context, arns: Collection[str]) -> list[AppliedPolicy]:
    applies = and_(PolicyVersion.policy_id == ManagedPolicy.id, PolicyVersion.number == ManagedPolicy.default_version)
    query = select(ManagedPolicy.arn, PolicyVersion.document).join(PolicyVersion, applies)
    query = query.where(ManagedPolicy.account_id == ctx.account_id, ManagedPolicy.arn.in_(arns))
    rows = ctx.db.execute(query.order_by(ManagedPolicy.arn))
    return [AppliedPolicy(arn, "user-managed", document) for arn, document in rows]
