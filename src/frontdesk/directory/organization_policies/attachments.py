"""Which policies hang where, and which types of policies count (wire 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.directory.organization_policies import effective, kinds, policies
from frontdesk.directory.organization_policies.errors import (
    DuplicatePolicyAttachment,
    EffectivePolicyNotFound,
    PolicyNotAttached,
    PolicyTypeAlreadyEnabled,
    PolicyTypeNotAvailable,
    PolicyTypeNotEnabled,
    RootNotFound,
    TargetNotFound,
)
from frontdesk.directory.organization_policies.policies import Policy
from frontdesk.directory.organization_policies.tables import OrganizationPolicy, PolicyAttachment, PolicyTypeRow
from frontdesk.directory.organizations import membership, naming, tree
from frontdesk.directory.organizations.errors import ConstraintViolation, InvalidInput
from frontdesk.directory.organizations.tables import Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

_RCP_DEFAULT = "p-RCPFullAWSAccess"
_AT_LEAST_ONE = "You must have at least one {type} attached to each root, organizational unit and account."


@dataclass(frozen=True)
class Target:
    """A root, unit or account with what lists show of it; ``type`` is ROOT, ORGANIZATIONAL_UNIT or ACCOUNT."""

    id: str
    arn: str
    name: str
    type: str


def target(ctx: Context, organization: Organization, id: str) -> Target:
    """Return a target of the organization by id; raises TargetNotFound."""
    arn = naming.target_arn(organization, id)
    if id == organization.root_id:
        return Target(id, arn, tree.ROOT_NAME, "ROOT")
    unit = tree.unit(ctx, organization, id) if id.startswith("ou-") else None
    if unit:
        return Target(id, arn, unit.name, "ORGANIZATIONAL_UNIT")
    place = None if id.startswith(("ou-", "r-")) else tree.place(ctx, organization, id)
    account = ctx.by_key(Account, id) if place else None
    if account is None:
        raise TargetNotFound(
            "We can't find a root, OU, or account with the TargetId that you specified.", field="TargetId"
        )
    return Target(id, arn, account.name, "ACCOUNT")


def enabled(ctx: Context, organization: Organization) -> list[str]:
    """Return the types of policies that count in an organization, by name."""
    query = ctx.across_accounts(PolicyTypeRow).where(PolicyTypeRow.organization_id == organization.id)
    return [row.type for row in ctx.all(query.order_by(PolicyTypeRow.type))]


def enable(ctx: Context, organization: Organization, root_id: str, type: str) -> None:
    """Let policies of a type count: from then on its default, where it has one, hangs on everything."""
    _check_root(organization, root_id)
    if organization.feature_set != "ALL":
        raise PolicyTypeNotAvailable(
            "You can't use the specified policy type with the feature set of this organization."
        )
    if type in enabled(ctx, organization):
        raise PolicyTypeAlreadyEnabled("The specified policy type is already enabled.")
    ctx.add(PolicyTypeRow(organization_id=organization.id, type=type, account_id=organization.account_id))
    default = policies.default_of(type)
    if default:
        for id in _everything(ctx, organization):
            _hang(ctx, organization, default, id)


def disable(ctx: Context, organization: Organization, root_id: str, type: str) -> None:
    """Let policies of a type count no longer: they stay, but hang nowhere."""
    _check_root(organization, root_id)
    row = ctx.db.get(PolicyTypeRow, (organization.id, type))
    if row is None:
        raise PolicyTypeNotEnabled("The specified policy type isn't currently enabled in this root.")
    ctx.delete(row)
    for attachment in ctx.all(_attachments(ctx, organization).where(PolicyAttachment.type == type)):
        ctx.delete(attachment)


def _check_root(organization: Organization, root_id: str) -> None:
    if root_id != organization.root_id:
        raise RootNotFound("We can't find a root with the RootId that you specified.", field="RootId")


def _everything(ctx: Context, organization: Organization) -> list[str]:
    units = [unit.id for unit in tree.all_units(ctx, organization)]
    return [organization.root_id, *units, *membership.accounts(ctx, organization)]


def cover(ctx: Context, organization: Organization, target_id: str) -> None:
    """Hang the defaults of every type that counts on a unit or account that has just come into the tree."""
    for type in enabled(ctx, organization):
        default = policies.default_of(type)
        if default and ctx.db.get(PolicyAttachment, (organization.id, target_id, default.id)) is None:
            _hang(ctx, organization, default, target_id)


def uncover(ctx: Context, organization: Organization, target_id: str) -> None:
    """Drop whatever hangs on a unit or account that leaves the tree."""
    for attachment in ctx.all(_attachments(ctx, organization).where(PolicyAttachment.target_id == target_id)):
        ctx.delete(attachment)


def attach(ctx: Context, organization: Organization, policy_id: str, target_id: str) -> None:
    """Hang a policy on a target, within the limit of its type."""
    policy, place = policies.find(ctx, organization, policy_id), target(ctx, organization, target_id)
    if policy.type not in enabled(ctx, organization):
        raise PolicyTypeNotEnabled("The specified policy type isn't currently enabled in this root.")
    present = on(ctx, organization, place.id, policy.type)
    if policy_id in {one.id for one in present}:
        raise DuplicatePolicyAttachment("The selected policy is already attached to the specified target.")
    if len(present) >= kinds.TYPES[policy.type].most_per_target:
        words = "You have exceeded the number of policies of this type that can be attached to one target."
        raise ConstraintViolation("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", words)
    _hang(ctx, organization, policy, place.id)


def _hang(ctx: Context, organization: Organization, policy: Policy, target_id: str) -> None:
    ctx.add(
        PolicyAttachment(
            organization_id=organization.id,
            target_id=target_id,
            policy_id=policy.id,
            account_id=organization.account_id,
            type=policy.type,
            attached_at=ctx.now,
        )
    )


def detach(ctx: Context, organization: Organization, policy_id: str, target_id: str) -> None:
    """Take a policy away from a target; the last control policy of a target stays (wire 6.2)."""
    policy, place = policies.find(ctx, organization, policy_id), target(ctx, organization, target_id)
    row = ctx.db.get(PolicyAttachment, (organization.id, place.id, policy_id))
    if row is None:
        raise PolicyNotAttached("The policy isn't attached to the specified target in the specified root.")
    if policy_id == _RCP_DEFAULT:
        raise InvalidInput("NON_DETACHABLE_POLICY", "You can't detach this policy.")
    if kinds.TYPES[policy.type].language and len(on(ctx, organization, place.id, policy.type)) == 1:
        raise ConstraintViolation("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", _AT_LEAST_ONE, type=policy.type)
    ctx.delete(row)


def on(ctx: Context, organization: Organization, target_id: str, type: str) -> list[Policy]:
    """Return the policies of a type that hang directly on a target, by name."""
    query = _attachments(ctx, organization).where(
        PolicyAttachment.target_id == target_id, PolicyAttachment.type == type
    )
    found = [policies.find(ctx, organization, row.policy_id) for row in ctx.all(query)]
    return sorted(found, key=lambda policy: policy.name)


def targets(ctx: Context, organization: Organization, policy_id: str) -> list[Target]:
    """Return where a policy hangs, by id; raises PolicyNotFound."""
    policies.find(ctx, organization, policy_id)
    query = _attachments(ctx, organization).where(PolicyAttachment.policy_id == policy_id)
    rows = ctx.all(query.order_by(PolicyAttachment.target_id))
    return [target(ctx, organization, row.target_id) for row in rows]


def _attachments(ctx: Context, organization: Organization):  # type: ignore[no-untyped-def]
    return ctx.across_accounts(PolicyAttachment).where(PolicyAttachment.organization_id == organization.id)


@dataclass(frozen=True)
class Effective:
    """What the management policies of a type amount to for a target, and when one of them last changed."""

    content: dict[str, object]
    updated_at: datetime


def effective_policy(ctx: Context, organization: Organization, target_id: str, type: str) -> Effective:
    """Return what applies to a target from the root down; raises EffectivePolicyNotFound where nothing does."""
    place = target(ctx, organization, target_id)
    levels = [on(ctx, organization, id, type) for id in tree.path_to_root(ctx, place.id)]
    ids = [policy.id for level in levels for policy in level]
    if not ids:
        raise EffectivePolicyNotFound(
            "If you ran this action on the management account, this policy type is not enabled."
        )
    content = effective.merge([[kinds.tree(policy.content) for policy in level] for level in levels])
    rows = ctx.all(ctx.across_accounts(OrganizationPolicy).where(OrganizationPolicy.id.in_(ids)))
    return Effective(content, max(row.updated_at for row in rows))
