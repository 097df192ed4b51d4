"""How operations on an organization's policies find what they act on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from frontdesk.core.errors import FrontdeskError
from frontdesk.directory.organization_policies import attachments, policies, resource_policy, tags
from frontdesk.directory.organization_policies.attachments import Target as Place
from frontdesk.directory.organization_policies.policies import Policy
from frontdesk.directory.organizations import naming
from frontdesk.directory.organizations.tables import Organization
from frontdesk.operations.organizations.resources import standing
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context


@dataclass(frozen=True)
class PolicyIn:
    """A policy with its organization."""

    organization: Organization
    policy: Policy


@dataclass(frozen=True)
class PlaceIn:
    """A root, unit or account with its organization."""

    organization: Organization
    place: Place


@dataclass(frozen=True)
class TaggedIn:
    """The id of whatever can have tags, with its organization."""

    organization: Organization
    resource_id: str


def _policy(ctx: Context, params: Params, *, reads: bool) -> Target:
    organization, refusal = standing(ctx, reads=reads)
    if organization is None or refusal:
        return Target("*", missing=refusal)
    try:
        policy = policies.find(ctx, organization, params["PolicyId"])
    except FrontdeskError as missing:
        return Target("*", missing=missing)
    return Target(policy.arn, PolicyIn(organization, policy), keys={"organizations:PolicyType": policy.type})


def _hanging(ctx: Context, params: Params) -> Target:
    target = _policy(ctx, params, reads=False)
    if target.thing is None:
        return target
    return replace(target, also=(naming.target_arn(target.thing.organization, params["TargetId"]),))


def _place(ctx: Context, params: Params) -> Target:
    organization, refusal = standing(ctx, reads=True)
    if organization is None or refusal:
        return Target("*", missing=refusal)
    # without a target the question is about the caller's own account
    id = params.get("TargetId") or ctx.account_id or ""
    try:
        found = PlaceIn(organization, attachments.target(ctx, organization, id))
    except FrontdeskError as missing:
        return Target(naming.target_arn(organization, id), missing=missing)
    return Target(found.place.arn, found)


def _tagged(ctx: Context, params: Params, *, reads: bool) -> Target:
    organization, refusal = standing(ctx, reads=reads)
    if organization is None or refusal:
        return Target("*", missing=refusal)
    id = params["ResourceId"]
    try:
        arn = _arn(ctx, organization, id)
    except FrontdeskError as missing:
        return Target("*", missing=missing)
    known = {f"aws:ResourceTag/{key}": value for key, value in tags.of(ctx, organization, id)}
    return Target(arn, TaggedIn(organization, id), keys=known)


def _arn(ctx: Context, organization: Organization, id: str) -> str:
    if id.startswith("p-"):
        return policies.find(ctx, organization, id).arn
    if id.startswith("rp-"):
        return resource_policy.arn(resource_policy.of(ctx, organization))
    return attachments.target(ctx, organization, id).arn


policy_managed = Resource(lambda ctx, params: _policy(ctx, params, reads=False), ("PolicyId",))
policy_seen = Resource(lambda ctx, params: _policy(ctx, params, reads=True), ("PolicyId",))
policy_hanging = Resource(_hanging, ("PolicyId",))
place_seen = Resource(_place, ("TargetId",))
tagged_managed = Resource(lambda ctx, params: _tagged(ctx, params, reads=False), ("ResourceId",))
tagged_seen = Resource(lambda ctx, params: _tagged(ctx, params, reads=True), ("ResourceId",))
