"""What cases are about, as data: services with their categories, severities, what a visitor has lost.

There are account and billing cases, for every account; no plan sells technical ones (behaviour 7.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message

ACCOUNT, BILLING, SIGN_IN = "account", "billing", "sign-in"
LANGUAGE = "en"
ISSUE_TYPE = "customer-service"
ACCOUNT_SERVICE = "customer-account"
_OTHER = "other"


@dataclass(frozen=True)
class Service:
    """One heading under which a signed-in person writes; ``kind`` says which sort of case it makes."""

    code: str
    name: str
    kind: str
    categories: Mapping[str, str]


SERVICES = (
    Service(
        ACCOUNT_SERVICE,
        "Account",
        ACCOUNT,
        {
            "sign-in": "Signing in and lost credentials",
            "security": "Somebody else may be in the account",
            "suspension": "Suspended account",
            "closure": "Closing or reopening",
            "contacts": "Names, addresses and contacts",
            "organization": "Organization and members",
            _OTHER: "Something else",
        },
    ),
    Service(
        "billing",
        "Billing",
        BILLING,
        {
            "payment-method": "Cards and other payment methods",
            "dispute-a-charge": "A charge that I do not know",
            "invoices": "Bills and their addresses",
            "payment-due": "Payments that are due",
            _OTHER: "Something else",
        },
    ),
)
VISITORS = Service(ACCOUNT_SERVICE, "Account", SIGN_IN, {"sign-in": "Still unable to sign in"})
BY_CODE = {service.code: service for service in SERVICES}
SEVERITIES: Mapping[str, str] = {
    "low": "General guidance",
    "normal": "System impaired",
    "high": "Production system impaired",
    "urgent": "Production system down",
    "critical": "Business-critical system down",
}
# what a visitor may have lost: the options of "Still unable to sign in"
LOST: Mapping[str, Message] = {
    "root-password": Message("The root user's password, and the mailbox"),
    "root-mailbox": Message("The root user's mailbox: I cannot read its mail"),
    "mfa-device": Message("The MFA device"),
    "account-name": Message("Which account, address or sign-in page is mine"),
    "suspended": Message("The account is suspended or closed"),
    "somebody-else": Message("Somebody else has taken over the account"),
    _OTHER: Message("Something else"),
}


def check(service: str | None, category: str | None, severity: str | None) -> tuple[Service, str, str]:
    """Return the service, category and severity codes of a new case; raises ValidationError for unknown ones.

    What is left out is the account, anything else, and general guidance.
    """
    known = BY_CODE.get(service or ACCOUNT_SERVICE)
    if known is None:
        raise ValidationError("Unknown service code {code}.", code=service, field="serviceCode")
    if category is not None and category not in known.categories:
        raise ValidationError("Unknown category code {code}.", code=category, field="categoryCode")
    if severity is not None and severity not in SEVERITIES:
        raise ValidationError("Unknown severity code {code}.", code=severity, field="severityCode")
    return known, category or _OTHER, severity or "low"


def check_language(language: str | None) -> None:
    """Raise ValidationError for a language that the desk does not speak."""
    if language not in (None, LANGUAGE):
        raise ValidationError("Support answers in English only: use the language code en.", field="language")


def check_issue_type(issue_type: str | None) -> None:
    """Raise ValidationError for technical cases, which need a plan that nobody sells here."""
    if issue_type not in (None, ISSUE_TYPE):
        raise ValidationError("Only cases of the type customer-service can be opened here.", field="issueType")
