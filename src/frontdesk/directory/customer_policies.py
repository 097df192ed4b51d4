"""Managed policies: an account's own with their versions, found together with AWS's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from frontdesk.authorization import policies as language
from frontdesk.authorization import sizes
from frontdesk.authorization.policies import PolicyKind
from frontdesk.authorization.sizes import Quota
from frontdesk.core import arns, ids
from frontdesk.core.errors import AlreadyExists, LimitExceeded, NotFound
from frontdesk.directory import accounts, managed_policies, tags
from frontdesk.directory.errors import DeleteConflict, InvalidInput
from frontdesk.directory.managed_policies import CataloguedPolicy
from frontdesk.directory.tables import Attachment, ManagedPolicy, PolicyVersion
from frontdesk.directory.tags import Given
from frontdesk.store.context import Context

QUOTA = 1500
VERSIONS = 5
AnyPolicy = ManagedPolicy | CataloguedPolicy
_ARN = re.compile(r"arn:aws:iam::(aws|[0-9]{12}):policy/[\x21-\x7e]+")


@dataclass(frozen=True)
class Version:
    """One text of a managed policy, exactly as it was submitted."""

    id: str
    document: str
    default: bool
    created_at: datetime


@dataclass(frozen=True)
class NewPolicy:
    """What a managed policy is made from."""

    name: str
    document: str
    path: str = "/"
    description: str | None = None
    tags: Given = ()


def account_of(arn: str) -> str | None:
    """Return the account of a policy's ARN, ``aws`` for AWS's own; None for what is no policy's ARN."""
    found = _ARN.fullmatch(arn)
    return found[1] if found else None


def require_arn(arn: str) -> None:
    """Raise InvalidInput for what is no policy's ARN."""
    if account_of(arn) is None:
        raise InvalidInput("ARN {arn} is not valid.", arn=arn, field="PolicyArn")


def find(ctx: Context, arn: str) -> AnyPolicy | None:
    """Return AWS's policy or the bound account's own with this ARN."""
    return managed_policies.find(arn) or ctx.first(ctx.select(ManagedPolicy).where(ManagedPolicy.arn == arn))


def create(ctx: Context, new: NewPolicy) -> ManagedPolicy:
    """Make a policy whose text is version v1.

    Raises MalformedPolicyDocument, LimitExceeded for its size or the 1,500 of an account, AlreadyExists where the
    name is taken in any case, InvalidInput for its tags.
    """
    _check(new.document)
    _require_free(ctx, new.name)
    account = ctx.account_id or ""
    policy = ManagedPolicy(
        id=ids.entity_id(ctx.entropy, "ANPA", account),
        account_id=account,
        arn=arns.iam(account, "policy", new.path, new.name),
        name=new.name,
        name_key=new.name.lower(),
        path=new.path,
        description=new.description,
        default_version=1,
        last_version=0,
        created_at=ctx.now,
        updated_at=ctx.now,
        tags=tags.put([], new.tags, fold=False),
    )
    ctx.add(policy)
    _add_version(ctx, policy, new.document)
    accounts.touch(ctx)
    return policy


def _check(document: str) -> None:
    language.parse(document, PolicyKind.MANAGED)
    sizes.require(Quota.MANAGED, document)


def _require_free(ctx: Context, name: str) -> None:
    if ctx.first(ctx.select(ManagedPolicy).where(ManagedPolicy.name_key == name.lower())):
        text = "A policy called {name} already exists. Duplicate names are not allowed."
        raise AlreadyExists(text, name=name, field="PolicyName")
    if ctx.count(ctx.select(ManagedPolicy)) >= QUOTA:
        raise LimitExceeded("Cannot exceed quota for PoliciesPerAccount: {quota}", quota=QUOTA)


def _add_version(ctx: Context, policy: ManagedPolicy, document: str) -> PolicyVersion:
    policy.last_version += 1
    row = PolicyVersion(
        policy_id=policy.id,
        number=policy.last_version,
        account_id=policy.account_id,
        document=document,
        created_at=ctx.now,
    )
    return ctx.add(row)


def delete(ctx: Context, policy: ManagedPolicy) -> None:
    """Remove a policy with its only version; raises DeleteConflict while it is attached or has more versions."""
    if ctx.count(ctx.select(Attachment).where(Attachment.policy_arn == policy.arn)):
        raise DeleteConflict("Cannot delete a policy attached to entities.")
    rows = _rows(ctx, policy)
    if len(rows) > 1:
        raise DeleteConflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
            "The default version is deleted with the policy."
        )
    for row in [*rows, policy]:
        ctx.delete(row)
    accounts.touch(ctx)


def _rows(ctx: Context, policy: ManagedPolicy) -> list[PolicyVersion]:
    query = ctx.select(PolicyVersion).where(PolicyVersion.policy_id == policy.id)
    return ctx.all(query.order_by(PolicyVersion.number.desc()))


def versions(ctx: Context, policy: AnyPolicy) -> list[Version]:
    """Return a policy's versions, newest first; there are one to five."""
    if isinstance(policy, CataloguedPolicy):
        return [Version(f"v{policy.default_version}", policy.document, True, policy.updated_at)]
    return [_version(policy, row) for row in _rows(ctx, policy)]


def _version(policy: ManagedPolicy, row: PolicyVersion) -> Version:
    return Version(f"v{row.number}", row.document, row.number == policy.default_version, row.created_at)


def version(ctx: Context, policy: AnyPolicy, version_id: str) -> Version:
    """Return a policy's version by an id such as ``v3``; raises NotFound."""
    for found in versions(ctx, policy):
        if found.id == version_id:
            return found
    raise _no_such_version(policy, version_id)


def _no_such_version(policy: AnyPolicy, version_id: str) -> NotFound:
    text = "Policy {arn} version {id} does not exist or is not attachable."
    return NotFound(text, arn=policy.arn, id=version_id, field="VersionId")


def add_version(ctx: Context, policy: ManagedPolicy, document: str, *, default: bool) -> Version:
    """Add a text; raises MalformedPolicyDocument, or LimitExceeded for its size or the sixth version."""
    _check(document)
    if len(_rows(ctx, policy)) >= VERSIONS:
        raise LimitExceeded(
            "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
            "version."
        )
    policy.updated_at = ctx.now
    row = _add_version(ctx, policy, document)
    if default:
        policy.default_version = row.number
    accounts.touch(ctx)
    return _version(policy, row)


def _row(ctx: Context, policy: ManagedPolicy, version_id: str) -> PolicyVersion:
    for row in _rows(ctx, policy):
        if version_id == f"v{row.number}":
            return row
    raise _no_such_version(policy, version_id)


def set_default(ctx: Context, policy: ManagedPolicy, version_id: str) -> None:
    """Let another version apply wherever the policy is attached; raises NotFound."""
    policy.default_version = _row(ctx, policy, version_id).number
    accounts.touch(ctx)


def delete_version(ctx: Context, policy: ManagedPolicy, version_id: str) -> None:
    """Remove a version; raises NotFound, or DeleteConflict for the one that applies."""
    row = _row(ctx, policy, version_id)
    if row.number == policy.default_version:
        raise DeleteConflict("Cannot delete the default version of a policy.")
    ctx.delete(row)
    accounts.touch(ctx)


def tag(ctx: Context, policy: ManagedPolicy, given: Given) -> None:
    """Add or replace tags; raises InvalidInput or LimitExceeded."""
    policy.tags = tags.put(policy.tags, given, fold=False)
    accounts.touch(ctx)


def untag(ctx: Context, policy: ManagedPolicy, keys: list[str]) -> None:
    """Remove tags; one that is not there is no fault."""
    policy.tags = tags.remove(policy.tags, keys, fold=False)
    accounts.touch(ctx)
