"""Account aliases: one per account, quarantined after release (behaviour 1.2, 5.7)."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import bindparam, select

from frontdesk.core import ids
from frontdesk.core.errors import AlreadyExists, NotFound, ValidationError
from frontdesk.directory.tables import Alias
from frontdesk.store.context import Context
from frontdesk.store.prepared import Prepared

_ALIAS = re.compile(r"[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]")
_OWNER = Prepared(select(Alias.account_id).where(Alias.name == bindparam("name"), Alias.released_at.is_(None)))
RESERVED = frozenset(
    "www signin console api mail portal login app account accounts admin administrator root support help status iam "
    "sts aws amazon abuse billing security operator frontdesk localhost static us-east-1 eu-west-1".split()
)


def owner(ctx: Context, name: str) -> str | None:
    """Return the id of the account that holds an alias now."""
    rows = ctx.unit.run(_OWNER, {"name": name})
    return str(rows[0].account_id) if rows else None


def current(ctx: Context) -> str | None:
    """Return the bound account's alias, or None."""
    alias = _row(ctx)
    return alias.name if alias else None


def _row(ctx: Context) -> Alias | None:
    return ctx.first(ctx.select(Alias).where(Alias.released_at.is_(None)))


def create(ctx: Context, name: str) -> None:
    """Give the bound account this alias; the former one is released.

    Raises ValidationError for its shape and AlreadyExists when another account holds it, held it within the
    quarantine, or it is reserved; the words never say whose it is.
    """
    _check(name)
    present = ctx.db.get(Alias, name)
    if name in RESERVED or (present and _held_from(ctx, present)):
        raise AlreadyExists("The account alias {alias} already exists.", alias=name, field="AccountAlias")
    former = _row(ctx)
    if former and former.name != name:
        former.released_at = ctx.now
    if present is None:
        ctx.add(Alias(name=name, account_id=ctx.account_id or "", created_at=ctx.now))
    else:
        present.account_id, present.released_at, present.created_at = ctx.account_id or "", None, ctx.now


def _check(name: str) -> None:
    if not _ALIAS.fullmatch(name) or ids.ACCOUNT_ID.fullmatch(name):
        raise ValidationError(
            "The specified value for accountAlias is invalid. It must have 3 to 63 lower-case letters, digits and "
            "single hyphens, begin and end with a letter or digit, and must not be twelve digits.",
            field="AccountAlias",
        )


def _held_from(ctx: Context, alias: Alias) -> bool:
    if alias.account_id == ctx.account_id:
        return False
    if alias.released_at is None:
        return True
    return ctx.now < alias.released_at + timedelta(days=ctx.settings.alias_quarantine_days)


def delete(ctx: Context, name: str) -> None:
    """Release the bound account's alias; raises NotFound when it is not this account's."""
    alias = _row(ctx)
    if alias is None or alias.name != name:
        raise NotFound("The account alias {alias} cannot be found.", alias=name, field="AccountAlias")
    alias.released_at = ctx.now


def release(ctx: Context) -> None:
    """Release the bound account's alias, if it has one, into quarantine."""
    alias = _row(ctx)
    if alias is not None:
        alias.released_at = ctx.now
