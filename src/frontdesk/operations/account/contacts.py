"""The primary contact and the three alternate ones (behaviour 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.core.errors import ValidationError
from frontdesk.directory import alternate_contacts, contact_notices, contacts
from frontdesk.directory.alternate_contacts import Person
from frontdesk.directory.tables import Account, AlternateContact
from frontdesk.operations.account import notices
from frontdesk.operations.account.errors import FieldInvalid, ResourceNotFound
from frontdesk.operations.account.resources import CHANGEABLE, READABLE, account_for, lineage
from frontdesk.operations.registry import Keys, Params, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]
# how AWS spells what sign-up stores
SPELT: Mapping[str, str] = {
    "FullName": "full_name",
    "CompanyName": "company",
    "PhoneNumber": "phone",
    "CountryCode": "country",
    "AddressLine1": "line1",
    "AddressLine2": "line2",
    "AddressLine3": "line3",
    "City": "city",
    "StateOrRegion": "state",
    "DistrictOrCounty": "district",
    "PostalCode": "postal_code",
    "WebsiteUrl": "website",
}
_MEMBERS = {stored: member for member, stored in SPELT.items()}


@operation("account:GetContactInformation", resource=account_for("account:GetContactInformation"), also_in=READABLE)
def get_contact_information(ctx: Context, account: Account) -> Answer:
    """Return the primary contact. Telephone numbers are not verified here, and the answer says so."""
    if not account.contact:
        raise ResourceNotFound("No contact information is known for this account.")
    shown = {_MEMBERS[name]: value for name, value in account.contact.items() if name in _MEMBERS}
    return {"ContactInformation": shown, "VerificationStatus": "NOT_SUPPORTED"}


@operation("account:PutContactInformation", resource=account_for("account:PutContactInformation"), also_in=CHANGEABLE)
def put_contact_information(ctx: Context, account: Account, *, contact_information: Mapping[str, str]) -> None:
    """Set the primary contact as a whole; root is told by mail."""
    given = {SPELT[member]: value for member, value in contact_information.items() if member in SPELT}
    try:
        is_new = contacts.put(ctx.within(account.id), given, lineage=lineage(ctx, account))
    except ValidationError as refusal:
        raise FieldInvalid(refusal, _MEMBERS.get(refusal.field or "", "ContactInformation")) from None
    if is_new:
        notices.changed(ctx, account, contact_notices.PRIMARY)


def _types(params: Params) -> Keys:
    return {"account:AlternateContactTypes": [str(params["AlternateContactType"])]}


def _found(ctx: Context, account: Account, type: str) -> AlternateContact:
    contact = alternate_contacts.find(ctx.within(account.id), type)
    if contact is None:
        raise ResourceNotFound("No contact of the inputted alternate contact type found.")
    return contact


@operation(
    "account:GetAlternateContact",
    resource=account_for("account:GetAlternateContact"),
    keys=_types,
    also_in=READABLE,
)
def get_alternate_contact(ctx: Context, account: Account, *, alternate_contact_type: str) -> Answer:
    """Return one alternate contact."""
    contact = _found(ctx, account, alternate_contact_type)
    return {
        "AlternateContact": {
            "AlternateContactType": contact.type,
            "Name": contact.name,
            "Title": contact.title,
            "EmailAddress": contact.email,
            "PhoneNumber": contact.phone,
        }
    }


@operation(
    "account:PutAlternateContact",
    resource=account_for("account:PutAlternateContact"),
    keys=_types,
    also_in=CHANGEABLE,
)
def put_alternate_contact(
    ctx: Context,
    account: Account,
    *,
    name: str,
    title: str,
    email_address: str,
    phone_number: str,
    alternate_contact_type: str,
) -> None:
    """Set one alternate contact in place of the former one; root is told by mail."""
    person = Person(name, title, email_address, phone_number)
    here = ctx.within(account.id)
    if alternate_contacts.put(here, alternate_contact_type, person, lineage=lineage(ctx, account)):
        notices.changed(ctx, account, alternate_contact_type)


@operation(
    "account:DeleteAlternateContact",
    resource=account_for("account:DeleteAlternateContact"),
    keys=_types,
    also_in=CHANGEABLE,
)
def delete_alternate_contact(ctx: Context, account: Account, *, alternate_contact_type: str) -> None:
    """Take one alternate contact away; a second time there is none to take. Root is told by mail."""
    alternate_contacts.remove(ctx.within(account.id), _found(ctx, account, alternate_contact_type))
    notices.changed(ctx, account, alternate_contact_type, "deleted")
