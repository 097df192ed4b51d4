"""What a user may do: policies, groups, and the tags that policies look at."""

from __future__ import annotations

import pytest

from frontdesk.directory import managed_policies
from tests.pages.client import Client
from tests.pages.office import EVERYTHING, Office

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
USER = "/console/users/m.okafor"
LOOKING = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    office.user("m.okafor")
    for group in ("auditors", "bookkeepers"):
        office.perform("ada.lind", "CreateGroup", GroupName=group)
    return office.at_desk("ada.lind")


def attached(office: Office) -> list[str]:
    found = office.perform("ada.lind", "ListAttachedUserPolicies", UserName="m.okafor")["AttachedPolicies"]
    return [policy["PolicyName"] for policy in found]


def test_a_user_without_policies_is_told_what_that_means(admin: Client) -> None:
    page = admin.get(f"{USER}/permissions")
    assert "No policy is attached" in page.main
    assert "No inline policies" in page.main
    assert "This user is in no group." in page.main


def test_policies_are_found_attached_and_detached(office: Office, admin: Client) -> None:
    page = admin.get(f"{USER}/permissions").follow("Attach policies")
    page = page.press("Find", {"Find policies by a part of their name": "readonly"})
    assert "ReadOnlyAccess" in page.main
    assert "AdministratorAccess" not in page.main
    page = page.press("Attach policies", {"ReadOnlyAccess": True})
    assert "The policies were attached" in page.main
    assert attached(office) == ["ReadOnlyAccess"]
    assert "ReadOnlyAccess" not in [*admin.get(f"{USER}/permissions/attach?find=ReadOnlyAccess").links]
    page = page.press("Detach ReadOnlyAccess")
    assert "The policy was detached" in page.main
    assert attached(office) == []


def test_a_search_without_a_match_leads_back_to_all(admin: Client) -> None:
    page = admin.get(f"{USER}/permissions/attach?find=nothing-like-it")
    assert "No policy to attach" in page.main
    assert "AdministratorAccess" in page.follow("See all policies").main


def test_nothing_ticked_is_said(admin: Client) -> None:
    page = admin.get(f"{USER}/permissions/attach").press("Attach policies")
    assert "Tick at least one policy." in page.summary


def test_one_who_may_only_look_can_neither_attach_nor_detach(office: Office, admin: Client) -> None:
    office.perform("ada.lind", "AttachUserPolicy", UserName="m.okafor", PolicyArn=READ_ONLY)
    office.user("reader", LOOKING)
    desk = office.at_desk("reader")
    page = desk.get(f"{USER}/permissions/attach").press("Attach policies", {"AdministratorAccess": True})
    assert "iam:AttachUserPolicy" in page.summary
    page = desk.get(f"{USER}/permissions").press("Detach ReadOnlyAccess")
    assert "iam:DetachUserPolicy" in page.summary
    assert attached(office) == ["ReadOnlyAccess"]


def test_the_quota_of_policies_is_told_and_those_before_it_stay(office: Office, admin: Client) -> None:
    page = admin.get(f"{USER}/permissions/attach")
    names = sorted(policy.name for policy in managed_policies.catalogue().values())[:11]
    refused = page.press("Attach policies", dict.fromkeys(names, True))
    assert "Cannot exceed quota for PoliciesPerUser: 10" in refused.summary
    assert len(attached(office)) == 10


def test_an_inline_policy_is_deleted_after_a_question(office: Office, admin: Client) -> None:
    office.user("clerk", LOOKING)
    page = admin.get("/console/users/clerk/permissions").follow("Delete given")
    assert page.h1 == "Delete the inline policy given"
    page = page.press("Delete the policy")
    assert "The inline policy was deleted" in page.main
    assert "No inline policies" in page.main
    gone = admin.get("/console/users/clerk/permissions/inline/given/delete")
    assert gone.status == 404


def test_policies_of_groups_are_shown_with_the_group(office: Office, admin: Client) -> None:
    office.perform("ada.lind", "AttachGroupPolicy", GroupName="auditors", PolicyArn=READ_ONLY)
    office.perform("ada.lind", "AddUserToGroup", GroupName="auditors", UserName="m.okafor")
    assert "auditors" in admin.get(f"{USER}/permissions").main
    assert "ReadOnlyAccess" in admin.get(f"{USER}/permissions").main


def test_groups_are_joined_and_left(office: Office, admin: Client) -> None:
    page = admin.get(f"{USER}/groups")
    assert "In no group" in page.main
    page = page.follow("Add to groups").press("Add to groups", {"auditors": True, "bookkeepers": True})
    assert "The user is in the group" in page.main
    assert "No group to join" in admin.get(f"{USER}/groups/join").main
    page = page.press("Remove from auditors")
    assert "The user left the group" in page.main
    left = office.perform("ada.lind", "ListGroupsForUser", UserName="m.okafor")["Groups"]
    assert [group["GroupName"] for group in left] == ["bookkeepers"]


def test_no_group_ticked_is_said(admin: Client) -> None:
    assert "Tick at least one group." in admin.get(f"{USER}/groups/join").press("Add to groups").summary


def test_one_who_may_only_look_can_neither_add_nor_remove(office: Office, admin: Client) -> None:
    office.perform("ada.lind", "AddUserToGroup", GroupName="auditors", UserName="m.okafor")
    office.user("reader", LOOKING)
    desk = office.at_desk("reader")
    page = desk.get(f"{USER}/groups/join").press("Add to groups", {"bookkeepers": True})
    assert "iam:AddUserToGroup" in page.summary
    assert "iam:RemoveUserFromGroup" in desk.get(f"{USER}/groups").press("Remove from auditors").summary


def tags(office: Office) -> list[tuple[str, str]]:
    found = office.perform("ada.lind", "ListUserTags", UserName="m.okafor")["Tags"]
    return [(tag["Key"], tag["Value"]) for tag in found]


def test_tags_are_added_changed_and_removed(office: Office, admin: Client) -> None:
    page = admin.get(f"{USER}/tags").press(
        "Save the tags",
        {"Key of tag 1": "team", "Value of tag 1": "Nord", "Key of tag 3": "Kostenstelle", "Value of tag 3": "47 11"},
    )
    assert "The tags were saved" in page.main
    assert tags(office) == [("team", "Nord"), ("Kostenstelle", "47 11")]
    assert page.value("Key of tag 2") == "Kostenstelle"
    page = page.press(
        "Save the tags", {"Key of tag 1": "", "Value of tag 1": "", "Value of tag 2": "48", "Key of tag 5": "leer"}
    )
    assert sorted(tags(office)) == [("Kostenstelle", "48"), ("leer", "")]


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({"Value of tag 1": "Nord"}, "Key of tag 1", "Give the value a key, or clear both."),
        ({"Key of tag 1": "a", "Key of tag 2": "A"}, "Key of tag 2", "This key is used above already."),
        ({"Key of tag 1": "x" * 129}, "Key of tag 1", "Key of tag 1 may have at most 128 characters."),
    ],
)
def test_tags_that_cannot_be_are_refused_beside_their_field(
    office: Office, admin: Client, filled: dict[str, str], field: str, words: str
) -> None:
    page = admin.get(f"{USER}/tags").press("Save the tags", filled)
    assert page.error(field) == words
    assert tags(office) == []


def test_a_tag_that_only_aws_may_set_is_refused(office: Office, admin: Client) -> None:
    page = admin.get(f"{USER}/tags").press("Save the tags", {"Key of tag 1": "aws:owner"})
    assert page.status == 422
    assert page.summary
    assert tags(office) == []
