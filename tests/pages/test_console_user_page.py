"""A user's page: facts, console sign-in, how the last week went, history."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.pages.client import Client, Page
from tests.pages.office import EVERYTHING, PASSWORD, Office
from tests.support.stores import FrozenClock

TABS = ("", "/permissions", "/groups", "/tags", "/history")
BELOW = (
    "/password",
    "/console-off",
    "/rename",
    "/delete",
    "/permissions/attach",
    "/groups/join",
    "/access-keys/create",
)
READING = {"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    office.user("m.okafor")
    return office.at_desk("ada.lind")


def made(page: Page) -> str:
    """Return the password that a page shows."""
    found = re.search(r'id="new-password">([^<]+)<', page.html)
    assert found
    return found[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_is_a_page_with_the_same_title(admin: Client, tab: str) -> None:
    page = admin.get(f"/console/users/m.okafor{tab}")
    assert (page.status, page.h1) == (200, "m.okafor")
    assert {"Credentials", "Permissions", "Groups", "Tags", "History", "Delete user"} <= set(page.links)


@pytest.mark.parametrize("below", [*TABS, *BELOW])
def test_a_user_who_does_not_exist_has_no_pages(admin: Client, below: str) -> None:
    page = admin.get(f"/console/users/nobody{below}")
    assert page.status == 404
    assert "The user with name nobody cannot be found." in page.main


@pytest.mark.parametrize("below", [*TABS, *BELOW])
def test_without_permission_there_is_a_refusal_with_a_reference(office: Office, below: str) -> None:
    office.user("m.okafor")
    office.user("friend")
    page = office.at_desk("friend").get(f"/console/users/m.okafor{below}")
    assert page.status == 403
    assert "because no identity-based policy allows" in page.main
    assert page.reference


def test_sections_that_one_may_not_see_say_so_and_the_rest_is_shown(office: Office) -> None:
    office.user("m.okafor")
    office.user("reader", READING)
    page = office.at_desk("reader").get("/console/users/m.okafor")
    assert page.status == 200
    assert f"arn:aws:iam::{office.account_id}:user/m.okafor" in page.main
    assert page.main.count("You may not see this") == 4
    for action in ("iam:GetLoginProfile", "iam:ListAccessKeys", "cloudtrail:LookupEvents"):
        assert f"is not authorized to perform: {action}" in page.main
    assert "Reset password" not in page.links


def test_facts_of_the_password(office: Office, admin: Client) -> None:
    page = admin.get("/console/users/m.okafor")
    assert "Never, by the password policy" in page.main
    assert "http://harbour-books.signin.localhost:8080/console" in page.links
    office.perform(None, "UpdateAccountPasswordPolicy", MaxPasswordAge=90)
    assert "21 February 2027, 09:41 UTC" in admin.get("/console/users/m.okafor").main


def test_a_reset_password_is_shown_once_works_and_has_to_be_replaced(office: Office, admin: Client) -> None:
    form = admin.get("/console/users/m.okafor").follow("Reset password")
    assert form.h1 == "Reset the password of m.okafor"
    shown = form.press("Set the new password", {"Make one for me": True})
    assert shown.h1 == "m.okafor has a new password"
    assert office.sign_in("m.okafor", PASSWORD) is None
    assert office.sign_in("m.okafor", made(shown)) is None, "a new one is asked for before there is a session"
    profile = office.perform("ada.lind", "GetLoginProfile", UserName="m.okafor")["LoginProfile"]
    assert profile["PasswordResetRequired"] is True
    assert "The person has to choose a new one" in admin.get("/console/users/m.okafor").main


def test_the_form_sent_twice_sets_one_password_and_shows_it_once(
    office: Office, admin: Client, clock: FrozenClock
) -> None:
    form = admin.get("/console/users/m.okafor/password")
    clock.forward(timedelta(seconds=5))
    given = {"Make one for me": True, "Ask for a new password at the next sign-in": False}
    shown = form.press("Set the new password", given)
    again = form.press("Set the new password", given)
    assert (again.status, again.h1) == (409, "Nothing was changed this time")
    assert made(shown) not in again.html
    assert office.sign_in("m.okafor", made(shown)), "the password that was shown is the one that works"
    assert again.follow("Reset the password").status == 200


def test_the_form_sent_twice_at_once_shows_the_password_that_works(office: Office, admin: Client) -> None:
    form = admin.get("/console/users/m.okafor/password")
    given = {"Make one for me": True, "Ask for a new password at the next sign-in": False}
    first, second = (form.press("Set the new password", given) for _ in range(2))
    assert made(first) == made(second)
    assert office.sign_in("m.okafor", made(second))
    another = admin.get("/console/users/m.okafor/password").press("Set the new password", given)
    assert made(another) != made(first)


def test_no_secret_of_a_reset_is_kept_in_the_clear(office: Office, admin: Client) -> None:
    shown = admin.get("/console/users/m.okafor/password").press("Set the new password", {"Make one for me": True})
    office.desk.reads.flush()
    kept = b"".join(path.read_bytes() for path in office.store.settings.data.glob("frontdesk.sqlite*"))
    assert b"m.okafor" in kept
    assert made(shown).encode() not in kept


def test_a_reset_by_somebody_who_may_only_look_is_refused(office: Office) -> None:
    office.user("m.okafor")
    office.user("reader", READING, {"Effect": "Allow", "Action": "iam:GetLoginProfile", "Resource": "*"})
    page = office.at_desk("reader").get("/console/users/m.okafor/password")
    page = page.press("Set the new password", {"Make one for me": True})
    assert "You are not allowed to do this" in page.summary
    assert "iam:UpdateLoginProfile" in page.summary
    assert office.sign_in("m.okafor", PASSWORD)


def test_a_password_against_the_rules_is_refused_beside_its_field(admin: Client) -> None:
    page = admin.get("/console/users/m.okafor/password")
    page = page.press("Set the new password", {"I type one": True, "The password that you type": "alllowercase"})
    assert page.error("The password that you type").startswith("Password should have at least three of")
    assert page.value("The password that you type") == "", "what was typed does not come back"


def test_console_sign_in_can_be_turned_off_and_on(office: Office, admin: Client) -> None:
    page = admin.get("/console/users/m.okafor").follow("Turn off console sign-in")
    page = page.press("Turn off console sign-in")
    assert page.path == "/console/users/m.okafor"
    assert "Console sign-in is off" in page.main
    assert "Reset password" not in page.links
    assert office.sign_in("m.okafor") is None
    assert "It is off already." in admin.get("/console/users/m.okafor/console-off").main
    page = page.follow("Turn on console sign-in")
    page = page.press("Turn on console sign-in", {"I type one": True, "The password that you type": PASSWORD})
    assert page.h1 == "m.okafor can sign in now"


def test_turning_off_ones_own_sign_in_is_warned_about(admin: Client) -> None:
    assert "This is you" in admin.get("/console/users/ada.lind/console-off").main
    assert "This is you" not in admin.get("/console/users/m.okafor/console-off").main


def test_turning_off_twice_says_that_it_is_off(admin: Client) -> None:
    form = admin.get("/console/users/m.okafor/console-off")
    form.press("Turn off console sign-in")
    again = form.press("Turn off console sign-in")
    assert "Login Profile for User m.okafor cannot be found." in again.summary


def test_the_week_counts_sign_ins_by_day(office: Office, admin: Client, clock: FrozenClock) -> None:
    office.sign_in("m.okafor")
    office.sign_in("m.okafor", "wrong")
    clock.forward(timedelta(days=6))
    assert "1 completed, 1 refused" in admin_again(office).get("/console/users/m.okafor").main
    clock.forward(timedelta(days=1))
    for _ in range(3):
        office.sign_in("m.okafor", "wrong")
    page = admin_again(office).get("/console/users/m.okafor")
    assert "0 completed, 3 refused" in page.main
    assert "Three refused sign-ins today" in page.main
    clock.forward(timedelta(days=1))
    assert "refused sign-ins today" not in admin_again(office).get("/console/users/m.okafor").main


def admin_again(office: Office) -> Client:
    """Return the administrator's browser after a sign-in of today."""
    return office.at_desk("ada.lind")


def test_history_is_paged_and_says_from_where(office: Office, admin: Client, clock: FrozenClock) -> None:
    for _ in range(21):
        office.sign_in("m.okafor")
        clock.forward(timedelta(minutes=1))
    office.sign_in("m.okafor", "wrong")
    newest = admin.get("/console/users/m.okafor/history")
    assert newest.main.count("198.51.100.7") == 20
    assert newest.main.count("Refused") == 1
    oldest = newest.follow("Older")
    assert oldest.main.count("198.51.100.7") == 2
    assert "Older" not in oldest.links
    assert oldest.follow("Newest").main == newest.main


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "%D9%A3"])
def test_a_mistyped_place_in_history_is_the_beginning(admin: Client, before: str) -> None:
    assert admin.get(f"/console/users/m.okafor/history?before={before}").status == 200


def test_a_user_without_sign_ins_has_an_empty_history(admin: Client) -> None:
    assert "No sign-ins" in admin.get("/console/users/m.okafor/history").main
