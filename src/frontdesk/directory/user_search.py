"""Finding IAM users by a part of their name, a page at a time, forwards and backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frontdesk.directory.tables import User
from frontdesk.store.context import Context


@dataclass(frozen=True)
class Found:
    """One page of users by name, whatever its case.

    ``total`` counts every match and ``place`` those before this page. ``before`` and ``after`` are where the
    neighbouring pages end and begin; None where there is none.
    """

    users: Sequence[User]
    total: int
    place: int
    before: str | None
    after: str | None


def search(ctx: Context, words: str, limit: int, *, after: str | None = None, before: str | None = None) -> Found:
    """Return the bound account's users whose name holds ``words``, whatever its case.

    The page begins behind the name ``after``, or ends in front of the name ``before``. What is read are the
    account's own entries of the index on names, at most as many as an account may have users (5,000).
    """
    query = ctx.select(User)
    if words:
        query = query.where(User.name_key.contains(words.lower(), autoescape=True))
    if before is not None:
        rows = ctx.all(query.where(User.name_key < before.lower()).order_by(User.name_key.desc()).limit(limit))[::-1]
    else:
        rows = ctx.all(query.where(User.name_key > (after or "").lower()).order_by(User.name_key).limit(limit))
    total = ctx.count(query)
    place = ctx.count(query.where(User.name_key < rows[0].name_key)) if rows else 0
    return Found(
        users=rows,
        total=total,
        place=place,
        before=rows[0].name if place else None,
        after=rows[-1].name if rows and place + len(rows) < total else None,
    )
