"""Users and their tags: what is answered, what is kept, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, AlreadyExists, FrontdeskError, LimitExceeded, NotFound, ValidationError
from frontdesk.directory.errors import DeleteConflict, InvalidInput
from frontdesk.directory.tables import Attachment, Group, InlinePolicy, Membership
from frontdesk.operations import catalogue
from frontdesk.store.context import Context
from tests.support.world import USER_PASSWORD, World, allow

catalogue.load()

Do = Callable[..., dict[str, Any]]


@pytest.fixture
def root(world: World) -> Caller:
    return world.account("Example")


@pytest.fixture
def do(world: World, root: Caller) -> Do:
    """Perform an IAM operation as an administrator."""
    administrator = world.administrator(root)
    return lambda name, **params: world.perform(administrator, f"iam:{name}", params)


def test_a_user_is_shown_as_it_was_made(world: World, root: Caller, do: Do) -> None:
    tags = [{"Key": "Team", "Value": "blue"}, {"Key": "cost", "Value": ""}]
    made = do("CreateUser", UserName="Bob", Path="/staff/", Tags=tags)["User"]
    assert made == {
        "Path": "/staff/",
        "UserName": "Bob",
        "UserId": made["UserId"],
        "Arn": f"arn:aws:iam::{root.account_id}:user/staff/Bob",
        "CreateDate": world.now,
        "Tags": tags,
    }
    assert do("GetUser", UserName="bob")["User"] == made
    listed = next(user for user in do("ListUsers")["Users"] if user["UserName"] == "Bob")
    assert listed == {name: value for name, value in made.items() if name != "Tags"}


@pytest.mark.parametrize(
    ("params", "error", "words"),
    [
        ({"UserName": "ADMIN"}, AlreadyExists, "User with name ADMIN already exists."),
        (
            {"UserName": "eve", "PermissionsBoundary": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
            InvalidInput,
            "Permissions boundaries are not supported yet.",
        ),
        (
            {"UserName": "eve", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]},
            InvalidInput,
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ),
        ({"UserName": "x" * 65}, ValidationError, None),
        ({"UserName": "a b"}, ValidationError, None),
        ({"UserName": "é"}, ValidationError, None),
        ({"UserName": "eve", "Path": "staff"}, ValidationError, None),
        ({"UserName": "eve", "Tags": [{"Key": str(n), "Value": ""} for n in range(51)]}, ValidationError, None),
        ({}, ValidationError, None),
    ],
)
def test_users_that_are_not_made(
    world: World, do: Do, params: Mapping[str, Any], error: type[FrontdeskError], words: str | None
) -> None:
    before = world.rows()
    with pytest.raises(error) as refusal:
        do("CreateUser", **params)
    assert words in (None, str(refusal.value))
    assert world.rows() == before


def test_a_boundary_and_tags_are_conditions_of_making_a_user(world: World, root: Caller) -> None:
    wanted = {"StringEquals": {"aws:RequestTag/team": "blue"}, "Null": {"iam:PermissionsBoundary": "true"}}
    caller = world.user(root, "caller", allow("iam:CreateUser", "iam:TagUser", **wanted))
    blue = [{"Key": "team", "Value": "blue"}]
    for params in ({}, {"Tags": blue, "PermissionsBoundary": "arn:aws:iam::aws:policy/ReadOnlyAccess"}):
        with pytest.raises(AccessDenied):
            world.perform(caller, "iam:CreateUser", {"UserName": "eve", **params})
    world.perform(caller, "iam:CreateUser", {"UserName": "eve", "Tags": blue})


def test_who_am_i(world: World, root: Caller) -> None:
    user = world.user(root, "me", allow("iam:GetUser", resource="arn:aws:iam::*:user/${aws:username}"))
    assert world.perform(user, "iam:GetUser")["User"]["Arn"] == user.arn
    assert world.perform(root, "iam:GetUser")["User"] == {
        "UserId": root.account_id,
        "Arn": f"arn:aws:iam::{root.account_id}:root",
        "CreateDate": world.now,
    }


def test_lists_go_on_where_they_stopped(do: Do) -> None:
    for number in range(5):
        do("CreateUser", UserName=f"u{number}", Path="/many/")
    seen: list[str] = []
    marker: dict[str, str] = {}
    for expected in (True, True, False):
        page = do("ListUsers", PathPrefix="/many/", MaxItems=2, **marker)
        seen += [user["UserName"] for user in page["Users"]]
        assert page["IsTruncated"] is expected
        assert ("Marker" in page) is expected
        marker = {"Marker": page.get("Marker", "")}
    assert seen == ["u0", "u1", "u2", "u3", "u4"]
    with pytest.raises(ValidationError):
        do("ListUsers", Marker="not-ours")


def test_a_renamed_user_stays_the_same(world: World, root: Caller, do: Do) -> None:
    caller = world.user(root, "bob", allow("iam:GetUser"), path="/old/")
    do("UpdateUser", UserName="bob", NewUserName="Robert", NewPath="/new/")
    user = do("GetUser", UserName="robert")["User"]
    assert user["Arn"] == f"arn:aws:iam::{root.account_id}:user/new/Robert"
    assert user["UserId"] == caller.principal_id
    assert world.perform(caller, "iam:GetUser")["User"] == user
    with pytest.raises(NotFound):
        do("GetUser", UserName="bob")
    do("UpdateUser", UserName="Robert", NewUserName="ROBERT")
    assert do("GetUser", UserName="robert")["User"]["UserName"] == "ROBERT"
    with pytest.raises(AlreadyExists, match=r"^User with name Admin already exists\.$"):
        do("UpdateUser", UserName="robert", NewUserName="Admin")


@pytest.mark.parametrize("allowed", ["user/old/bob", "user/new/rob"])
def test_renaming_needs_both_arns(world: World, root: Caller, allowed: str) -> None:
    world.user(root, "bob", path="/old/")
    params = {"UserName": "bob", "NewUserName": "rob", "NewPath": "/new/"}
    half = world.user(root, "half", allow("iam:UpdateUser", resource=f"arn:aws:iam::*:{allowed}"))
    before = world.rows()
    with pytest.raises(AccessDenied):
        world.perform(half, "iam:UpdateUser", params)
    assert world.rows() == before
    world.perform(world.user(root, "both", allow("iam:UpdateUser")), "iam:UpdateUser", params)


def test_a_user_is_deleted_once_nothing_hangs_on_it(world: World, root: Caller, do: Do) -> None:
    bob = world.user(root, "bob", password=True).principal_id
    key = do("CreateAccessKey", UserName="bob")["AccessKey"]["AccessKeyId"]
    account = root.account_id
    rows = [
        Group(id="AGPA1", account_id=account, name="g", name_key="g", path="/", created_at=world.now),
        Membership(group_id="AGPA1", user_id=bob, account_id=account, created_at=world.now),
        InlinePolicy(owner_id=bob, name="p", account_id=account, document=json.dumps(allow())),
        Attachment(owner_id=bob, policy_arn="arn:x", account_id=account, created_at=world.now),
    ]
    world.run(lambda ctx: [ctx.add(row) for row in rows], account)

    def remove(table: type[Membership] | type[InlinePolicy] | type[Attachment]) -> Callable[[], object]:
        def act(ctx: Context) -> None:
            owner = Membership.user_id if table is Membership else table.owner_id  # type: ignore[union-attr]
            for row in ctx.all(ctx.select(table).where(owner == bob)):
                ctx.delete(row)

        return lambda: world.run(act, account)

    for first, clear in (
        ("remove users from group", remove(Membership)),
        ("delete login profile", lambda: do("DeleteLoginProfile", UserName="bob")),
        ("delete access keys", lambda: do("DeleteAccessKey", UserName="bob", AccessKeyId=key)),
        ("delete policies", remove(InlinePolicy)),
        ("detach all policies", remove(Attachment)),
    ):
        with pytest.raises(DeleteConflict) as refusal:
            do("DeleteUser", UserName="bob")
        assert str(refusal.value) == f"Cannot delete entity, must {first} first."
        clear()
    do("DeleteUser", UserName="bob")
    with pytest.raises(NotFound, match=r"^The user with name bob cannot be found\.$"):
        do("DeleteUser", UserName="bob")


def test_a_deleted_caller_is_nobody(world: World, root: Caller, do: Do) -> None:
    caller = world.user(root, "bob")
    do("DeleteUser", UserName="bob")
    with pytest.raises(AccessDenied):
        world.perform(caller, "iam:GetUser")


class TestTags:
    """TagUser, UntagUser and ListUserTags."""

    @pytest.fixture(autouse=True)
    def bob(self, do: Do) -> None:
        do("CreateUser", UserName="bob", Tags=[{"Key": "Team", "Value": "red"}, {"Key": "cost", "Value": "1"}])

    def test_are_replaced_in_place_and_removed_in_any_case(self, do: Do) -> None:
        do("TagUser", UserName="bob", Tags=[{"Key": "TEAM", "Value": "blue"}, {"Key": "new", "Value": ""}])
        do("UntagUser", UserName="bob", TagKeys=["COST", "never-there"])
        answer = do("ListUserTags", UserName="bob")
        assert answer == {
            "Tags": [{"Key": "TEAM", "Value": "blue"}, {"Key": "new", "Value": ""}],
            "IsTruncated": False,
        }

    def test_are_fifty_at_most(self, world: World, do: Do) -> None:
        do("TagUser", UserName="bob", Tags=[{"Key": str(n), "Value": ""} for n in range(48)])
        before = world.rows()
        with pytest.raises(LimitExceeded):
            do("TagUser", UserName="bob", Tags=[{"Key": "more", "Value": ""}])
        assert world.rows() == before

    def test_of_the_longest_keys_can_be_paged(self, do: Do) -> None:
        do("TagUser", UserName="bob", Tags=[{"Key": "é" * 127 + letter, "Value": ""} for letter in "abc"])
        first = do("ListUserTags", UserName="bob", MaxItems=3)
        assert len(first["Marker"]) <= 320
        rest = do("ListUserTags", UserName="bob", Marker=first["Marker"])
        assert [tag["Key"][-1] for tag in first["Tags"] + rest["Tags"]] == ["m", "t", "a", "b", "c"]

    def test_of_the_caller_are_conditions_at_once(self, world: World, root: Caller, do: Do) -> None:
        own = {"StringEquals": {"iam:ResourceTag/Team": "red"}}
        caller = world.user(root, "caller", allow("iam:GetUser", **own))
        world.perform(caller, "iam:GetUser", {"UserName": "bob"})
        do("UntagUser", UserName="bob", TagKeys=["team"])
        with pytest.raises(AccessDenied):
            world.perform(caller, "iam:GetUser", {"UserName": "bob"})

    def test_asked_for_are_conditions(self, world: World, root: Caller) -> None:
        only = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}, "Null": {"aws:TagKeys": "false"}}
        caller = world.user(root, "caller", allow("iam:TagUser", "iam:UntagUser", **only))
        world.perform(caller, "iam:TagUser", {"UserName": "bob", "Tags": [{"Key": "team", "Value": "x"}]})
        world.perform(caller, "iam:UntagUser", {"UserName": "bob", "TagKeys": ["team"]})
        with pytest.raises(AccessDenied):
            world.perform(caller, "iam:UntagUser", {"UserName": "bob", "TagKeys": ["team", "cost"]})


def test_password_last_used_is_absent_until_it_is_used(world: World, root: Caller, do: Do) -> None:
    do("CreateUser", UserName="bob")
    do("CreateLoginProfile", UserName="bob", Password=USER_PASSWORD)
    assert "PasswordLastUsed" not in do("GetUser", UserName="bob")["User"]
