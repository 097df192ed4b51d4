"""Policies written into a user or a group."""

from __future__ import annotations

from frontdesk.authorization import policies as language
from frontdesk.authorization import sizes
from frontdesk.authorization.policies import PolicyKind
from frontdesk.authorization.sizes import Quota
from frontdesk.core.errors import LimitExceeded, NotFound
from frontdesk.directory import accounts
from frontdesk.directory.tables import Group, InlinePolicy, User
from frontdesk.store.context import Context
from frontdesk.store.listing import QueryListing

Owner = User | Group


def kind(owner: Owner) -> str:
    """Return AWS's word for what holds a policy: user or group."""
    return "user" if isinstance(owner, User) else "group"


def get(ctx: Context, owner: Owner, name: str) -> InlinePolicy:
    """Return a policy of a user or group; raises NotFound."""
    found = ctx.db.get(InlinePolicy, (owner.id, name))
    if found is None:
        text = "The {kind} policy with name {name} cannot be found."
        raise NotFound(text, kind=kind(owner), name=name, field="PolicyName")
    return found


def put(ctx: Context, owner: Owner, name: str, document: str) -> None:
    """Write a policy into a user or group, in the place of one with this name; the text is kept as given.

    Raises MalformedPolicyDocument, or LimitExceeded when all its policies together are too large (wire 6.3).
    """
    language.parse(document, PolicyKind.IDENTITY)
    _require_room(ctx, owner, name, document)
    accounts.touch(ctx)
    present = ctx.db.get(InlinePolicy, (owner.id, name))
    if present is None:
        ctx.add(InlinePolicy(owner_id=owner.id, name=name, account_id=owner.account_id, document=document))
    else:
        present.document = document


def _require_room(ctx: Context, owner: Owner, name: str, document: str) -> None:
    _, most = (Quota.USER_INLINE if isinstance(owner, User) else Quota.GROUP_INLINE).value
    others = [policy.document for policy in ctx.all(listing(ctx, owner).query) if policy.name != name]
    if sum(map(sizes.size, [document, *others])) > most:
        text = "Maximum policy size of {most} bytes exceeded for {kind} {name}"
        raise LimitExceeded(text, most=most, kind=kind(owner), name=owner.name, field="PolicyDocument")


def delete(ctx: Context, owner: Owner, name: str) -> None:
    """Remove a policy of a user or group; raises NotFound."""
    policy = get(ctx, owner, name)
    accounts.touch(ctx)
    ctx.delete(policy)


def listing(ctx: Context, owner: Owner) -> QueryListing[InlinePolicy]:
    """Return the policies of a user or group, by name."""
    return QueryListing(ctx.select(InlinePolicy).where(InlinePolicy.owner_id == owner.id), InlinePolicy.name)
