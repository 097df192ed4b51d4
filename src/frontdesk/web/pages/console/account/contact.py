"""The primary contact: who is behind the account, and where (behaviour 5.3)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError, ValidationError
from frontdesk.core.messages import Message
from frontdesk.directory import contacts
from frontdesk.operations.account.contacts import SPELT
from frontdesk.operations.account.errors import ResourceNotFound
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse
from frontdesk.web.pages.signup.contact import countries


class Contact(Form):
    """The primary contact as it is stored."""

    full_name: Field = forms.text(Message("Full name"), autocomplete="name", most=50, parameter="FullName")
    company: Field = forms.text(
        Message("Organisation"), autocomplete="organization", most=50, required=False, parameter="CompanyName"
    )
    phone: Field = forms.text(
        Message("Phone number"),
        hint=Message("Begin with + and the country code, for example +49 30 1234567. A company phone is best."),
        autocomplete="tel", input_mode="tel", most=20, parameter="PhoneNumber",
    )  # fmt: skip
    country: Field = forms.select(
        Message("Country"), autocomplete="country", missing=Message("Choose a country."), parameter="CountryCode"
    )
    line1: Field = forms.text(
        Message("Street and number"), autocomplete="address-line1", most=60, parameter="AddressLine1"
    )
    line2: Field = forms.text(
        Message("More of the address"), autocomplete="address-line2", most=60, required=False, parameter="AddressLine2"
    )
    line3: Field = forms.text(
        Message("Still more of it"), autocomplete="address-line3", most=60, required=False, parameter="AddressLine3"
    )
    city: Field = forms.text(Message("City"), autocomplete="address-level2", most=50, parameter="City")
    district: Field = forms.text(
        Message("District or county"), autocomplete="address-level3", most=50, required=False,
        parameter="DistrictOrCounty",
    )  # fmt: skip
    state: Field = forms.text(
        Message("State, province or region"),
        hint=Message("Needed in Brazil, Canada, Germany, India, Japan, the United Kingdom and the United States."),
        autocomplete="address-level1", most=50, required=False, parameter="StateOrRegion",
    )  # fmt: skip
    postal_code: Field = forms.text(Message("Postal code"), autocomplete="postal-code", most=20, parameter="PostalCode")
    website: Field = forms.text(
        Message("Website"), autocomplete="url", most=256, required=False, parameter="WebsiteUrl", input_mode="url"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.country.choices = countries()


def get(request: PageRequest) -> Response:
    """Show what is known."""
    try:
        known = ask(request, "account:GetContactInformation")["ContactInformation"]
    except ResourceNotFound:
        known = {}
    return _show(request, Contact.showing(**{SPELT[member]: value for member, value in known.items()}))


def post(request: PageRequest) -> Response:
    """Save it as a whole."""
    form = Contact.read(request.form)
    if form.ok:
        _check(form)
    if not form.ok:
        return _show(request, form)
    given = {one.parameter: one.value for one in form if one.value}
    try:
        ask(request, "account:PutContactInformation", ContactInformation=given)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other("/console/account?done=contact")


def _check(form: Contact) -> None:
    """Say what is wrong in words for people; the operation's are for programs."""
    try:
        contacts.check_contact({one.name: one.value for one in form} | {"kind": "business"})
    except ValidationError as refusal:
        form.refuse(refusal)


def _show(request: PageRequest, form: Contact) -> Response:
    return request.render("console/account/contact.html", form=form)


page = Page("/console/account/contact", get=get, post=post, signed_in=True)
