"""Managed policies attached to users and groups."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.iam import IAM
from tests.support.world import allow

AWS = "arn:aws:iam::aws:policy/"
READ_ONLY = f"{AWS}IAMReadOnlyAccess"
DOCUMENT = json.dumps(allow("iam:ListUsers"))
each_kind = pytest.mark.parametrize("kind", ["User", "Group"])


def create(iam: IAM, name: str, **params: Any) -> str:
    arn: str = iam("CreatePolicy", PolicyName=name, PolicyDocument=DOCUMENT, **params)["Policy"]["Arn"]
    return arn


def holder(iam: IAM, kind: str, name: str = "readers", path: str = "/") -> dict[str, str]:
    if kind == "User":
        iam.world.user(iam.caller, name, path=path)
    else:
        iam("CreateGroup", GroupName=name, Path=path)
    return {f"{kind}Name": name}


@each_kind
def test_attaching_twice_is_once_and_detaching_twice_is_refused(iam: IAM, kind: str) -> None:
    of = holder(iam, kind)
    for _ in range(2):
        iam(f"Attach{kind}Policy", **of, PolicyArn=READ_ONLY)
    listed = iam(f"ListAttached{kind}Policies", **of)
    assert listed["AttachedPolicies"] == [{"PolicyName": "IAMReadOnlyAccess", "PolicyArn": READ_ONLY}]
    iam(f"Detach{kind}Policy", **of, PolicyArn=READ_ONLY)
    refused = iam.refused(f"Detach{kind}Policy", **of, PolicyArn=READ_ONLY)
    assert refused == ("NoSuchEntity", f"Policy {READ_ONLY} was not found.")


@each_kind
def test_what_cannot_be_attached(iam: IAM, kind: str) -> None:
    of = holder(iam, kind)
    foreign = iam.world.perform(
        iam.world.account("Other"), "iam:CreatePolicy", {"PolicyName": "p", "PolicyDocument": DOCUMENT}
    )["Policy"]["Arn"]
    for arn in (f"{AWS}NoSuchAccess", foreign):
        refused = iam.refused(f"Attach{kind}Policy", **of, PolicyArn=arn)
        assert refused == ("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.")
    for name in ("Attach", "Detach"):
        refused = iam.refused(f"{name}{kind}Policy", **of, PolicyArn="IAMReadOnlyAccess-by-name")
        assert refused == ("InvalidInput", "ARN IAMReadOnlyAccess-by-name is not valid.")


@each_kind
def test_at_most_ten(iam: IAM, kind: str) -> None:
    of = holder(iam, kind)
    arns = [create(iam, f"p{number}") for number in range(11)]
    for arn in arns[:10]:
        iam(f"Attach{kind}Policy", **of, PolicyArn=arn)
    iam(f"Attach{kind}Policy", **of, PolicyArn=arns[0])
    refused = iam.refused(f"Attach{kind}Policy", **of, PolicyArn=arns[10])
    assert refused == ("LimitExceeded", f"Cannot exceed quota for PoliciesPer{kind}: 10")


@each_kind
def test_attached_policies_go_by_name_and_path_prefix(iam: IAM, kind: str) -> None:
    of = holder(iam, kind)
    own = create(iam, "Billing", Path="/job-function/")
    arns = [f"{AWS}job-function/Billing", own, READ_ONLY]
    for arn in reversed(arns):
        iam(f"Attach{kind}Policy", **of, PolicyArn=arn)
    pages = iam.pages(f"ListAttached{kind}Policies", "AttachedPolicies", 1, **of)
    assert [page[0]["PolicyArn"] for page in pages] == arns
    below = iam(f"ListAttached{kind}Policies", **of, PathPrefix="/job-function/")["AttachedPolicies"]
    assert [policy["PolicyArn"] for policy in below] == arns[:2]


def test_entities_are_groups_then_users_under_one_marker(iam: IAM) -> None:
    for kind in ("User", "Group"):
        for name in ("b", "a"):
            iam(f"Attach{kind}Policy", **holder(iam, kind, f"{kind}-{name}", "/staff/"), PolicyArn=READ_ONLY)
    seen: list[tuple[list[str], list[str]]] = []
    answer = iam("ListEntitiesForPolicy", PolicyArn=READ_ONLY, MaxItems=1)
    while True:
        assert answer["PolicyRoles"] == []
        groups, users = answer["PolicyGroups"], answer["PolicyUsers"]
        seen.append(([one["GroupName"] for one in groups], [one["UserName"] for one in users]))
        if not answer["IsTruncated"]:
            break
        answer = iam("ListEntitiesForPolicy", PolicyArn=READ_ONLY, MaxItems=1, Marker=answer["Marker"])
    assert seen == [(["Group-a"], []), (["Group-b"], []), ([], ["User-a"]), ([], ["User-b"])]


def test_a_page_of_entities_may_go_over_both_lists(iam: IAM) -> None:
    iam("AttachGroupPolicy", **holder(iam, "Group"), PolicyArn=READ_ONLY)
    answer = iam("ListEntitiesForPolicy", PolicyArn=READ_ONLY, MaxItems=1)
    assert not answer["IsTruncated"]
    iam("AttachUserPolicy", **holder(iam, "User"), PolicyArn=READ_ONLY)
    answer = iam("ListEntitiesForPolicy", PolicyArn=READ_ONLY, MaxItems=2)
    assert (len(answer["PolicyGroups"]), len(answer["PolicyUsers"]), answer["IsTruncated"]) == (1, 1, False)


ENTITIES: list[tuple[dict[str, str], tuple[int, int]]] = [
    ({}, (2, 2)),
    ({"EntityFilter": "User"}, (0, 2)),
    ({"EntityFilter": "Group"}, (2, 0)),
    ({"EntityFilter": "Role"}, (0, 0)),
    ({"EntityFilter": "LocalManagedPolicy"}, (0, 0)),
    ({"PathPrefix": "/staff/"}, (1, 1)),
    ({"PolicyUsageFilter": "PermissionsPolicy"}, (2, 2)),
    ({"PolicyUsageFilter": "PermissionsBoundary"}, (0, 0)),
]


@pytest.mark.parametrize(("filters", "counts"), ENTITIES)
def test_entities_are_filtered(iam: IAM, filters: dict[str, str], counts: tuple[int, int]) -> None:
    for kind in ("User", "Group"):
        for name, path in [("a", "/"), ("b", "/staff/")]:
            iam(f"Attach{kind}Policy", **holder(iam, kind, name, path), PolicyArn=READ_ONLY)
    answer = iam("ListEntitiesForPolicy", PolicyArn=READ_ONLY, **filters)
    assert (len(answer["PolicyGroups"]), len(answer["PolicyUsers"])) == counts


def test_a_marker_holds_only_for_its_filter(iam: IAM) -> None:
    for name in ("a", "b"):
        iam("AttachUserPolicy", **holder(iam, "User", name), PolicyArn=READ_ONLY)
    marker = iam("ListEntitiesForPolicy", PolicyArn=READ_ONLY, EntityFilter="User", MaxItems=1)["Marker"]
    refused = iam.refused("ListEntitiesForPolicy", PolicyArn=READ_ONLY, Marker=marker)
    assert refused == ("ValidationError", "Invalid Marker.")


def test_the_default_version_counts_from_the_next_call_on(iam: IAM) -> None:
    user = IAM(iam.world, iam.world.user(iam.caller, "bob"))
    arn = create(iam, "p")
    iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=json.dumps(allow("iam:ListGroups")))
    assert user.refused("ListUsers")[0] == "AccessDenied"
    iam("AttachUserPolicy", UserName="bob", PolicyArn=arn)
    user("ListUsers")
    assert user.refused("ListGroups")[0] == "AccessDenied"
    iam("SetDefaultPolicyVersion", PolicyArn=arn, VersionId="v2")
    assert user.refused("ListUsers")[0] == "AccessDenied"
    user("ListGroups")
    iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=DOCUMENT, SetAsDefault=True)
    user("ListUsers")
    iam("DetachUserPolicy", UserName="bob", PolicyArn=arn)
    assert user.refused("ListUsers")[0] == "AccessDenied"


def test_a_group_hands_on_its_attached_policies(iam: IAM) -> None:
    user = IAM(iam.world, iam.world.user(iam.caller, "bob"))
    iam("CreateGroup", GroupName="readers")
    iam("AddUserToGroup", GroupName="readers", UserName="bob")
    assert user.refused("ListUsers")[0] == "AccessDenied"
    iam("AttachGroupPolicy", GroupName="readers", PolicyArn=READ_ONLY)
    user("ListUsers")
    assert user.refused("CreateGroup", GroupName="mine")[0] == "AccessDenied"
