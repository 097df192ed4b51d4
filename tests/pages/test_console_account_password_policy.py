"""The account's rules for passwords: read as sentences, changed as a whole, given up (behaviour 3.2)."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.core.errors import NotFound
from tests.pages.client import Client
from tests.pages.office import EVERYTHING, Office

PATH = "/console/password-policy"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
LOOKING = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}
HARD = "An expired password can only be reset by an administrator"
ALONE = "I understand that an administrator who misses the day may be shut out"
DAYS = "Days until a password expires"
EVERY_RULE: dict[str, str | bool] = {
    "Shortest password": "14",
    "Ask for a capital letter": True,
    "Ask for a small letter": True,
    "Ask for a digit": True,
    "Ask for a sign": True,
    "Former passwords that cannot be used again": "24",
    "Let users change their own password": True,
    DAYS: "1,095",
    HARD: True,
    ALONE: True,
}


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    return office.at_desk("ada.lind")


def kept(office: Office) -> dict[str, Any]:
    return dict(office.perform("ada.lind", "GetAccountPasswordPolicy")["PasswordPolicy"])


def test_the_default_rules_are_told_in_sentences(admin: Client) -> None:
    page = admin.get("/console/home").follow("Password policy")
    assert page.h1 == "Password policy"
    for sentence in (
        "Default",
        "At least 8 characters, at most 128.",
        "At least three of: capital letters, small letters, digits, signs.",
        "A password never expires.",
        "Users may change their own password where a policy of theirs allows it.",
    ):
        assert sentence in page.main
    assert "Restore the default" not in page.links


def test_every_rule_is_saved_shown_and_filled_in_again(office: Office, admin: Client) -> None:
    page = admin.get(PATH).follow("Change the rules").press("Save the rules", EVERY_RULE)
    assert "The rules were saved" in page.main
    for sentence in (
        "Your own",
        "At least 14 characters, at most 128.",
        "At least one sign.",
        "Not one of your last 24 passwords.",
        "A password expires 1095 days after it was set.",
        "After that only an administrator can give a new one.",
        "Every user may change the own password.",
    ):
        assert sentence in page.main
    assert kept(office) == {
        "MinimumPasswordLength": 14,
        "RequireSymbols": True,
        "RequireNumbers": True,
        "RequireUppercaseCharacters": True,
        "RequireLowercaseCharacters": True,
        "AllowUsersToChangePassword": True,
        "ExpirePasswords": True,
        "MaxPasswordAge": 1095,
        "PasswordReusePrevention": 24,
        "HardExpiry": True,
    }
    again = page.follow("Change the rules")
    assert again.value("Shortest password") == "14"
    assert again.value(DAYS) == "1095"
    eased = again.press("Save the rules", {"Ask for a sign": False, DAYS: "", HARD: False})
    assert "A password never expires." in eased.main
    assert kept(office)["RequireSymbols"] is False
    assert kept(office)["ExpirePasswords"] is False


def test_a_soft_expiry_says_what_happens_then(admin: Client) -> None:
    page = admin.get(f"{PATH}/edit").press("Save the rules", {DAYS: "90"})
    assert "A password expires 90 days after it was set." in page.main
    assert "After that the person chooses a new one at the next sign-in." in page.main


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("Shortest password", "", "Enter a number from 6 to 128."),
        ("Shortest password", "5", "Enter a whole number from 6 to 128."),
        ("Shortest password", "129", "Enter a whole number from 6 to 128."),
        ("Shortest password", "²", "Enter a whole number from 6 to 128."),
        ("Shortest password", "8.5", "Enter a whole number from 6 to 128."),
        (DAYS, "0", "Enter a whole number from 1 to 1,095."),
        (DAYS, "1096", "Enter a whole number from 1 to 1,095."),
        (DAYS, "-5", "Enter a whole number from 1 to 1,095."),
        ("Former passwords that cannot be used again", "25", "Enter a whole number from 1 to 24."),
        ("Former passwords that cannot be used again", "0", "Enter a whole number from 1 to 24."),
    ],
)
def test_numbers_out_of_range_are_refused_beside_their_field(
    office: Office, admin: Client, field: str, typed: str, words: str
) -> None:
    page = admin.get(f"{PATH}/edit").press("Save the rules", {field: typed})
    assert page.status == 422
    assert page.error(field) == words
    with pytest.raises(NotFound):
        kept(office)


def test_a_hard_end_needs_a_number_of_days(admin: Client) -> None:
    page = admin.get(f"{PATH}/edit").press("Save the rules", {HARD: True, ALONE: True})
    assert page.error(HARD) == "This needs a number of days after which passwords expire."


def test_a_hard_end_with_one_administrator_asks_once_more(office: Office, admin: Client) -> None:
    office.perform("ada.lind", "AttachUserPolicy", UserName="ada.lind", PolicyArn=ADMINISTRATOR)
    page = admin.get(f"{PATH}/edit")
    assert "Fewer than two administrators" in page.main
    refused = page.press("Save the rules", {HARD: True, DAYS: "90"})
    assert refused.error(ALONE).startswith("Tick the box, make a second administrator first")
    assert "The rules were saved" in page.press("Save the rules", {HARD: True, DAYS: "90", ALONE: True}).main


def test_a_second_administrator_may_come_from_a_group(office: Office, admin: Client) -> None:
    office.perform("ada.lind", "AttachUserPolicy", UserName="ada.lind", PolicyArn=ADMINISTRATOR)
    office.user("second", console=False)
    office.perform("ada.lind", "CreateGroup", GroupName="admins")
    office.perform("ada.lind", "AttachGroupPolicy", GroupName="admins", PolicyArn=ADMINISTRATOR)
    office.perform("ada.lind", "AddUserToGroup", GroupName="admins", UserName="ada.lind")
    assert "Fewer than two administrators" in admin.get(f"{PATH}/edit").main
    office.perform("ada.lind", "AddUserToGroup", GroupName="admins", UserName="second")
    page = admin.get(f"{PATH}/edit")
    assert "Fewer than two administrators" not in page.main
    assert "The rules were saved" in page.press("Save the rules", {HARD: True, DAYS: "90"}).main


def test_one_who_may_not_know_the_administrators_is_not_asked_about_them(office: Office) -> None:
    office.user("clerk", {"Effect": "Allow", "Action": "iam:*AccountPasswordPolicy", "Resource": "*"})
    page = office.at_desk("clerk").get(f"{PATH}/edit")
    assert "Fewer than two administrators" not in page.main
    assert "The rules were saved" in page.press("Save the rules", {HARD: True, DAYS: "90"}).main


def test_the_default_is_restored_after_its_rules_were_shown(office: Office, admin: Client) -> None:
    admin.get(f"{PATH}/edit").press("Save the rules", {"Shortest password": "20"})
    page = admin.get(PATH).follow("Restore the default")
    assert "At least 8 characters, at most 128." in page.main
    page = page.press("Restore the default")
    assert "The default rules hold again" in page.main
    assert "At least 8 characters, at most 128." in page.main
    assert "The default rules hold already." in admin.get(f"{PATH}/default").main


def test_restoring_twice_is_said(office: Office, admin: Client) -> None:
    admin.get(f"{PATH}/edit").press("Save the rules", {"Shortest password": "20"})
    page = admin.get(f"{PATH}/default")
    page.press("Restore the default")
    assert "cannot be found" in page.press("Restore the default").summary


def test_one_who_may_only_look_changes_nothing(office: Office, admin: Client) -> None:
    admin.get(f"{PATH}/edit").press("Save the rules", {"Shortest password": "20"})
    office.user("reader", LOOKING)
    desk = office.at_desk("reader")
    tries = [
        ("iam:UpdateAccountPasswordPolicy", desk.get(f"{PATH}/edit").press("Save the rules")),
        ("iam:DeleteAccountPasswordPolicy", desk.get(f"{PATH}/default").press("Restore the default")),
    ]
    for action, page in tries:
        assert page.status == 422
        assert f"not authorized to perform: {action}" in page.summary
    assert kept(office)["MinimumPasswordLength"] == 20


def test_one_who_may_not_read_the_rules_is_told_so(office: Office) -> None:
    office.user("stranger")
    page = office.at_desk("stranger").get(PATH)
    assert page.status == 403
    assert "iam:GetAccountPasswordPolicy" in page.main
