"""What a member needs before it can stand alone (behaviour 5.8, K1, K2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.directory import contacts, standing
from frontdesk.directory.organizations import membership
from frontdesk.directory.organizations.errors import ConstraintViolation
from frontdesk.directory.organizations.tables import Member
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

WAIT = timedelta(days=4)


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: the model's reason, words for people, and which page gives it (a short name)."""

    reason: str
    words: Message
    what: str


PAYMENT = Lack("MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED", Message("a payment method of its own"), "payment")
DELEGATE = Lack(
    "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
    Message("an end of being a delegated administrator of the organization"),
    "delegate",
)
_ACTIVE = Lack(
    "ACCOUNT_CANNOT_LEAVE_ORGANIZATION",
    Message("to be active; one that is suspended or closed stays in its organization"),
    "state",
)
_TERMS = Lack("ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA", Message("agreement to the terms of this installation"), "terms")
_CONTACT = Lack(
    "ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION",
    Message("contact data of its own, with a telephone number"),
    "contact",
)


def lacks(ctx: Context, member: Member, account: Account) -> list[Lack]:
    """Return what the directory knows to be missing. Whoever was invited has lived alone before and lacks no time."""
    return [*_working(account), *_waiting(ctx, member), *_terms(member), *_contact(account)]


def _working(account: Account) -> list[Lack]:
    return [] if account.state == standing.ACTIVE else [_ACTIVE]


def _waiting(ctx: Context, member: Member) -> list[Lack]:
    until = member.joined_at + WAIT
    if member.joined_method != membership.CREATED or ctx.now >= until:
        return []
    at = f"{until.day} {until:%B %Y, %H:%M} UTC"
    words = Message("a wait period: it was created less than four days ago, and can go from {at} on", {"at": at})
    return [Lack("WAIT_PERIOD_ACTIVE", words, "wait")]


def _terms(member: Member) -> list[Lack]:
    agreed = member.joined_method == membership.INVITED or member.agreed_at is not None
    return [] if agreed else [_TERMS]


def _contact(account: Account) -> list[Lack]:
    try:
        contacts.check_contact(account.contact or {})
    except ValidationError:
        return [_CONTACT]
    return []


def require_nothing(lacks: Sequence[Lack]) -> None:
    """Raise ConstraintViolation with the first reason and the names of all that is missing."""
    if lacks:
        missing = "; ".join(str(lack.words) for lack in lacks)
        text = "The account cannot leave its organization yet. It needs: {missing}."
        raise ConstraintViolation(lacks[0].reason, text, missing=missing)
