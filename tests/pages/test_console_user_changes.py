"""Renaming and deleting a user."""

from __future__ import annotations

import pytest

from frontdesk.web.pages.console.users import create
from tests.pages.client import Client
from tests.pages.office import EVERYTHING, Office

USER = "/console/users/m.okafor"


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    office.user("m.okafor", {"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"})
    return office.at_desk("ada.lind")


def names(office: Office) -> list[str]:
    return [user["UserName"] for user in office.perform(None, "ListUsers")["Users"]]


def hang_everything(office: Office) -> str:
    """Give m.okafor one of everything that can hang on a user, and return the access key's id."""
    office.perform("ada.lind", "CreateGroup", GroupName="auditors")
    office.perform("ada.lind", "AddUserToGroup", GroupName="auditors", UserName="m.okafor")
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    office.perform("ada.lind", "AttachUserPolicy", UserName="m.okafor", PolicyArn=arn)
    key: str = office.perform("ada.lind", "CreateAccessKey", UserName="m.okafor")["AccessKey"]["AccessKeyId"]
    return key


def test_a_new_name_signs_in_and_the_old_one_does_not(office: Office, admin: Client) -> None:
    page = admin.get(USER).follow("Rename")
    assert (page.value("User name"), page.value("Path")) == ("m.okafor", "/")
    page = page.press("Rename the user", {"User name": "maya.okafor", "Path": "/office/"})
    assert (page.path, page.h1) == ("/console/users/maya.okafor", "maya.okafor")
    assert "The user has a new name" in page.main
    assert ":user/office/maya.okafor" in page.main
    assert office.sign_in("maya.okafor")
    assert office.sign_in("m.okafor") is None


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({"User name": "ada.lind"}, "User name", "User with name ada.lind already exists."),
        ({"User name": "a b"}, "User name", str(create.NAME_WORDS)),
        ({"User name": ""}, "User name", "Enter a user name."),
        ({"Path": "x"}, "Path", str(create.PATH_WORDS)),
    ],
)
def test_a_name_that_cannot_be_is_refused_beside_its_field(
    office: Office, admin: Client, filled: dict[str, str], field: str, words: str
) -> None:
    page = admin.get(f"{USER}/rename").press("Rename the user", filled)
    assert page.error(field) == words
    assert "m.okafor" in names(office)


def test_renaming_needs_permission(office: Office, admin: Client) -> None:
    page = office.at_desk("m.okafor").get("/console/users/ada.lind/rename")
    page = page.press("Rename the user", {"User name": "me"})
    assert "iam:UpdateUser" in page.summary
    assert names(office) == ["ada.lind", "m.okafor"]


def test_deleting_says_what_goes_and_wants_the_name(office: Office, admin: Client) -> None:
    key = hang_everything(office)
    page = admin.get(USER).follow("Delete user")
    for words in ("The password, and open sessions", key, "auditors", "given", "ReadOnlyAccess"):
        assert words in page.main
    wrong = page.press("Delete the user", {"Type the user name": "M.OKAFOR"})
    assert wrong.error("Type the user name") == "This is not the name. It is m.okafor."
    assert "Type the user name to confirm." in page.press("Delete the user", {"Type the user name": ""}).summary
    assert "m.okafor" in names(office)
    done = wrong.press("Delete the user", {"Type the user name": "m.okafor"})
    assert (done.path, "The user was deleted" in done.main) == ("/console/users", True)
    assert names(office) == ["ada.lind"]
    assert "auditors" in str(office.perform("ada.lind", "ListGroups")), "the group stays"


def test_a_user_with_nothing_goes_too(office: Office, admin: Client) -> None:
    office.user("robot", console=False)
    page = admin.get("/console/users/robot/delete")
    assert "Nothing: this user has no credentials, groups or policies." in page.main
    page.press("Delete the user", {"Type the user name": "robot"})
    assert "robot" not in names(office)


def test_where_a_part_is_refused_it_says_what_went_before(office: Office, admin: Client) -> None:
    hang_everything(office)
    looking = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*", "iam:DeleteLoginProfile"], "Resource": "*"}
    office.user("clerk", looking)
    page = office.at_desk("clerk").get(f"{USER}/delete")
    page = page.press("Delete the user", {"Type the user name": "m.okafor"})
    assert "a part of what is named below went before this was refused" in page.summary
    assert "iam:DeleteAccessKey" in page.summary
    assert "The password, and open sessions" not in page.main
    assert "m.okafor" in names(office)


def test_deleting_oneself_is_warned_about(admin: Client) -> None:
    assert "This is you" in admin.get("/console/users/ada.lind/delete").main


def test_deleting_somebody_who_is_gone_is_not_found(office: Office, admin: Client) -> None:
    page = admin.get(f"{USER}/delete")
    page.press("Delete the user", {"Type the user name": "m.okafor"})
    again = page.press("Delete the user", {"Type the user name": "m.okafor"})
    assert again.status == 404
