"""Policies written into users and groups."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.iam import IAM
from tests.support.world import allow

KINDS = ["User", "Group"]
DOCUMENT = json.dumps(allow("iam:ListUsers"))
each_kind = pytest.mark.parametrize("kind", KINDS)


def holder(iam: IAM, kind: str) -> dict[str, str]:
    if kind == "User":
        iam.world.user(iam.caller, "readers")
    else:
        iam("CreateGroup", GroupName="readers")
    return {f"{kind}Name": "readers"}


def of_size(size: int) -> str:
    """Return a policy in which so many characters count."""
    shortest = json.dumps(allow("iam:Get"), separators=(",", ":"))
    return shortest.replace("iam:Get", "iam:Get" + "x" * (size - len(shortest)))


@each_kind
def test_the_text_comes_back_exactly_as_it_was_put(iam: IAM, kind: str) -> None:
    of = holder(iam, kind)
    document = (
        ' {\n\t"Statement" : [ ' + json.dumps(allow("iam:Get*")["Statement"]) + ' ],\r\n "Version":"2012-10-17"} '
    )
    iam(f"Put{kind}Policy", **of, PolicyName="p", PolicyDocument=document)
    assert iam(f"Get{kind}Policy", **of, PolicyName="p") == {**of, "PolicyName": "p", "PolicyDocument": document}


@each_kind
def test_putting_again_replaces(iam: IAM, kind: str) -> None:
    of = holder(iam, kind)
    iam(f"Put{kind}Policy", **of, PolicyName="p", PolicyDocument=DOCUMENT)
    later = json.dumps(allow("iam:GetUser"))
    iam(f"Put{kind}Policy", **of, PolicyName="p", PolicyDocument=later)
    assert iam(f"Get{kind}Policy", **of, PolicyName="p")["PolicyDocument"] == later
    assert iam(f"List{kind}Policies", **of)["PolicyNames"] == ["p"]


@each_kind
def test_names_are_listed_in_order_a_page_at_a_time(iam: IAM, kind: str) -> None:
    of = holder(iam, kind)
    for name in ("b", "a", "C", "d"):
        iam(f"Put{kind}Policy", **of, PolicyName=name, PolicyDocument=DOCUMENT)
    assert iam.pages(f"List{kind}Policies", "PolicyNames", 3, **of) == [["C", "a", "b"], ["d"]]


@each_kind
@pytest.mark.parametrize("name", ["Get{}Policy", "Delete{}Policy"])
def test_a_policy_that_is_not_there(iam: IAM, kind: str, name: str) -> None:
    of = holder(iam, kind)
    text = f"The {kind.lower()} policy with name p cannot be found."
    assert iam.refused(name.format(kind), **of, PolicyName="p") == ("NoSuchEntity", text)


@each_kind
def test_deleting_twice_is_refused(iam: IAM, kind: str) -> None:
    of = holder(iam, kind) | {"PolicyName": "p"}
    iam(f"Put{kind}Policy", **of, PolicyDocument=DOCUMENT)
    iam(f"Delete{kind}Policy", **of)
    assert iam.refused(f"Delete{kind}Policy", **of)[0] == "NoSuchEntity"


@pytest.mark.parametrize(("kind", "most"), [("User", 2048), ("Group", 5120)])
def test_all_policies_of_one_holder_share_a_quota_in_which_white_space_does_not_count(
    iam: IAM, kind: str, most: int
) -> None:
    of = holder(iam, kind)
    iam(f"Put{kind}Policy", **of, PolicyName="a", PolicyDocument=of_size(1000))
    spaced = of_size(most - 1000).replace(",", " ,\n\t ")
    iam(f"Put{kind}Policy", **of, PolicyName="b", PolicyDocument=spaced)
    text = f"Maximum policy size of {most} bytes exceeded for {kind.lower()} readers"
    for name, size in [("b", most - 999), ("a", 1001), ("c", 100)]:
        refused = iam.refused(f"Put{kind}Policy", **of, PolicyName=name, PolicyDocument=of_size(size))
        assert refused == ("LimitExceeded", text)
    iam(f"Put{kind}Policy", **of, PolicyName="a", PolicyDocument=of_size(999))


MALFORMED: list[tuple[Any, str]] = [
    ("{", "Syntax errors in policy."),
    ({"Version": "2012-10-17"}, "Syntax errors in policy."),
    (allow("GetUser"), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    (allow("iam:GetUser", resource="users"), 'Resource users must be in ARN format or "*".'),
    ({"Statement": {**allow()["Statement"], "Principal": "*"}}, "Has prohibited field Principal"),
]


@each_kind
@pytest.mark.parametrize(("document", "text"), MALFORMED)
def test_a_malformed_policy_is_refused_in_awss_words(iam: IAM, kind: str, document: Any, text: str) -> None:
    of = holder(iam, kind)
    written = document if isinstance(document, str) else json.dumps(document)
    refused = iam.refused(f"Put{kind}Policy", **of, PolicyName="p", PolicyDocument=written)
    assert refused == ("MalformedPolicyDocument", text)


def test_an_inline_policy_needs_no_version(iam: IAM) -> None:
    iam(
        "PutUserPolicy",
        UserName="admin",
        PolicyName="p",
        PolicyDocument=json.dumps({"Statement": allow()["Statement"]}),
    )


def test_a_policy_counts_from_the_next_call_on(iam: IAM) -> None:
    user = IAM(iam.world, iam.world.user(iam.caller, "bob"))
    assert user.refused("ListUsers")[0] == "AccessDenied"
    iam("PutUserPolicy", UserName="bob", PolicyName="p", PolicyDocument=DOCUMENT)
    user("ListUsers")
    iam("PutUserPolicy", UserName="bob", PolicyName="p", PolicyDocument=json.dumps(allow("iam:GetUser")))
    assert user.refused("ListUsers")[0] == "AccessDenied"
    user("GetUser")
    iam("DeleteUserPolicy", UserName="bob", PolicyName="p")
    assert user.refused("GetUser")[0] == "AccessDenied"
