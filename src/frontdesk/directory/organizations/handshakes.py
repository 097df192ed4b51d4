"""Handshakes: what is asked between an organization and an account, and how it stands (behaviour 5.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_

from frontdesk.directory import accounts
from frontdesk.directory.organizations import naming
from frontdesk.directory.organizations.errors import HandshakeAlreadyInState, InvalidHandshakeTransition
from frontdesk.directory.organizations.tables import Handshake, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

INVITE, ENABLE, APPROVE = "INVITE", "ENABLE_ALL_FEATURES", "APPROVE_ALL_FEATURES"
REQUESTED, OPEN = "REQUESTED", "OPEN"
CANCELED, ACCEPTED, DECLINED, EXPIRED = "CANCELED", "ACCEPTED", "DECLINED", "EXPIRED"
PENDING = (REQUESTED, OPEN)
KEPT = timedelta(days=30)
_BATCH = 500


@dataclass(frozen=True)
class Asking:
    """What a new handshake asks, of whom and how long; ``target`` is ACCOUNT or EMAIL with its id or address."""

    action: str
    life: timedelta
    state: str = OPEN
    target: tuple[str, str] | None = None
    parent_id: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[tuple[str, str], ...] = ()


def ask(ctx: Context, organization: Organization, asking: Asking) -> Handshake:
    """Write a new handshake."""
    type, target = asking.target or (None, None)
    return ctx.add(
        Handshake(
            id=naming.handshake_id(ctx.entropy),
            account_id=organization.account_id,
            organization_id=organization.id,
            action=asking.action,
            state=asking.state,
            target_type=type,
            target=target,
            target_key=accounts.email_key(target) if target else None,
            parent_id=asking.parent_id,
            about=dict(asking.about),
            tags=[list(pair) for pair in asking.tags],
            requested_at=ctx.now,
            expires_at=ctx.now + asking.life,
        )
    )


def state(handshake: Handshake, now: datetime) -> str:
    """Return how a handshake stands now: one that nobody answered in time has expired."""
    return EXPIRED if handshake.state in PENDING and now >= handshake.expires_at else handshake.state


def is_pending(handshake: Handshake, now: datetime) -> bool:
    """Say whether a handshake still waits for an answer."""
    return state(handshake, now) in PENDING


def ended_at(handshake: Handshake) -> datetime:
    """Return when a handshake was answered, or when it expires."""
    return handshake.closed_at or handshake.expires_at


def end(ctx: Context, handshake: Handshake, into: str) -> None:
    """Close a pending handshake; raises HandshakeAlreadyInState or InvalidHandshakeTransition for one that is not."""
    now = state(handshake, ctx.now)
    if now == into:
        raise HandshakeAlreadyInState("The specified handshake is already in the requested state.")
    if now not in PENDING:
        text = "You can't perform the operation on the handshake in its current state: {state}."
        raise InvalidHandshakeTransition(text, state=now)
    handshake.state, handshake.closed_at = into, ctx.now


def is_for(handshake: Handshake, account: Account) -> bool:
    """Say whether an account is the one asked: by its id, or by the root e-mail address that it has today."""
    key = account.id if handshake.target_type == "ACCOUNT" else account.email_key
    return handshake.target_key is not None and handshake.target_key == key


def find(ctx: Context, id: str) -> Handshake | None:
    """Return a handshake that is not forgotten yet, whosever it is."""
    found = ctx.by_key(Handshake, id)
    return found if found is not None and ended_at(found) > ctx.now - KEPT else None


def received(ctx: Context, account: Account) -> Select[Handshake]:
    """Return a query over what an account was asked, also before it had this address, by id."""
    by_id = and_(Handshake.target_type == "ACCOUNT", Handshake.target_key == account.id)
    by_email = and_(Handshake.target_type == "EMAIL", Handshake.target_key == account.email_key)
    return _kept(ctx, ctx.across_accounts(Handshake).where(or_(by_id, by_email)))


def sent(ctx: Context, organization: Organization) -> Select[Handshake]:
    """Return a query over what an organization has asked, by id."""
    return _kept(ctx, ctx.across_accounts(Handshake).where(Handshake.organization_id == organization.id))


def _kept(ctx: Context, query: Select[Handshake]) -> Select[Handshake]:
    recent = ctx.now - KEPT
    unanswered = and_(Handshake.closed_at.is_(None), Handshake.expires_at > recent)
    return query.where(or_(Handshake.closed_at > recent, unanswered)).order_by(Handshake.id)


def pending(ctx: Context, organization: Organization, action: str) -> list[Handshake]:
    """Return the handshakes of an organization that ask for ``action`` and wait for an answer."""
    query = ctx.across_accounts(Handshake).where(
        Handshake.organization_id == organization.id,
        Handshake.action == action,
        Handshake.state.in_(PENDING),
        Handshake.expires_at > ctx.now,
    )
    return ctx.all(query.order_by(Handshake.requested_at))


def open_invitations(ctx: Context, organization: Organization) -> list[Handshake]:
    """Return the invitations that wait for an answer."""
    return pending(ctx, organization, INVITE)


def cancel_pending(ctx: Context, organization: Organization) -> None:
    """Cancel everything that an organization still asks."""
    for action in (INVITE, ENABLE, APPROVE):
        for handshake in pending(ctx, organization, action):
            end(ctx, handshake, CANCELED)


def forget_old(ctx: Context) -> bool:
    """Delete handshakes that ended more than thirty days ago; True while more of them wait."""
    limit = ctx.now - KEPT
    over = or_(Handshake.closed_at <= limit, and_(Handshake.closed_at.is_(None), Handshake.expires_at <= limit))
    old = ctx.all(ctx.across_accounts(Handshake).where(over).limit(_BATCH))
    for handshake in old:
        ctx.delete(handshake)
    return len(old) == _BATCH
