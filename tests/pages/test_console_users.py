"""The list of users, and making one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.pages.client import Client
from tests.pages.office import EVERYTHING, PASSWORD, Office
from tests.support.stores import FrozenClock

LISTING = {"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    return office.at_desk("ada.lind")


def test_a_list_without_users_says_whether_one_is_needed(office: Office) -> None:
    page = office.at_desk().get("/console/users")
    assert "No users yet" in page.main
    assert page.follow("Create the first user").h1 == "Create a user"


def test_users_are_paged_in_both_directions(office: Office, admin: Client) -> None:
    for number in range(44):
        office.user(f"clerk-{number:02}", console=False)
    first = admin.get("/console/users")
    assert "1 to 20 of 45" in first.main
    assert "Previous" not in first.links
    assert {"ada.lind", "clerk-00", "clerk-18"} <= set(first.links)
    third = first.follow("Next").follow("Next")
    assert "41 to 45 of 45" in third.main
    assert "Next" not in third.links
    second = third.follow("Previous")
    assert "21 to 40 of 45" in second.main
    assert {"clerk-19", "clerk-38"} <= set(second.links)
    assert second.follow("Previous").links == first.links


def test_users_are_found_by_any_part_of_the_name_whatever_its_case(office: Office, admin: Client) -> None:
    for name in ("m.Okafor", "okafor-robot", "j_smith"):
        office.user(name, console=False)
    page = admin.get("/console/users").press("Find", {"Find users by a part of their name": "OKA"})
    assert "Users with “OKA” in their name" in page.main
    assert {"m.Okafor", "okafor-robot"} <= set(page.links)
    assert "j_smith" not in page.links
    assert "No user has this in the name" in admin.get("/console/users?find=%25").main, "no wildcard of the store"
    assert "j_smith" in admin.get("/console/users?find=_").links
    assert "m.Okafor" not in admin.get("/console/users?find=_").links


def test_a_search_goes_on_with_its_words_on_the_next_page(office: Office, admin: Client) -> None:
    for number in range(21):
        office.user(f"clerk-{number:02}", console=False)
    page = admin.get("/console/users?find=clerk").follow("Next")
    assert "21 to 21 of 21" in page.main
    assert page.value("Find users by a part of their name") == "clerk"


def test_other_accounts_users_are_never_found(office: Office, admin: Client) -> None:
    Office(office.desk, office.pools, "Elsewhere").user("m.okafor")
    assert "m.okafor" not in admin.get("/console/users").main


def test_whoever_may_not_list_users_is_told_so(office: Office) -> None:
    office.user("m.okafor")
    page = office.at_desk("m.okafor").get("/console/users")
    assert page.status == 403
    assert "is not authorized to perform: iam:ListUsers" in page.main
    assert page.reference


def test_a_made_password_is_shown_once_and_works(office: Office, admin: Client) -> None:
    page = admin.get("/console/users").follow("Create a user")
    shown = page.press("Create the user", {"User name": "m.okafor", "Make one for me": True})
    assert shown.h1 == "m.okafor can sign in now"
    assert "http://harbour-books.signin.localhost:8080/console" in shown.main
    secret = _shown_password(shown.html)
    assert len(secret) == 20
    assert secret not in shown.url
    assert secret not in str(admin.cookies)
    assert "This page is the only place where it is ever shown" in shown.main
    profile = office.perform("ada.lind", "GetLoginProfile", UserName="m.okafor")["LoginProfile"]
    assert profile["PasswordResetRequired"] is True
    office.perform("ada.lind", "UpdateLoginProfile", UserName="m.okafor", PasswordResetRequired=False)
    assert office.sign_in("m.okafor", secret)
    assert secret not in admin.get("/console/users/m.okafor").html


def _shown_password(html: str) -> str:
    found = re.search(r'id="new-password">([^<]+)<', html)
    assert found
    return found[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def test_sending_the_form_again_makes_nobody_and_shows_nothing(office: Office, admin: Client) -> None:
    form = admin.get("/console/users/~new")
    first = form.press("Create the user", {"User name": "m.okafor", "Make one for me": True})
    again = form.press("Create the user", {"User name": "m.okafor", "Make one for me": True})
    assert again.status == 422
    assert again.error("User name") == "User with name m.okafor already exists."
    assert _shown_password(first.html) not in again.html


def test_a_typed_password_works_and_is_not_shown(office: Office, admin: Client) -> None:
    shown = admin.get("/console/users/~new").press(
        "Create the user",
        {
            "User name": "m.okafor",
            "I type one": True,
            "The password that you type": PASSWORD,
            "Ask for a new password at the next sign-in": False,
        },
    )
    assert shown.h1 == "m.okafor can sign in now"
    assert PASSWORD not in shown.html
    assert office.sign_in("m.okafor", PASSWORD)


def test_a_user_without_a_password_goes_to_its_page(office: Office, admin: Client) -> None:
    page = admin.get("/console/users/~new").press(
        "Create the user", {"User name": "robot", "None": True, "Path": "/programs/"}
    )
    assert page.path == "/console/users/robot"
    assert "The user was created" in page.main
    assert f"arn:aws:iam::{office.account_id}:user/programs/robot" in page.main
    assert office.sign_in("robot") is None


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({"User name": "", "None": True}, "User name", "Enter a user name."),
        (
            {"User name": "m okafor", "None": True},
            "User name",
            "Use letters without accents, digits and + = , . @ _ - only, without spaces.",
        ),
        ({"User name": "x" * 65, "None": True}, "User name", "User name may have at most 64 characters."),
        ({"User name": "ADA.lind", "None": True}, "User name", "User with name ADA.lind already exists."),
        (
            {"User name": "m", "None": True, "Path": "office"},
            "Path",
            "Begin and end the path with a slash, such as /office/oslo/, without spaces.",
        ),
        (
            {"User name": "m", "I type one": True},
            "The password that you type",
            "Type a password, or choose to have one made.",
        ),
        (
            {"User name": "m", "I type one": True, "The password that you type": "Short1"},
            "The password that you type",
            "Password should have a minimum length of 8",
        ),
    ],
)
def test_what_cannot_be_made_is_said_beside_its_field(
    office: Office, admin: Client, filled: dict[str, str | bool], field: str, words: str
) -> None:
    page = admin.get("/console/users/~new").press("Create the user", filled)
    assert page.status == 422
    assert page.error(field) == words
    assert words in page.summary
    users = office.perform("ada.lind", "ListUsers")["Users"]
    assert [user["UserName"] for user in users] == ["ada.lind"], "nothing is left behind"


def test_the_kind_of_password_has_to_be_chosen(admin: Client) -> None:
    page = admin.get("/console/users/~new").press("Create the user", {"User name": "m"})
    assert "Choose whether the user signs in to the console." in page.summary


def test_whoever_may_not_make_users_is_told_by_whom_they_can(office: Office) -> None:
    office.user("clerk", LISTING)
    page = office.at_desk("clerk").get("/console/users/~new")
    page = page.press("Create the user", {"User name": "friend", "None": True})
    assert page.status == 422
    assert "You are not allowed to do this" in page.summary
    assert "is not authorized to perform: iam:CreateUser" in page.summary
    assert "Ask an administrator of this account for the permission." in page.summary
    assert page.reference
    assert page.value("User name") == "friend"


def test_a_user_made_by_somebody_who_may_not_set_passwords_is_there_without_one(office: Office) -> None:
    office.user("clerk", {"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*"})
    page = office.at_desk("clerk").get("/console/users/~new")
    page = page.press("Create the user", {"User name": "friend", "Make one for me": True})
    assert "friend was created, without a password." in page.summary
    assert "iam:CreateLoginProfile" in page.summary
    assert page.h1 == "Turn on console sign-in for friend"


def test_a_name_that_looks_like_a_page_of_ours_has_its_own(office: Office, admin: Client) -> None:
    for name in ("new", "create", "a+b=c,d.e@f-g"):
        office.user(name, console=False)
        assert admin.get("/console/users").follow(name).h1 == name


def test_the_last_sign_in_is_in_the_list(office: Office, admin: Client, clock: FrozenClock) -> None:
    clock.forward(timedelta(hours=1))
    office.user("m.okafor")
    office.sign_in("m.okafor")
    row = admin.get("/console/users?find=okafor").main
    assert "23 November 2026, 10:41 UTC" in row


def test_a_long_minimum_makes_longer_passwords(office: Office, admin: Client) -> None:
    office.perform(None, "UpdateAccountPasswordPolicy", MinimumPasswordLength=64)
    shown = office.at_desk("ada.lind").get("/console/users/~new")
    shown = shown.press("Create the user", {"User name": "m", "Make one for me": True})
    assert len(_shown_password(shown.html)) == 64
