"""Groups: the list, making one, and a group's own pages."""

from __future__ import annotations

import json

import pytest

from frontdesk.directory import groups, managed_policies
from tests.pages.client import Client
from tests.pages.office import EVERYTHING, Office

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
GROUP = "/console/groups/bookkeepers"
LOOKING = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [LOOKING]})


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    return office.at_desk("ada.lind")


@pytest.fixture
def bookkeepers(office: Office, admin: Client) -> str:
    office.perform("ada.lind", "CreateGroup", GroupName="bookkeepers")
    return "bookkeepers"


def members(office: Office, name: str = "bookkeepers") -> list[str]:
    return [user["UserName"] for user in office.perform("ada.lind", "GetGroup", GroupName=name)["Users"]]


def test_a_list_without_groups_says_what_they_are_good_for(admin: Client) -> None:
    page = admin.get("/console/groups")
    assert "No groups yet" in page.main
    assert page.follow("Create the first group").h1 == "Create a group"


def test_groups_are_in_the_menu_of_people(admin: Client) -> None:
    assert admin.get("/console/home").follow("Groups").h1 == "Groups"


def test_groups_are_paged_in_both_directions_and_found_by_a_part(office: Office, admin: Client) -> None:
    office.run(lambda ctx: [groups.create(ctx, f"team-{number:02}") for number in range(43)] and None)
    first = admin.get("/console/groups")
    assert "1 to 20 of 43" in first.main
    assert "Previous" not in first.links
    third = first.follow("Next").follow("Next")
    assert "41 to 43 of 43" in third.main
    assert "Next" not in third.links
    assert "21 to 40 of 43" in third.follow("Previous").main
    found = first.press("Find", {"Find groups by a part of their name": "EAM-1"})
    assert "1 to 10 of 10" in found.main
    assert "No group has this in its name" in admin.get("/console/groups?find=nothing").main


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("0", "1 to 20"), ("99", "41 to 43"), ("x", "1 to 20"), ("2", "21 to 40"), ("%C2%B2", "1 to 20")],
)
def test_a_page_that_is_not_there_shows_the_nearest(office: Office, admin: Client, asked: str, shown: str) -> None:
    office.run(lambda ctx: [groups.create(ctx, f"team-{number:02}") for number in range(43)] and None)
    assert f"{shown} of 43" in admin.get(f"/console/groups?page={asked}").main


def test_a_search_goes_on_over_its_pages(office: Office, admin: Client) -> None:
    office.run(lambda ctx: [groups.create(ctx, f"team-{number:02}") for number in range(25)] and None)
    office.perform("ada.lind", "CreateGroup", GroupName="others")
    assert "21 to 25 of 25" in admin.get("/console/groups?find=team").follow("Next").main


def test_a_group_is_made_and_its_page_opened(office: Office, admin: Client) -> None:
    page = admin.get("/console/groups/~new").press("Create the group", {"Group name": "auditors", "Path": "/oslo/"})
    assert page.path == "/console/groups/auditors"
    assert "The group was created" in page.main
    assert f"arn:aws:iam::{office.account_id}:group/oslo/auditors" in page.main
    assert "No members" in page.main


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({}, "Group name", "Enter a group name."),
        ({"Group name": "two words"}, "Group name", "Use letters without accents"),
        ({"Group name": "x" * 129}, "Group name", "Group name may have at most 128 characters."),
        ({"Group name": "a", "Path": "oslo"}, "Path", "Begin and end the path with a slash"),
        ({"Group name": "BookKeepers"}, "Group name", "Group with name BookKeepers already exists."),
    ],
)
def test_a_group_that_cannot_be_is_refused_beside_its_field(
    admin: Client, bookkeepers: str, filled: dict[str, str], field: str, words: str
) -> None:
    page = admin.get("/console/groups/~new").press("Create the group", filled)
    assert page.status == 422
    assert words in page.error(field)


def test_members_are_added_and_removed(office: Office, admin: Client, bookkeepers: str) -> None:
    for name in ("m.okafor", "j_smith"):
        office.user(name, console=False)
    page = admin.get(GROUP).follow("Add users")
    page = page.press("Find", {"Find users by a part of their name": "OKA"})
    assert "j_smith" not in page.main
    page = page.press("Add users", {"m.okafor": True})
    assert "The users are in the group" in page.main
    assert members(office) == ["m.okafor"]
    assert "m.okafor" not in admin.get(f"{GROUP}/add").main
    page = page.press("Remove m.okafor")
    assert "The user left the group" in page.main
    assert members(office) == []


def test_adding_nobody_is_said(admin: Client, bookkeepers: str) -> None:
    assert "Tick at least one user." in admin.get(f"{GROUP}/add").press("Add users").summary


def test_a_search_for_users_without_a_match_leads_back(admin: Client, bookkeepers: str) -> None:
    page = admin.get(f"{GROUP}/add?find=nothing-like-it")
    assert "No user to add" in page.main
    assert "ada.lind" in page.follow("See everyone who could be added").main


def test_the_eleventh_group_of_a_user_is_refused_in_words(office: Office, admin: Client, bookkeepers: str) -> None:
    for number in range(10):
        office.perform("ada.lind", "CreateGroup", GroupName=f"g{number}")
        office.perform("ada.lind", "AddUserToGroup", GroupName=f"g{number}", UserName="ada.lind")
    page = admin.get(f"{GROUP}/add").press("Add users", {"ada.lind": True})
    assert "Cannot exceed quota for GroupsPerUser: 10" in page.summary
    assert members(office) == []


def test_a_user_who_is_no_longer_a_member_is_said(office: Office, admin: Client, bookkeepers: str) -> None:
    office.perform("ada.lind", "AddUserToGroup", GroupName="bookkeepers", UserName="ada.lind")
    page = admin.get(GROUP)
    office.perform("ada.lind", "RemoveUserFromGroup", GroupName="bookkeepers", UserName="ada.lind")
    assert "is not in the group" in page.press("Remove ada.lind").summary


def test_policies_are_attached_and_detached(office: Office, admin: Client, bookkeepers: str) -> None:
    page = admin.get(f"{GROUP}/permissions")
    assert "No policy is attached" in page.main
    page = page.follow("Attach policies").press("Attach policies", {"ReadOnlyAccess": True})
    assert "The policies were attached" in page.main
    assert page.follow("ReadOnlyAccess").h1 == "ReadOnlyAccess"
    page = page.press("Detach ReadOnlyAccess")
    assert "The policy was detached" in page.main
    assert office.perform("ada.lind", "ListAttachedGroupPolicies", GroupName="bookkeepers")["AttachedPolicies"] == []


def test_the_eleventh_policy_is_refused_and_those_before_it_stay(
    office: Office, admin: Client, bookkeepers: str
) -> None:
    names = sorted(policy.name for policy in managed_policies.catalogue().values())[:11]
    page = admin.get(f"{GROUP}/permissions/attach").press("Attach policies", dict.fromkeys(names, True))
    assert "Cannot exceed quota for PoliciesPerGroup: 10" in page.summary
    left = office.perform("ada.lind", "ListAttachedGroupPolicies", GroupName="bookkeepers")["AttachedPolicies"]
    assert len(left) == 10


def test_an_inline_policy_is_deleted_after_a_question(office: Office, admin: Client, bookkeepers: str) -> None:
    office.perform("ada.lind", "PutGroupPolicy", GroupName="bookkeepers", PolicyName="Look", PolicyDocument=POLICY)
    page = admin.get(f"{GROUP}/permissions").follow("Delete Look")
    assert page.h1 == "Delete the inline policy Look"
    page = page.press("Delete the policy")
    assert "The inline policy was deleted" in page.main
    assert "No inline policies" in page.main
    assert admin.get(f"{GROUP}/permissions/inline/Look/delete").status == 404


def test_a_group_is_renamed_with_its_members(office: Office, admin: Client, bookkeepers: str) -> None:
    office.perform("ada.lind", "AddUserToGroup", GroupName="bookkeepers", UserName="ada.lind")
    page = admin.get(GROUP).follow("Rename")
    assert (page.value("Group name"), page.value("Path")) == ("bookkeepers", "/")
    page = page.press("Rename the group", {"Group name": "accountants", "Path": "/oslo/"})
    assert page.path == "/console/groups/accountants"
    assert "The group has a new name" in page.main
    assert members(office, "accountants") == ["ada.lind"]


def test_a_taken_name_is_refused_beside_the_field(office: Office, admin: Client, bookkeepers: str) -> None:
    office.perform("ada.lind", "CreateGroup", GroupName="auditors")
    page = admin.get(f"{GROUP}/rename").press("Rename the group", {"Group name": "Auditors"})
    assert page.error("Group name") == "Group with name Auditors already exists."


def test_a_group_is_deleted_with_what_hangs_on_it_and_its_members_stay(
    office: Office, admin: Client, bookkeepers: str
) -> None:
    office.perform("ada.lind", "AddUserToGroup", GroupName="bookkeepers", UserName="ada.lind")
    office.perform("ada.lind", "AttachGroupPolicy", GroupName="bookkeepers", PolicyArn=READ_ONLY)
    office.perform("ada.lind", "PutGroupPolicy", GroupName="bookkeepers", PolicyName="Look", PolicyDocument=POLICY)
    page = admin.get(GROUP).follow("Delete group")
    assert all(words in page.main for words in ("ada.lind", "ReadOnlyAccess", "Look"))
    wrong = page.press("Delete the group", {"Type the group name": "bookkeeper"})
    assert wrong.error("Type the group name") == "This is not the name. It is bookkeepers."
    page = page.press("Delete the group", {"Type the group name": "bookkeepers"})
    assert "The group was deleted" in page.main
    assert "No groups yet" in page.main
    assert office.perform("ada.lind", "GetUser", UserName="ada.lind")["User"]["UserName"] == "ada.lind"


def test_a_deletion_stopped_half_way_says_so(office: Office, admin: Client, bookkeepers: str) -> None:
    office.perform("ada.lind", "AddUserToGroup", GroupName="bookkeepers", UserName="ada.lind")
    office.user("helper", LOOKING, {"Effect": "Allow", "Action": "iam:RemoveUserFromGroup", "Resource": "*"})
    page = office.at_desk("helper").get(f"{GROUP}/delete")
    page = page.press("Delete the group", {"Type the group name": "bookkeepers"})
    assert "a part of what is named below went before this was refused" in page.summary
    assert "iam:DeleteGroup" in page.summary
    assert "no members and no policies" in page.main
    assert members(office) == []


def test_one_who_may_only_look_changes_nothing(office: Office, admin: Client, bookkeepers: str) -> None:
    office.perform("ada.lind", "AddUserToGroup", GroupName="bookkeepers", UserName="ada.lind")
    office.perform("ada.lind", "AttachGroupPolicy", GroupName="bookkeepers", PolicyArn=READ_ONLY)
    office.user("reader", LOOKING)
    desk = office.at_desk("reader")
    tries = [
        ("iam:CreateGroup", desk.get("/console/groups/~new").press("Create the group", {"Group name": "mine"})),
        ("iam:AddUserToGroup", desk.get(f"{GROUP}/add").press("Add users", {"reader": True})),
        ("iam:RemoveUserFromGroup", desk.get(GROUP).press("Remove ada.lind")),
        ("iam:DetachGroupPolicy", desk.get(f"{GROUP}/permissions").press("Detach ReadOnlyAccess")),
        ("iam:UpdateGroup", desk.get(f"{GROUP}/rename").press("Rename the group", {"Group name": "mine"})),
        (
            "iam:RemoveUserFromGroup",
            desk.get(f"{GROUP}/delete").press("Delete the group", {"Type the group name": "bookkeepers"}),
        ),
    ]
    for action, page in tries:
        assert page.status == 422, action
        assert f"not authorized to perform: {action}" in page.summary
        assert "Ask an administrator of this account for the permission." in page.summary
        assert page.reference
    assert members(office) == ["ada.lind"]


def test_one_who_may_not_see_policies_is_told_in_their_place(office: Office, admin: Client, bookkeepers: str) -> None:
    office.user("clerk", {"Effect": "Allow", "Action": "iam:GetGroup", "Resource": "*"})
    page = office.at_desk("clerk").get(f"{GROUP}/permissions")
    assert page.status == 200
    assert page.main.count("You may not see this") == 2


@pytest.mark.parametrize("below", ["", "/add", "/permissions", "/permissions/attach", "/rename", "/delete"])
def test_a_group_that_is_not_there_leads_back_to_the_list(admin: Client, below: str) -> None:
    page = admin.get(f"/console/groups/nobody{below}")
    assert page.status == 404
    assert "The group with name nobody cannot be found." in page.main


def test_one_who_may_not_list_groups_is_told_so(office: Office) -> None:
    office.user("stranger")
    page = office.at_desk("stranger").get("/console/groups")
    assert page.status == 403
    assert "iam:ListGroups" in page.main
