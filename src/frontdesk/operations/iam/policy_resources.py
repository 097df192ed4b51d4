"""How IAM operations find managed policies."""

from __future__ import annotations

from frontdesk.core import arns
from frontdesk.core.errors import AccessDenied, NotFound
from frontdesk.directory import customer_policies
from frontdesk.directory.errors import InvalidInput
from frontdesk.operations.iam.resources import tag_keys
from frontdesk.operations.registry import Keys, Params, Resource, Target
from frontdesk.store.context import Context


def _policy(ctx: Context, params: Params) -> Target:
    arn = params["PolicyArn"]
    try:
        customer_policies.require_arn(arn)
    except InvalidInput as refusal:
        return Target(arn, missing=refusal)
    policy = customer_policies.find(ctx, arn)
    if policy is None:
        return Target(arn, missing=NotFound("Policy {arn} was not found.", arn=arn, field="PolicyArn"))
    return Target(arn, policy, keys=tag_keys(policy.tags))


def _own_policy(ctx: Context, params: Params) -> Target:
    """Find a policy to change; AWS's own cannot be, whatever policies say (wire 6.2)."""
    target = _policy(ctx, params)
    if customer_policies.account_of(target.arn) in (None, ctx.account_id):
        return target
    return Target(target.arn, missing=AccessDenied("Policy is outside your own account.", field="PolicyArn"))


def _policy_to_be(ctx: Context, params: Params) -> Target:
    return Target(arns.iam(ctx.account_id or "", "policy", params.get("Path") or "/", params["PolicyName"]))


def policy_arn_key(params: Params) -> Keys:
    """Return the condition key of attaching and detaching (wire 6.6)."""
    return {"iam:PolicyARN": params["PolicyArn"]}


policy_named = Resource(_policy, consumes=("PolicyArn",))
own_policy_named = Resource(_own_policy, consumes=("PolicyArn",))
policy_to_be = Resource(_policy_to_be, gives=False)
policies_here = Resource(lambda ctx, params: Target(f"arn:aws:iam::{ctx.account_id}:policy/"), gives=False)
