"""Policies written into one user or group, with the JSON editor."""

from __future__ import annotations

import json

import pytest

from tests.pages.client import Client
from tests.pages.office import EVERYTHING, Office

LOOKING = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [LOOKING]}, indent=2)
OTHER = POLICY.replace("iam:Get*", "iam:GetUser")
OWNERS = [("user", "m.okafor", "/console/users/m.okafor"), ("group", "bookkeepers", "/console/groups/bookkeepers")]


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    office.user("m.okafor", console=False)
    office.perform("ada.lind", "CreateGroup", GroupName="bookkeepers")
    return office.at_desk("ada.lind")


def kept(office: Office, kind: str, name: str) -> dict[str, str]:
    said = kind.capitalize()
    owner = {f"{said}Name": name}
    names = office.perform("ada.lind", f"List{said}Policies", **owner)["PolicyNames"]
    every = (office.perform("ada.lind", f"Get{said}Policy", PolicyName=one, **owner) for one in names)
    return {one["PolicyName"]: one["PolicyDocument"] for one in every}


@pytest.mark.parametrize(("kind", "name", "path"), OWNERS)
def test_a_policy_is_written_changed_and_kept_as_typed(
    office: Office, admin: Client, kind: str, name: str, path: str
) -> None:
    page = admin.get(f"{path}/permissions").follow("Write a policy")
    assert page.h1 == f"Write a policy into {name}"
    page = page.press("Save the policy", {"Policy name": "Look", "Policy": POLICY})
    assert page.path == f"{path}/permissions"
    assert "The inline policy was saved" in page.main
    page = page.follow("Look")
    assert page.value("Policy").lstrip("\n") == POLICY
    page = page.press("Save the policy", {"Policy": OTHER})
    assert "The inline policy was saved" in page.main
    assert kept(office, kind, name) == {"Look": OTHER}


@pytest.mark.parametrize(("kind", "name", "path"), OWNERS)
def test_a_text_at_fault_is_refused_with_the_place(
    office: Office, admin: Client, kind: str, name: str, path: str
) -> None:
    page = admin.get(f"/console/policies/inline/{kind}/{name}")
    page = page.press("Save the policy", {"Policy name": "Look", "Policy": POLICY.replace("iam:Get*", "Get*")})
    assert page.error("Policy").startswith("Line 7, column 9: ")
    assert "must be prefaced by a vendor" in page.main
    assert kept(office, kind, name) == {}


@pytest.mark.parametrize(("kind", "name", "room"), [("user", "m.okafor", 2048), ("group", "bookkeepers", 5120)])
def test_the_room_is_told_before_and_after(office: Office, admin: Client, kind: str, name: str, room: int) -> None:
    page = admin.get(f"/console/policies/inline/{kind}/{name}")
    assert f"room for {room:,} characters" in page.main
    large = POLICY.replace("iam:Get*", "iam:Get" + "x" * room)
    page = page.press("Save the policy", {"Policy name": "Large", "Policy": large})
    assert page.error("Policy").startswith(f"Maximum policy size of {room} bytes exceeded for {kind} {name}")
    assert kept(office, kind, name) == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter a policy name."), ("two words", "Use letters without accents"), ("Look", "There is an inline policy")],
)
def test_a_name_that_cannot_be_is_refused_and_replaces_nothing(
    office: Office, admin: Client, typed: str, words: str
) -> None:
    office.perform("ada.lind", "PutUserPolicy", UserName="m.okafor", PolicyName="Look", PolicyDocument=POLICY)
    page = admin.get("/console/policies/inline/user/m.okafor")
    page = page.press("Save the policy", {"Policy name": typed, "Policy": OTHER})
    assert words in page.error("Policy name")
    assert kept(office, "user", "m.okafor") == {"Look": POLICY}


def test_a_text_that_somebody_changed_meanwhile_is_not_overwritten_unasked(office: Office, admin: Client) -> None:
    office.perform("ada.lind", "PutUserPolicy", UserName="m.okafor", PolicyName="Look", PolicyDocument=POLICY)
    page = admin.get("/console/policies/inline/user/m.okafor/Look")
    office.perform("ada.lind", "PutUserPolicy", UserName="m.okafor", PolicyName="Look", PolicyDocument=OTHER)
    mine = POLICY.replace("iam:List*", "iam:ListUsers")
    page = page.press("Save the policy", {"Policy": mine})
    assert "The policy was changed meanwhile" in page.summary
    assert kept(office, "user", "m.okafor") == {"Look": OTHER}
    page = page.press("Save the policy")
    assert "The inline policy was saved" in page.main
    assert kept(office, "user", "m.okafor") == {"Look": mine}


def test_the_editor_leads_to_the_deletion(office: Office, admin: Client) -> None:
    office.perform("ada.lind", "PutUserPolicy", UserName="m.okafor", PolicyName="Look", PolicyDocument=POLICY)
    page = admin.get("/console/policies/inline/user/m.okafor/Look").follow("Delete the policy")
    assert "The inline policy was deleted" in page.press("Delete the policy").main


@pytest.mark.parametrize(("kind", "name", "path"), OWNERS)
def test_one_who_may_only_look_is_refused_with_the_typed_text_kept(
    office: Office, admin: Client, kind: str, name: str, path: str
) -> None:
    office.user("reader", LOOKING)
    page = office.at_desk("reader").get(f"/console/policies/inline/{kind}/{name}")
    page = page.press("Save the policy", {"Policy name": "Look", "Policy": OTHER})
    assert page.status == 422
    assert f"iam:Put{kind.capitalize()}Policy" in page.summary
    assert "Ask an administrator of this account for the permission." in page.summary
    assert page.value("Policy").lstrip("\n") == OTHER


@pytest.mark.parametrize(
    "path", ["user/nobody", "group/nobody", "role/m.okafor", "user/m.okafor/Nothing", "group/bookkeepers/Nothing"]
)
def test_what_is_not_there_is_said(admin: Client, path: str) -> None:
    assert admin.get(f"/console/policies/inline/{path}").status == 404
