"""From consolidated billing to all features: every invited member has to agree (wire 10.3).

The management account asks (ENABLE_ALL_FEATURES); each invited member is asked in a handshake of its own
(APPROVE_ALL_FEATURES); when all have agreed, the first one is OPEN, and the management account completes it.
"""

from __future__ import annotations

from datetime import timedelta

from frontdesk.directory import accounts
from frontdesk.directory.organizations import handshakes, membership
from frontdesk.directory.organizations.errors import HandshakeConstraintViolation, InvalidHandshakeTransition
from frontdesk.directory.organizations.handshakes import ACCEPTED, APPROVE, CANCELED, ENABLE, OPEN, REQUESTED, Asking
from frontdesk.directory.organizations.tables import Handshake, Member, Organization
from frontdesk.store.context import Context

ALL, BILLING = "ALL", "CONSOLIDATED_BILLING"
LIFE = timedelta(days=90)


def under_way(ctx: Context, organization: Organization) -> Handshake | None:
    """Return the change that waits for its end, or None."""
    return next(iter(handshakes.pending(ctx, organization, ENABLE)), None)


def begin(ctx: Context, organization: Organization) -> tuple[Handshake, list[Handshake]]:
    """Ask every invited member to agree; return the change and what was asked. Open invitations are cancelled.

    Raises HandshakeConstraintViolation where there is nothing to change, or it is under way.
    """
    if organization.feature_set == ALL:
        text = "The organization has all features enabled already."
        raise HandshakeConstraintViolation("ORGANIZATION_ALREADY_HAS_ALL_FEATURES", text)
    if under_way(ctx, organization):
        text = "The organization has already begun to enable all features."
        raise HandshakeConstraintViolation("ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION", text)
    for invitation in handshakes.open_invitations(ctx, organization):
        handshakes.end(ctx, invitation, CANCELED)
    change = handshakes.ask(ctx, organization, Asking(ENABLE, LIFE, REQUESTED))
    asked = [
        handshakes.ask(
            ctx,
            organization,
            Asking(APPROVE, LIFE, target=("ACCOUNT", member.account_id), parent_id=change.id),
        )
        for member in _invited(ctx, organization)
    ]
    _look(ctx, organization, change)
    return change, asked


def _invited(ctx: Context, organization: Organization) -> list[Member]:
    open_members = membership.open_members(ctx, organization)
    return [member for member in open_members if member.joined_method == membership.INVITED]


def _children(ctx: Context, change: Handshake) -> list[Handshake]:
    return ctx.all(ctx.across_accounts(Handshake).where(Handshake.parent_id == change.id))


def _look(ctx: Context, organization: Organization, change: Handshake) -> None:
    """Open the change for completion while no invited member is missing."""
    agreed = {child.target for child in _children(ctx, change) if child.state == ACCEPTED}
    complete = all(member.account_id in agreed for member in _invited(ctx, organization))
    change.state = OPEN if complete else REQUESTED


def agree(ctx: Context, organization: Organization, handshake: Handshake) -> None:
    """Say yes for one member."""
    handshakes.end(ctx, handshake, ACCEPTED)
    ctx.db.flush()
    change = under_way(ctx, organization)
    if change and change.id == handshake.parent_id:
        _look(ctx, organization, change)


def without(ctx: Context, organization: Organization, account_id: str) -> None:
    """Go on without a member that has gone."""
    change = under_way(ctx, organization)
    if change is None:
        return
    for child in _children(ctx, change):
        if child.target == account_id and handshakes.is_pending(child, ctx.now):
            handshakes.end(ctx, child, CANCELED)
    _look(ctx, organization, change)


def complete(ctx: Context, organization: Organization, change: Handshake) -> None:
    """Enable all features; raises InvalidHandshakeTransition while somebody has not agreed."""
    if handshakes.is_pending(change, ctx.now):
        _look(ctx, organization, change)
        if change.state == REQUESTED:
            raise InvalidHandshakeTransition("Not every invited account has agreed yet.")
    handshakes.end(ctx, change, ACCEPTED)
    organization.feature_set = ALL
    for account_id in membership.accounts(ctx, organization):
        accounts.touch(ctx, account_id)


def cancel(ctx: Context, change: Handshake) -> None:
    """Give the change up, with everything that was asked for it."""
    handshakes.end(ctx, change, CANCELED)
    for child in _children(ctx, change):
        if handshakes.is_pending(child, ctx.now):
            handshakes.end(ctx, child, CANCELED)
