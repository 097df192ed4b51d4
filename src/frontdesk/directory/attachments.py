"""Managed policies attached to users and groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from frontdesk.core.errors import LimitExceeded, NotFound
from frontdesk.directory import accounts, customer_policies
from frontdesk.directory.inline_policies import Owner, kind
from frontdesk.directory.tables import Attachment, Group, User
from frontdesk.store.context import Context
from frontdesk.store.listing import QueryListing, ShortListing

QUOTA = 10


@dataclass(frozen=True)
class AttachedPolicy:
    """A managed policy as it hangs on a user or group."""

    name: str
    path: str
    arn: str

    @property
    def key(self) -> str:
        """What orders attached policies: the name, then AWS's before the account's own."""
        return f"{self.name}:{self.arn.split(':')[4] != 'aws':d}"


def attach(ctx: Context, owner: Owner, arn: str) -> None:
    """Attach a policy; one that is attached stays so.

    Raises InvalidInput for what is no policy's ARN, NotFound, or LimitExceeded for the eleventh policy.
    """
    customer_policies.require_arn(arn)
    if customer_policies.find(ctx, arn) is None:
        raise NotFound("Policy {arn} does not exist or is not attachable.", arn=arn, field="PolicyArn")
    if ctx.db.get(Attachment, (owner.id, arn)):
        return
    if len(of(ctx, owner)) >= QUOTA:
        holder = kind(owner).capitalize()
        raise LimitExceeded("Cannot exceed quota for PoliciesPer{holder}: {quota}", holder=holder, quota=QUOTA)
    accounts.touch(ctx)
    ctx.add(Attachment(owner_id=owner.id, policy_arn=arn, account_id=owner.account_id, created_at=ctx.now))


def detach(ctx: Context, owner: Owner, arn: str) -> None:
    """Detach a policy; raises InvalidInput for what is no policy's ARN, NotFound when it is not attached."""
    customer_policies.require_arn(arn)
    attachment = ctx.db.get(Attachment, (owner.id, arn))
    if attachment is None:
        raise NotFound("Policy {arn} was not found.", arn=arn, field="PolicyArn")
    accounts.touch(ctx)
    ctx.delete(attachment)


def of(ctx: Context, owner: Owner) -> list[AttachedPolicy]:
    """Return the managed policies attached to a user or group itself, in no order; at most ten."""
    rows = ctx.all(ctx.select(Attachment).where(Attachment.owner_id == owner.id))
    return [_attached(row.policy_arn) for row in rows]


def _attached(arn: str) -> AttachedPolicy:
    path, _, name = arn.split(":", 5)[5].removeprefix("policy").rpartition("/")
    return AttachedPolicy(name, f"{path}/", arn)


def listing(ctx: Context, owner: Owner, path_prefix: str = "/") -> ShortListing[AttachedPolicy]:
    """Return the managed policies attached to a user or group whose path begins so, by name."""
    found = [policy for policy in of(ctx, owner) if policy.path.startswith(path_prefix)]
    return ShortListing(found, lambda policy: policy.key)


def counts(ctx: Context, arns: Collection[str]) -> dict[str, int]:
    """Return to how many users and groups of the bound account each policy is attached, where to any."""
    query = select(Attachment.policy_arn, func.count()).where(
        Attachment.account_id == ctx.account_id, Attachment.policy_arn.in_(arns)
    )
    rows = ctx.db.execute(query.group_by(Attachment.policy_arn))
    return {row[0]: row[1] for row in rows}


def users(ctx: Context, arn: str, path_prefix: str = "/") -> QueryListing[User]:
    """Return the users that a policy is attached to, by name."""
    query = ctx.select(User).join(Attachment, Attachment.owner_id == User.id).where(Attachment.policy_arn == arn)
    return QueryListing(query.where(User.path.startswith(path_prefix, autoescape=True)), User.name)


def groups(ctx: Context, arn: str, path_prefix: str = "/") -> QueryListing[Group]:
    """Return the groups that a policy is attached to, by name."""
    query = ctx.select(Group).join(Attachment, Attachment.owner_id == Group.id).where(Attachment.policy_arn == arn)
    return QueryListing(query.where(Group.path.startswith(path_prefix, autoescape=True)), Group.name)
