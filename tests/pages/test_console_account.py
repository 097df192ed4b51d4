"""Account settings: what the account is, and its alias."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.pages.client import Client
from tests.pages.office import EVERYTHING, Office
from tests.support.stores import FrozenClock

LOOKING = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    return office.at_desk("ada.lind")


def alias(office: Office) -> list[str]:
    return list(office.perform("ada.lind", "ListAccountAliases")["AccountAliases"])


def test_the_account_and_how_full_it_is_are_shown(office: Office, admin: Client) -> None:
    page = admin.get("/console/home").follow("Account settings")
    assert page.h1 == "Account settings"
    assert office.account_id in page.main
    assert "Harbour Books" in page.main
    assert "http://harbour-books.signin.localhost:8080/console" in page.links.values()
    assert f"http://{office.account_id}.signin.localhost:8080/console" in page.links.values()
    assert "1 of 5,000" in page.main
    assert "None, as it should be" in page.main


def test_a_key_of_the_root_user_stands_out(office: Office, admin: Client) -> None:
    office.perform(None, "CreateAccessKey")
    assert "Access keys of the root user Present" in admin.get("/console/account").main


def test_one_without_permission_still_sees_what_the_account_is_called(office: Office) -> None:
    office.user("stranger")
    page = office.at_desk("stranger").get("/console/account")
    assert page.status == 200
    assert office.account_id in page.main
    assert "iam:GetAccountSummary" in page.main


def test_the_alias_is_changed_after_what_happens_to_the_old_one_was_said(office: Office, admin: Client) -> None:
    page = admin.get("/console/account").follow("Change the alias")
    assert "nobody can sign in with harbour-books any longer" in page.main
    assert "For 180 days no other account can take harbour-books" in page.main
    page = page.press("Change the alias", {"Alias": "quay-books"})
    assert "The account has a new alias" in page.main
    assert "http://quay-books.signin.localhost:8080/console" in page.links.values()
    assert alias(office) == ["quay-books"]


def test_what_the_page_says_of_the_quarantine_is_true(office: Office, admin: Client, clock: FrozenClock) -> None:
    admin.get("/console/account/alias").press("Change the alias", {"Alias": "quay-books"})
    rival = Office(office.desk, office.pools, "Rival Books")
    rival.user("ada", EVERYTHING)  # root would have to have a device by the end
    theirs = rival.at_desk("ada").get("/console/account/alias")
    refused = theirs.press("Change the alias", {"Alias": "harbour-books"})
    assert refused.error("Alias") == "This alias is not free. Choose another."
    back = admin.get("/console/account/alias").press("Change the alias", {"Alias": "harbour-books"})
    assert "The account has a new alias" in back.main
    admin.get("/console/account/alias").press("Change the alias", {"Alias": "quay-books"})
    clock.forward(timedelta(days=180))
    taken = rival.at_desk("ada").get("/console/account/alias").press("Change the alias", {"Alias": "harbour-books"})
    assert "The account has a new alias" in taken.main


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter an alias."),
        ("ab", "Use 3 to 63 small letters"),
        ("Harbour", "Use 3 to 63 small letters"),
        ("two--hyphens", "Use 3 to 63 small letters"),
        ("-first", "Use 3 to 63 small letters"),
        ("123456789012", "Twelve digits alone would look like an account ID."),
        ("x" * 64, "Alias may have at most 63 characters."),
        ("harbour-books", "This is the alias already."),
        ("signin", "This alias is not free. Choose another."),
    ],
)
def test_an_alias_that_cannot_be_is_refused_beside_the_field(
    office: Office, admin: Client, typed: str, words: str
) -> None:
    page = admin.get("/console/account/alias").press("Change the alias", {"Alias": typed})
    assert page.status == 422
    assert words in page.error("Alias")
    assert alias(office) == ["harbour-books"]


def test_the_alias_is_deleted_and_another_chosen(office: Office, admin: Client) -> None:
    page = admin.get("/console/account").follow("Delete the alias")
    assert f"http://{office.account_id}.signin.localhost:8080/console" in page.main
    page = page.press("Delete the alias harbour-books")
    assert "The alias was deleted" in page.main
    assert "No alias yet" in page.main
    assert alias(office) == []
    assert "The account has no alias." in admin.get("/console/account/alias/delete").main
    page = page.follow("Choose an alias")
    assert "What happens to the old address" not in page.main
    page.press("Choose an alias", {"Alias": "quay-books"})
    assert alias(office) == ["quay-books"]


def test_an_alias_that_was_changed_meanwhile_is_not_deleted(office: Office, admin: Client) -> None:
    page = admin.get("/console/account/alias/delete")
    office.perform("ada.lind", "CreateAccountAlias", AccountAlias="quay-books")
    page = page.press("Delete the alias harbour-books")
    assert "The account alias harbour-books cannot be found." in page.summary
    assert alias(office) == ["quay-books"]


def test_one_who_may_only_look_changes_nothing(office: Office, admin: Client) -> None:
    office.user("reader", LOOKING)
    desk = office.at_desk("reader")
    tries = [
        ("iam:CreateAccountAlias", desk.get("/console/account/alias").press("Change the alias", {"Alias": "quay"})),
        (
            "iam:DeleteAccountAlias",
            desk.get("/console/account/alias/delete").press("Delete the alias harbour-books"),
        ),
    ]
    for action, page in tries:
        assert page.status == 422
        assert f"not authorized to perform: {action}" in page.summary
        assert "Ask an administrator of this account for the permission." in page.summary
    assert alias(office) == ["harbour-books"]
