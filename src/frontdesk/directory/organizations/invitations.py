"""Asking a standalone account to join (behaviour 5.8, K3 to K6).

Whoever invites never hears from us whether an address or an id has an account: the answer, what is written and how
long it takes are the same, and mail to nobody is written and never delivered (recovery principle 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from frontdesk.core import ids
from frontdesk.core.errors import ValidationError
from frontdesk.directory import accounts, standing
from frontdesk.directory.organizations import features, handshakes, joining, membership, quotas
from frontdesk.directory.organizations.errors import (
    DuplicateHandshake,
    HandshakeConstraintViolation,
    InvalidHandshakeTransition,
    InvalidInput,
    OrganizationAccessDenied,
)
from frontdesk.directory.organizations.handshakes import ACCEPTED, INVITE, Asking
from frontdesk.directory.organizations.joining import Arrival
from frontdesk.directory.organizations.tables import Handshake, Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

LIFE = timedelta(days=15)
_ALREADY = "The account is already a member of an organization."


@dataclass(frozen=True)
class Guest:
    """Whom to invite: ``type`` is ACCOUNT or EMAIL."""

    type: str
    id: str


def check_guest(guest: Guest) -> Guest:
    """Return a guest as it is kept; raises InvalidInput for what is neither an account id nor an address."""
    if guest.type == "ACCOUNT":
        if not ids.ACCOUNT_ID.fullmatch(guest.id):
            raise InvalidInput("INVALID_PATTERN_TARGET_ID", "An account ID has twelve digits.", field="Target")
        return guest
    if guest.type != "EMAIL":
        raise InvalidInput(
            "INVALID_PARTY_TYPE_TARGET", "Invite an account by its ID or e-mail address.", field="Target"
        )
    try:
        return Guest("EMAIL", accounts.check_email(guest.id))
    except ValidationError as fault:
        raise InvalidInput("INVALID_EMAIL_ADDRESS_TARGET", str(fault.public), field="Target") from fault


def invite(
    ctx: Context, organization: Organization, guest: Guest, notes: str, tags: tuple[tuple[str, str], ...] = ()
) -> tuple[Handshake, Account | None]:
    """Invite somebody for fifteen days; return the handshake, and the account that is to hear of it, if there is one.

    Raises InvalidInput, DuplicateHandshake and HandshakeConstraintViolation; none of them depends on whether anybody
    outside the organization exists.
    """
    guest = check_guest(guest)
    if features.under_way(ctx, organization):
        text = "Invitations are disabled until all features are enabled or the change is cancelled."
        raise HandshakeConstraintViolation("INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES", text)
    _require_outside(ctx, organization, guest)
    key = accounts.email_key(guest.id)
    if any(open.target_key == key for open in handshakes.open_invitations(ctx, organization)):
        raise DuplicateHandshake("The same account has an open invitation from this organization.")
    quotas.check_invitation(ctx, organization, key)
    about = _host_facts(ctx, organization) | ({"notes": notes} if notes else {})
    asking = Asking(INVITE, LIFE, target=(guest.type, guest.id), about=about, tags=tags)
    return handshakes.ask(ctx, organization, asking), _account(ctx, guest)


def _host_facts(ctx: Context, organization: Organization) -> dict[str, str]:
    """Return who invites to what, as it is today: that is what is agreed to."""
    management = accounts.bound(ctx.within(organization.account_id))
    return {
        "master_email": management.email,
        "master_name": management.name,
        "feature_set": organization.feature_set,
    }


def _require_outside(ctx: Context, organization: Organization, guest: Guest) -> None:
    inside = membership.accounts(ctx, organization)
    key = accounts.email_key(guest.id)
    if guest.id in inside or any(account.email_key == key for account in inside.values()):
        raise HandshakeConstraintViolation("ALREADY_IN_AN_ORGANIZATION", _ALREADY)


def _account(ctx: Context, guest: Guest) -> Account | None:
    account = accounts.find(ctx, guest.id) if guest.type == "ACCOUNT" else accounts.by_email(ctx, guest.id)
    return account if account is not None and account.state in standing.WORKING else None


def accept(ctx: Context, organization: Organization, handshake: Handshake, account: Account) -> Member:
    """Bring the invited account in; everything that made the invitation possible is checked again now.

    Raises HandshakeAlreadyInState, InvalidHandshakeTransition and HandshakeConstraintViolation.
    """
    handshakes.end(ctx, handshake, ACCEPTED)
    if account.operator:
        raise OrganizationAccessDenied(cause="the operator's account joins nobody's organization")
    if membership.member(ctx, account.id):
        raise HandshakeConstraintViolation("ALREADY_IN_AN_ORGANIZATION", _ALREADY)
    management = accounts.find(ctx, organization.account_id)
    promised = handshake.about.get("feature_set") == organization.feature_set
    if management is None or management.state != standing.ACTIVE or not promised:
        raise InvalidHandshakeTransition("The organization that invited this account takes nobody in now.")
    quotas.check_joining(ctx, organization)
    return joining.join(ctx, organization, account.id, Arrival(membership.INVITED))
