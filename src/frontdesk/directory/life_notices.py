"""Whom a change of an account's state concerns, and the mail that tells them (behaviour 5.5 to 5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdesk.core.messages import Message
from frontdesk.directory import alternate_contacts, standing
from frontdesk.directory.alternate_contacts import BILLING, OPERATIONS, SECURITY
from frontdesk.directory.tables import Account
from frontdesk.mail import messages
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail

STATES: Mapping[str, Message] = {
    standing.PENDING_ACTIVATION: Message("The sign-up of this account is not finished."),
    standing.ACTIVE: Message("This account is active."),
    standing.SUSPENDED: Message("This account is suspended."),
    standing.PENDING_CLOSURE: Message("This account is just being closed."),
    standing.CLOSED: Message("This account is closed."),
    standing.PERMANENTLY_CLOSED: Message("This account is closed for good."),
}
NEXT: Mapping[str, Message] = {
    standing.PENDING_ACTIVATION: Message("Let its owner finish the sign-up, or close it"),
    standing.ACTIVE: Message("It works already"),
    standing.SUSPENDED: Message("Reinstate it, once the matter is settled"),
    standing.PENDING_CLOSURE: Message("Wait a minute, then reopen it"),
    standing.CLOSED: Message("Reopen it first, if its time is not over"),
    standing.PERMANENTLY_CLOSED: Message("Open another account, with another root e-mail address"),
}
# beside the root user, who hears of everything
_CONCERNED = {
    "unpaid": (BILLING,),
    "abuse": (SECURITY,),
    "verification": (OPERATIONS,),
    "operator": (OPERATIONS,),
}
_BY_CAUSE = ("account_suspended", "account_reinstated")
_EVERYBODY = (BILLING, OPERATIONS, SECURITY)


@dataclass(frozen=True)
class Notice:
    """What is told: a message of :mod:`frontdesk.mail.messages`, the reference of its event, and further facts."""

    message: str
    reference: str
    facts: Mapping[str, str | datetime]


def send(ctx: Context, account: Account, notice: Notice) -> None:
    """Put one mail for each address concerned into the outbox; the context is bound to the account."""
    known = {
        "account_id": account.id,
        "account_name": account.name,
        "at": ctx.now.isoformat(timespec="seconds"),
        "reference": notice.reference,
        "sign_in_link": f"{ctx.settings.public_origin}/signin",
        "sign_up_link": f"{ctx.settings.public_origin}/signup",
        "reset_link": f"{ctx.settings.public_origin}/recovery/root-password",
    }
    known |= {name: _written(value) for name, value in notice.facts.items()}
    fields = {name: known[name] for name in messages.declared()[notice.message]}
    for to in _concerned(ctx, notice):
        ctx.send(Mail(notice.message, to, fields, account_id=account.id))


def _concerned(ctx: Context, notice: Notice) -> tuple[str, ...]:
    types = _CONCERNED[str(notice.facts["cause"])] if notice.message in _BY_CAUSE else _EVERYBODY
    return tuple(dict.fromkeys(to for type in types for to in alternate_contacts.addresses(ctx, type)))


def _written(value: str | datetime) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
