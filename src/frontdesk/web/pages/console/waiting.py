"""What waits for whoever is signed in, in words and with the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdesk.core.messages import Message
from frontdesk.web.door import PageRequest
from frontdesk.web.pages.console.asking import ask

MOST = 8
_KINDS = {
    "PastDueBill": (Message("A bill could not be charged"), Message("Pay the bill"), "/console/billing/bills/{id}"),
    "Bill": (Message("A bill is open"), Message("Look at the bill"), "/console/billing/bills/{id}"),
    "ExpiredCard": (
        Message("The default card has expired"),
        Message("Choose another card"),
        "/console/billing/methods",
    ),
    "ExpiringCard": (Message("The default card expires soon"), Message("See the cards"), "/console/billing/methods"),
    "AbuseNotice": (Message("Abuse was reported"), Message("Answer the notice"), "/console/notices/{id}"),
    "Invitation": (
        Message("Another account invites this one"),
        Message("Read the invitation"),
        "/console/organization/invitations/{id}",
    ),
    "SupportAnswer": (Message("Support has answered"), Message("Read the answer"), "/console/support/{id}"),
    "SupportDesk": (
        Message("Cases that wait for support: {count}"),
        Message("Go to the support desk"),
        "/console/operator/support",
    ),
    "AbuseDesk": (
        Message("Abuse reports that wait for the staff: {count}"),
        Message("Go to the abuse desk"),
        "/console/operator/abuse",
    ),
    "AbuseOverdue": (
        Message("Abuse notices that nobody answered in time: {count}"),
        Message("Go to the abuse desk"),
        "/console/operator/abuse",
    ),
}


@dataclass(frozen=True)
class Matter:
    """One thing that has a next step: what it is, what to do and where, until when."""

    words: Message
    act: Message
    href: str
    until: datetime | None


def matters(request: PageRequest) -> list[Matter]:
    """Return what waits, the nearest deadline first, at most eight."""
    return [_matter(one) for one in ask(request, "frontdesk:ListWaiting")["Waiting"][:MOST]]


def _matter(one: dict[str, Any]) -> Matter:
    words, act, href = _KINDS[one["Kind"]]
    counted = Message(words.text, {"count": one.get("Count", 1)})
    return Matter(counted, act, href.format(id=one.get("Id", "")), one.get("Until"))
