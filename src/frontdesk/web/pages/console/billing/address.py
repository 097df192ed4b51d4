"""The holder of a card and the billing address, as a form."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import PageRequest
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.signup.contact import countries

_MEMBERS = {
    "company": "Company",
    "line1": "Line1",
    "line2": "Line2",
    "city": "City",
    "state": "State",
    "postal_code": "PostalCode",
    "country": "Country",
}
_ON_FILE = {
    "full_name": "FullName",
    "phone": "PhoneNumber",
    "company": "CompanyName",
    "line1": "AddressLine1",
    "line2": "AddressLine2",
    "city": "City",
    "state": "StateOrRegion",
    "postal_code": "PostalCode",
    "country": "CountryCode",
}


class Holder(Form):
    """Who holds the card, and where its bills go to. Never its number."""

    full_name: Field = forms.text(
        Message("Name on the card"), autocomplete="cc-name", most=50, parameter="HolderName",
    )  # fmt: skip
    phone: Field = forms.text(
        Message("Phone number"), hint=Message("As the bank knows it. Begin with + and the country code."),
        autocomplete="tel", input_mode="tel", most=20, parameter="Phone",
    )  # fmt: skip
    company: Field = forms.text(Message("Organisation"), autocomplete="organization", most=50, required=False)
    country: Field = forms.select(Message("Country"), autocomplete="country", missing=Message("Choose a country."))
    line1: Field = forms.text(Message("Street and number"), autocomplete="address-line1", most=60)
    line2: Field = forms.text(Message("More of the address"), autocomplete="address-line2", most=60, required=False)
    city: Field = forms.text(Message("City"), autocomplete="address-level2", most=50)
    state: Field = forms.text(
        Message("State, province or region"), autocomplete="address-level1", most=50, required=False
    )
    postal_code: Field = forms.text(Message("Postal code"), autocomplete="postal-code", most=20)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.country.choices = countries()

    def params(self) -> dict[str, Any]:
        """Return what was typed as an operation takes it."""
        values = {one.name: one.value for one in self}
        address = {member: values[name] for name, member in _MEMBERS.items() if values[name]}
        return {"HolderName": self.full_name.value, "Phone": self.phone.value, "BillingAddress": address}


def on_file(request: PageRequest) -> dict[str, str]:
    """Return the account's primary contact as far as the caller may see it, to begin with."""
    try:
        known = ask(request, "account:GetContactInformation")["ContactInformation"]
    except FrontdeskError:
        return {}
    return {name: str(known[member]) for name, member in _ON_FILE.items() if known.get(member)}


def of(instrument: dict[str, Any]) -> dict[str, str]:
    """Return what is known of a card's holder."""
    address = instrument.get("BillingAddress", {})
    known = {name: address.get(member, "") for name, member in _MEMBERS.items()}
    return known | {"full_name": instrument.get("HolderName", ""), "phone": instrument.get("Phone", "")}
