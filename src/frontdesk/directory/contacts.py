"""The primary contact of an account (behaviour 1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from frontdesk.core.errors import ValidationError
from frontdesk.directory import accounts
from frontdesk.store.context import Context

KINDS = ("business", "personal")
_LONGEST = {
    "full_name": 50,
    "company": 50,
    "phone": 20,
    "country": 2,
    "line1": 60,
    "line2": 60,
    "line3": 60,
    "city": 50,
    "state": 50,
    "district": 50,
    "postal_code": 20,
    "website": 256,
    "kind": 8,
}
_NEEDED = ("full_name", "phone", "country", "line1", "city", "postal_code")
# where an address is not complete without it, by AWS's reference of ContactInformation
STATE_NEEDED = frozenset({"US", "CA", "GB", "DE", "JP", "IN", "BR"})
_PHONE = re.compile(r"[+][1-9][\s0-9()-]{1,18}")


def check_contact(contact: Mapping[str, str]) -> dict[str, str]:
    """Return a primary contact with surrounding space removed; raises ValidationError naming the field."""
    given = {name: contact.get(name, "").strip() for name in _LONGEST}
    for name, longest in _LONGEST.items():
        if len(given[name]) > longest:
            raise ValidationError("Use at most {longest} characters.", longest=longest, field=name)
    for name in _NEEDED:
        if not given[name]:
            raise ValidationError("This is needed.", field=name)
    if not _PHONE.fullmatch(given["phone"]):
        raise ValidationError("Begin with + and the country code, for example +49 30 1234567.", field="phone")
    if not re.fullmatch(r"[A-Z]{2}", given["country"]):
        raise ValidationError("Use the two capital letters of the country, for example DE.", field="country")
    if given["kind"] not in KINDS:
        raise ValidationError("Choose business or personal.", field="kind")
    return {name: value for name, value in given.items() if value}


def put(ctx: Context, contact: Mapping[str, str], *, lineage: Sequence[str]) -> bool:
    """Set the bound account's primary contact as a whole; return whether that changed anything.

    ``lineage`` names the classes of whoever sets it: none for root itself (recovery 2.2). Whoever repeats what is
    there adds nothing to it, but that root itself makes it root's. Raises ValidationError naming the field.
    """
    account = accounts.bound(ctx)
    checked = check_contact({"kind": (account.contact or {}).get("kind", _kind(contact)), **contact})
    if checked["country"] in STATE_NEEDED and "state" not in checked:
        raise ValidationError("This country's addresses need it.", field="state")
    if checked == account.contact:
        account.contact_lineage = account.contact_lineage if lineage else []
        return False
    account.contact, account.contact_lineage = checked, list(lineage)
    return True


def _kind(contact: Mapping[str, str]) -> str:
    return "business" if contact.get("company", "").strip() else "personal"
