"""Name, contacts and regions in the account settings: who sees, who changes, who is told (behaviour 5.3)."""

from __future__ import annotations

import pytest

from frontdesk.directory.tables import AlternateContact
from tests.pages.client import Client, Page
from tests.pages.office import EMAIL, EVERYTHING, Office

LOOKING = {"Effect": "Allow", "Action": ["account:Get*", "account:List*"], "Resource": "*"}
CONTACT = {
    "Full name": "Ada Lind",
    "Phone number": "+47 22 12 34 56",
    "Country": "NO",
    "Street and number": "Kai 1",
    "City": "Bergen",
    "Postal code": "5003",
}
SECURITY = {
    "Name": "Mo Okafor",
    "Title": "Security",
    "E-mail address": "security@harbour-books.example",
    "Phone number": "+47 1",
}


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    return office.at_desk("ada.lind")


@pytest.fixture
def looker(office: Office) -> Client:
    office.user("looker", LOOKING)
    return office.at_desk("looker")


def told(office: Office) -> list[tuple[str, str, str, str]]:
    mails = office.outbox("contact_changed")
    return [(mail.to, mail.fields["part_changed"], mail.fields["how"], mail.fields["by_name"]) for mail in mails]


def save_contact(browser: Client, **other: str) -> Page:
    return browser.get("/console/account/contact").press("Save the contact", CONTACT | other)


def save_security(browser: Client, **other: str) -> Page:
    return browser.get("/console/account/contacts/security").press("Save the contact", SECURITY | other)


def test_the_account_gets_another_name_and_root_hears_who_gave_it(office: Office, admin: Client) -> None:
    page = admin.get("/console/account").follow("Rename the account")
    assert page.value("Account name") == "Harbour Books"
    page = page.press("Rename the account", {"Account name": "Quay & Books"})
    assert "The account has a new name" in page.main
    assert "Quay & Books" in page.main
    assert told(office) == [(EMAIL, "name", "changed", "ada.lind")]


@pytest.mark.parametrize("name", ["", "a<b", "Bücher", "x" * 51, "   "])
def test_an_impossible_name_is_refused_beside_the_field(admin: Client, name: str) -> None:
    page = admin.get("/console/account/name").press("Rename the account", {"Account name": name})
    assert page.status == 422
    assert page.error("Account name")


def test_the_primary_contact_is_saved_shown_and_changed(office: Office, admin: Client) -> None:
    assert "Nobody yet" in admin.get("/console/account").main
    page = save_contact(admin)
    assert "The primary contact was saved" in page.main
    for words in ("Ada Lind", "Kai 1", "5003 Bergen", "Norway", "+47 22 12 34 56"):
        assert words in page.main
    page = page.follow("Edit the primary contact")
    assert page.value("Full name") == "Ada Lind"
    page = page.press("Save the contact", {"City": "Oslo", "Website": "https://harbour-books.example"})
    assert "5003 Oslo" in page.main
    assert told(office) == [(EMAIL, "primary", "changed", "ada.lind")] * 2


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Phone number", "22 12 34 56", "Begin with + and the country code"),
        ("Country", "", "Choose a country."),
        ("Full name", "", "Full name is missing."),
        ("Postal code", "9" * 21, "at most 20 characters"),
        ("Country", "DE", ""),
    ],
)
def test_what_is_wrong_with_a_contact_stands_beside_the_field(
    office: Office, admin: Client, label: str, value: str, words: str
) -> None:
    page = save_contact(admin, **{label: value})
    assert page.status == 422
    at = "State, province or region" if value == "DE" else label
    assert (words or "This country's addresses need it.") in page.error(at)
    assert told(office) == []


def test_a_contact_of_an_iam_user_carries_that_it_was_an_administrator(office: Office, admin: Client) -> None:
    """Recovery 2.2 and R18: what an administrator sets is worth an administrator."""

    def lineage() -> list[list[str]]:
        rows = office.run(lambda ctx: ctx.all(ctx.select(AlternateContact)))
        return [row.lineage for row in rows]

    save_security(admin)
    assert lineage() == [["A"]]
    save_security(office.at_desk())
    assert lineage() == [[]]


def test_an_alternate_contact_is_added_changed_and_deleted(office: Office, admin: Client) -> None:
    page = admin.get("/console/account").follow("Add Security contact")
    page = page.press("Save the contact", SECURITY)
    assert "The contact was saved" in page.main
    assert "security@harbour-books.example" in page.main
    page = page.follow("Edit Security contact")
    assert page.value("Title") == "Security"
    page.press("Save the contact", {"Title": "Chief"})
    page = admin.get("/console/account").follow("Delete Security contact")
    assert "Mo Okafor" in page.main
    page = page.press("Delete the security contact")
    assert "The contact was deleted" in page.main
    hows = [(kind, how) for _, kind, how, _ in told(office)]
    assert hows == [("SECURITY", "changed")] * 2 + [("SECURITY", "deleted")]


def test_deleting_a_contact_twice_says_that_there_is_none(office: Office, admin: Client) -> None:
    save_security(admin)
    page = admin.get("/console/account/contacts/security/delete")
    page.press("Delete the security contact")
    again = page.press("Delete the security contact")
    assert "The account has no such contact." in again.main
    assert len([one for one in told(office) if one[2] == "deleted"]) == 1


@pytest.mark.parametrize(
    ("label", "value"),
    [("E-mail address", "nobody"), ("E-mail address", "ä@x.example"), ("Phone number", "call me"), ("Name", "")],
)
def test_an_impossible_alternate_contact_is_refused_beside_the_field(admin: Client, label: str, value: str) -> None:
    page = save_security(admin, **{label: value})
    assert page.status == 422
    assert page.error(label)
    assert "validation error" not in page.main


def test_there_are_three_kinds_of_contact_and_no_other(admin: Client) -> None:
    for kind in ("billing", "operations", "security"):
        assert admin.get(f"/console/account/contacts/{kind}").status == 200
    assert admin.get("/console/account/contacts/sales").status == 404


def test_whoever_may_only_look_is_offered_no_change(office: Office, admin: Client, looker: Client) -> None:
    save_contact(admin)
    save_security(admin)
    page = looker.get("/console/account")
    assert "Ada Lind" in page.main
    assert "security@harbour-books.example" in page.main
    words = ("Rename the account", "Edit the primary contact", "Edit Security contact", "Add Billing contact")
    assert not set(words) & set(page.links)
    assert "Where a link to edit is missing, yours do not." in page.main


def test_an_offer_that_is_not_made_is_refused_all_the_same(office: Office, looker: Client) -> None:
    page = save_security(looker)
    assert page.status == 422
    assert "account:PutAlternateContact" in page.main
    assert page.reference
    page = save_contact(looker)
    assert "account:PutContactInformation" in page.main
    assert told(office) == []


def test_whoever_may_see_nothing_still_gets_the_page(office: Office) -> None:
    office.user("stranger")
    page = office.at_desk("stranger").get("/console/account")
    assert page.status == 200
    assert "account:GetContactInformation" in page.main
    assert EMAIL not in page.main


def test_what_one_account_saves_another_does_not_see(office: Office, admin: Client) -> None:
    save_contact(admin)
    save_security(admin)
    rival = Office(office.desk, office.pools, "Rival Books").at_desk()
    page = rival.get("/console/account")
    assert "Ada Lind" not in page.main
    assert "security@harbour-books.example" not in page.main


def test_regions_are_turned_on_and_off(admin: Client) -> None:
    page = admin.get("/console/account").follow("Turn regions on and off")
    assert "Europe (Milan) eu-south-1 Off" in page.main
    page = page.press("Turn on Europe (Milan)")
    assert "The region is on" in page.main
    assert "Europe (Milan) eu-south-1 On" in page.main
    page = page.press("Turn off Europe (Milan)")
    assert "Europe (Milan) eu-south-1 Off" in page.main


def test_a_region_that_cannot_be_turned_off_is_refused(admin: Client) -> None:
    page = admin.get("/console/account/regions")
    token = page.html.partition('name="token" value="')[2].partition('"')[0]
    refused = admin.post("/console/account/regions", {"token": token, "disable": "us-east-1"})
    assert refused.status == 422
    assert "us-east-1 is on by default" in refused.main


def test_whoever_may_not_turn_regions_on_is_offered_no_button(looker: Client) -> None:
    page = looker.get("/console/account/regions")
    assert "Your policies do not allow it" in page.main
    assert "Turn on" not in page.main
