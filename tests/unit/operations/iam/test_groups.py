"""Groups: names, limits, membership, paging, and what stands in the way of deleting one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from frontdesk.directory import groups
from frontdesk.store.context import Context
from tests.support.iam import IAM


def names(rows: list[Mapping[str, Any]], member: str) -> list[str]:
    return [row[member] for row in rows]


def test_a_new_group_is_described_alike_everywhere(iam: IAM) -> None:
    made = iam("CreateGroup", GroupName="Readers", Path="/staff/")["Group"]
    assert made["Arn"] == f"arn:aws:iam::{iam.caller.account_id}:group/staff/Readers"
    assert made["GroupId"].startswith("AGPA")
    assert len(made["GroupId"]) == 21
    assert made["CreateDate"] == iam.world.clock.now()
    assert iam("GetGroup", GroupName="Readers") == {"Group": made, "Users": [], "IsTruncated": False}
    assert iam("ListGroups") == {"Groups": [made], "IsTruncated": False}


@pytest.mark.parametrize("name", ["Readers", "readers", "READERS"])
def test_a_name_is_taken_whatever_its_case(iam: IAM, name: str) -> None:
    iam("CreateGroup", GroupName="Readers")
    expected = ("EntityAlreadyExists", f"Group with name {name} already exists.")
    assert iam.refused("CreateGroup", GroupName=name, Path="/elsewhere/") == expected
    iam("CreateGroup", GroupName="others")
    assert iam.refused("UpdateGroup", GroupName="others", NewGroupName=name) == expected


def test_renaming_keeps_id_and_members_and_may_change_only_the_case(iam: IAM) -> None:
    made = iam("CreateGroup", GroupName="readers")["Group"]
    iam("AddUserToGroup", GroupName="readers", UserName="admin")
    iam("UpdateGroup", GroupName="readers", NewGroupName="Readers")
    iam("UpdateGroup", GroupName="readers", NewPath="/staff/")
    found = iam("GetGroup", GroupName="READERS")
    assert found["Group"] == made | {
        "GroupName": "Readers",
        "Path": "/staff/",
        "Arn": made["Arn"].replace("group/readers", "group/staff/Readers"),
    }
    assert names(found["Users"], "UserName") == ["admin"]


def test_at_most_three_hundred_groups(iam: IAM) -> None:
    def fill(ctx: Context) -> None:
        for number in range(300):
            groups.create(ctx, f"g{number}")

    iam.world.run(fill, iam.caller.account_id)
    refused = iam.refused("CreateGroup", GroupName="more")
    assert refused == ("LimitExceeded", "Cannot exceed quota for GroupsPerAccount: 300")


def test_a_user_is_in_at_most_ten_groups(iam: IAM) -> None:
    for number in range(11):
        iam("CreateGroup", GroupName=f"g{number:02}")
    for number in range(10):
        iam("AddUserToGroup", GroupName=f"g{number:02}", UserName="admin")
    iam("AddUserToGroup", GroupName="g00", UserName="admin")
    assert iam.refused("AddUserToGroup", GroupName="g10", UserName="admin") == (
        "LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10",
    )  # fmt: skip
    assert names(iam("ListGroupsForUser", UserName="admin")["Groups"], "GroupName") == [f"g{n:02}" for n in range(10)]


def test_leaving_a_group_twice_is_refused(iam: IAM) -> None:
    iam("CreateGroup", GroupName="readers")
    iam("AddUserToGroup", GroupName="readers", UserName="admin")
    iam("RemoveUserFromGroup", GroupName="readers", UserName="admin")
    code, text = iam.refused("RemoveUserFromGroup", GroupName="readers", UserName="admin")
    assert (code, text) == ("NoSuchEntity", "The user with name admin is not in the group with name readers.")
    for name in ("AddUserToGroup", "RemoveUserFromGroup"):
        unknown = iam.refused(name, GroupName="readers", UserName="nobody")
        assert unknown == ("NoSuchEntity", "The user with name nobody cannot be found.")


def test_deleting_needs_an_empty_group_and_says_what_is_in_it(iam: IAM) -> None:
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    group = {"GroupName": "readers"}
    iam("CreateGroup", **group)
    iam("AddUserToGroup", UserName="admin", **group)
    iam("AttachGroupPolicy", PolicyArn=arn, **group)
    document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}'
    iam("PutGroupPolicy", PolicyName="p", PolicyDocument=document, **group)
    steps: list[tuple[str, str, dict[str, str]]] = [
        ("must remove users from group first.", "RemoveUserFromGroup", {"UserName": "admin"}),
        ("must detach all policies first.", "DetachGroupPolicy", {"PolicyArn": arn}),
        ("must delete policies first.", "DeleteGroupPolicy", {"PolicyName": "p"}),
    ]
    for text, name, params in steps:
        assert iam.refused("DeleteGroup", **group) == ("DeleteConflict", f"Cannot delete entity, {text}")
        iam(name, **group, **params)
    iam("DeleteGroup", **group)
    assert iam.refused("DeleteGroup", **group)[0] == "NoSuchEntity"
    assert iam("CreateGroup", **group)["Group"]["GroupId"].startswith("AGPA")


def test_lists_go_by_name_and_path_prefix(iam: IAM) -> None:
    for name, path in [("b", "/division/"), ("a", "/"), ("C", "/div/"), ("d", "/other/")]:
        iam("CreateGroup", GroupName=name, Path=path)
    assert names(iam("ListGroups")["Groups"], "GroupName") == ["C", "a", "b", "d"]
    assert names(iam("ListGroups", PathPrefix="/div")["Groups"], "GroupName") == ["C", "b"]


def test_paging_walks_the_members_once(iam: IAM) -> None:
    iam("CreateGroup", GroupName="readers")
    users = [f"u{number}" for number in range(5)]
    for name in reversed(users):
        iam.world.user(iam.caller, name)
        iam("AddUserToGroup", GroupName="readers", UserName=name)
    pages = iam.pages("GetGroup", "Users", 2, GroupName="readers")
    assert [names(page, "UserName") for page in pages] == [users[:2], users[2:4], users[4:]]


def test_a_marker_of_another_list_or_account_is_refused(iam: IAM) -> None:
    for number in range(3):
        iam("CreateGroup", GroupName=f"g{number}")
    marker = iam("ListGroups", MaxItems=1)["Marker"]
    assert names(iam("ListGroups", MaxItems=1, Marker=marker)["Groups"], "GroupName") == ["g1"]
    stranger = IAM(iam.world, iam.world.account("Other"))
    tampered = marker[:-2] + ("A" if marker[-2] != "A" else "B") + marker[-1]
    for refused in (
        iam.refused("ListGroups", Marker=tampered),
        iam.refused("ListGroups", Marker="g1"),
        iam.refused("ListUsers", Marker=marker),
        stranger.refused("ListGroups", Marker=marker),
    ):
        assert refused == ("ValidationError", "Invalid Marker.")


def test_a_group_gives_its_members_what_it_may_from_the_next_call_on(iam: IAM) -> None:
    user = IAM(iam.world, iam.world.user(iam.caller, "bob"))
    document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:ListGroups","Resource":"*"}}'
    iam("CreateGroup", GroupName="readers")
    iam("PutGroupPolicy", GroupName="readers", PolicyName="p", PolicyDocument=document)
    assert user.refused("ListGroups")[0] == "AccessDenied"
    iam("AddUserToGroup", GroupName="readers", UserName="bob")
    user("ListGroups")
    iam("RemoveUserFromGroup", GroupName="readers", UserName="bob")
    assert user.refused("ListGroups")[0] == "AccessDenied"
