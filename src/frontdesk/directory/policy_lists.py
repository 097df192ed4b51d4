"""Lists of managed policies, AWS's and the account's own in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from frontdesk.directory import attachments, managed_policies
from frontdesk.directory.customer_policies import AnyPolicy
from frontdesk.directory.managed_policies import CataloguedPolicy
from frontdesk.directory.tables import Attachment, ManagedPolicy
from frontdesk.store.context import Context


@dataclass(frozen=True)
class ListedPolicy:
    """A managed policy and to how many users and groups it is attached."""

    policy: AnyPolicy
    attachments: int


@dataclass(frozen=True)
class PolicyListing:
    """Managed policies by name, AWS's before an own one of the same name."""

    aws: bool = True
    own: bool = True
    path_prefix: str = "/"
    only_attached: bool = False

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[ListedPolicy], str | None]:
        """Read one page."""
        name, _, side = (after or "").partition("/")  # no name has a slash
        found: list[AnyPolicy] = [*self._catalogued(ctx, name), *self._own(ctx, name, side == "0", limit + 1)]
        found.sort(key=_order)
        rows = found[:limit]
        counts = attachments.counts(ctx, [policy.arn for policy in rows])
        listed = [ListedPolicy(policy, counts.get(policy.arn, 0)) for policy in rows]
        return listed, "{}/{:d}".format(*_order(rows[-1])) if len(found) > limit else None

    def _catalogued(self, ctx: Context, after: str) -> list[CataloguedPolicy]:
        if not self.aws:
            return []
        found = [policy for policy in managed_policies.catalogue().values() if self._wants(policy, after)]
        used = attachments.counts(ctx, [policy.arn for policy in found]) if self.only_attached else {}
        return [policy for policy in found if not self.only_attached or policy.arn in used]

    def _wants(self, policy: CataloguedPolicy, after: str) -> bool:
        return policy.name > after and policy.path.startswith(self.path_prefix)

    def _own(self, ctx: Context, after: str, including: bool, limit: int) -> list[ManagedPolicy]:
        if not self.own:
            return []
        name = ManagedPolicy.name
        query = ctx.select(ManagedPolicy).where(name >= after if including else name > after)
        query = query.where(ManagedPolicy.path.startswith(self.path_prefix, autoescape=True))
        return ctx.all(self._attached(ctx, query).order_by(name).limit(limit))

    def _attached(self, ctx: Context, query: Select[ManagedPolicy]) -> Select[ManagedPolicy]:
        if not self.only_attached:
            return query
        used = select(Attachment.policy_arn).where(Attachment.account_id == ctx.account_id)
        return query.where(ManagedPolicy.arn.in_(used))


def _order(policy: AnyPolicy) -> tuple[str, bool]:
    return policy.name, isinstance(policy, ManagedPolicy)
