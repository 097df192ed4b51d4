"""What the account settings show of name, contacts and root e-mail, and to whom they offer a change (behaviour 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.core.errors import NotFound
from frontdesk.core.messages import Message
from frontdesk.directory.alternate_contacts import BILLING, OPERATIONS, SECURITY
from frontdesk.operations import catalogue, permission
from frontdesk.operations.account.errors import ResourceNotFound
from frontdesk.web.door import PageRequest
from frontdesk.web.pages.console.asking import Done, Part, ask, part
from frontdesk.web.pages.signup.contact import countries

KINDS: Mapping[str, tuple[Message, Message]] = {
    BILLING: (Message("Billing contact"), Message("Bills, cards and payments")),
    OPERATIONS: (Message("Operations contact"), Message("Outages, limits and maintenance")),
    SECURITY: (Message("Security contact"), Message("Abuse notices and security events")),
}
DONE = {
    "name": Done(Message("The account has a new name"), Message("It is shown everywhere from now on.")),
    "contact": Done(Message("The primary contact was saved"), Message("The root user was told by mail.")),
    "alternate": Done(Message("The contact was saved"), Message("The root user was told by mail.")),
    "alternate-deleted": Done(Message("The contact was deleted"), Message("The root user still gets all of its mail.")),
    "root-email": Done(
        Message("The root user has a new e-mail address"),
        Message("Sign in with it from now on. Both addresses were told; the old one can stop the change for 72 hours."),
    ),
}


@dataclass(frozen=True)
class Alternate:
    """One of the three alternate contacts: what it is for, and who it is."""

    type: str
    words: Message
    purpose: Message
    contact: Part[dict[str, Any]]


@dataclass(frozen=True)
class Identity:
    """What the settings show, each part as far as the policies allow it."""

    root: dict[str, Any] | None
    primary: Part[dict[str, Any]]
    country: Message | None
    alternates: list[Alternate]
    may: Mapping[str, bool]


def shown(request: PageRequest) -> Identity:
    """Gather it for whoever is signed in."""
    is_root = request.caller.kind == "Root"
    primary = part(lambda: _or_nothing(request, "GetContactInformation", "ContactInformation"))
    return Identity(
        root=ask(request, "frontdesk:GetRootEmail") if is_root else None,
        primary=primary,
        country=_country(primary.shown or {}),
        alternates=[_alternate(request, type) for type in KINDS],
        may={
            "name": may(request, "PutAccountName"),
            "primary": may(request, "PutContactInformation"),
            "put": may(request, "PutAlternateContact", AlternateContactType=SECURITY),
            "delete": may(request, "DeleteAlternateContact", AlternateContactType=SECURITY),
            "regions": may(request, "ListRegions"),
        },
    )


def may(request: PageRequest, name: str, **params: Any) -> bool:
    """Say whether whoever is signed in may perform an operation of the account service."""
    operation = catalogue.operation("account", name)
    return permission.has(request.site.desk, operation, request.caller, request.origin, params)


def _alternate(request: PageRequest, type: str) -> Alternate:
    words, purpose = KINDS[type]
    found = part(lambda: _or_nothing(request, "GetAlternateContact", "AlternateContact", AlternateContactType=type))
    return Alternate(type, words, purpose, found)


def _or_nothing(request: PageRequest, operation: str, member: str, **params: Any) -> dict[str, Any]:
    try:
        return dict(ask(request, f"account:{operation}", **params)[member])
    except (ResourceNotFound, NotFound):
        return {}


def _country(contact: Mapping[str, Any]) -> Message | None:
    return next((one.words for one in countries() if one.value and one.value == contact.get("CountryCode")), None)
