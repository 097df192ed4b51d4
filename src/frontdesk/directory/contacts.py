"""The primary contact of an account (behaviour 1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from frontdesk.core.errors import ValidationError

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
    "postal_code": 20,
    "kind": 8,
}
_NEEDED = ("full_name", "phone", "country", "line1", "city", "postal_code")
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
