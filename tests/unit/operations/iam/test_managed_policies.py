"""Managed policies: the account's own, AWS's, their versions and tags."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from frontdesk.directory import customer_policies
from frontdesk.directory.customer_policies import NewPolicy
from frontdesk.directory.tables import ManagedPolicy
from frontdesk.store.context import Context
from tests.support.iam import IAM
from tests.support.world import allow

DOCUMENT = json.dumps(allow("iam:ListUsers"))
AWS = "arn:aws:iam::aws:policy/"


def own(iam: IAM, name: str) -> str:
    return f"arn:aws:iam::{iam.caller.account_id}:policy/{name}"


def create(iam: IAM, name: str = "reading", document: str = DOCUMENT, **params: Any) -> str:
    arn: str = iam("CreatePolicy", PolicyName=name, PolicyDocument=document, **params)["Policy"]["Arn"]
    return arn


def names(policies: list[dict[str, Any]]) -> list[str]:
    return [policy["PolicyName"] for policy in policies]


def test_a_new_policy_is_described_whole(iam: IAM) -> None:
    tags = [{"Key": "Team", "Value": ""}, {"Key": "team", "Value": "blue"}]
    made = iam(
        "CreatePolicy", PolicyName="reading", Path="/a/b/", PolicyDocument=DOCUMENT, Description="Reads", Tags=tags
    )["Policy"]
    now = iam.world.clock.now()
    assert made == {
        "PolicyName": "reading",
        "PolicyId": made["PolicyId"],
        "Arn": own(iam, "a/b/reading"),
        "Path": "/a/b/",
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "Description": "Reads",
        "CreateDate": now,
        "UpdateDate": now,
        "Tags": tags,
    }
    assert made["PolicyId"].startswith("ANPA")
    assert iam("GetPolicy", PolicyArn=made["Arn"]) == {"Policy": made}
    listed = iam("ListPolicies", Scope="Local")["Policies"]
    assert listed == [{name: value for name, value in made.items() if name not in ("Description", "Tags")}]


def test_what_was_never_set_is_absent(iam: IAM) -> None:
    policy = iam("GetPolicy", PolicyArn=create(iam))["Policy"]
    assert not {"Description", "Tags"} & policy.keys()


def test_a_name_is_taken_whatever_its_case_and_path(iam: IAM) -> None:
    create(iam, "Reading")
    text = "A policy called reading already exists. Duplicate names are not allowed."
    refused = iam.refused("CreatePolicy", PolicyName="reading", Path="/x/", PolicyDocument=DOCUMENT)
    assert refused == ("EntityAlreadyExists", text)


def test_the_name_of_one_of_awss_policies_is_free(iam: IAM) -> None:
    create(iam, "ReadOnlyAccess")
    found = [policy for page in iam.pages("ListPolicies", "Policies", 1) for policy in page]
    assert [policy["Arn"] for policy in found if policy["PolicyName"] == "ReadOnlyAccess"] == [
        f"{AWS}ReadOnlyAccess",
        own(iam, "ReadOnlyAccess"),
    ]


def test_managed_policies_need_the_current_version_and_have_a_size(iam: IAM) -> None:
    old = json.dumps({"Statement": allow()["Statement"]})
    assert iam.refused("CreatePolicy", PolicyName="p", PolicyDocument=old) == (
        "MalformedPolicyDocument", "Policy document must be version 2012-10-17 or greater.",
    )  # fmt: skip
    shortest = json.dumps(allow("iam:Get"), separators=(",", ":"))
    longest = shortest.replace("iam:Get", "iam:Get" + "x" * (6144 - len(shortest)))
    create(iam, "p", longest.replace(",", " , "))
    longer = longest.replace("iam:Get", "iam:Getx")
    too_long = ("LimitExceeded", "Cannot exceed quota for PolicySize: 6144")
    assert iam.refused("CreatePolicy", PolicyName="q", PolicyDocument=longer) == too_long
    assert iam.refused("CreatePolicyVersion", PolicyArn=own(iam, "p"), PolicyDocument=longer) == too_long


def test_at_most_fifteen_hundred_policies(iam: IAM) -> None:
    def fill(ctx: Context) -> None:
        customer_policies.create(ctx, NewPolicy("p0", DOCUMENT))
        ctx.db.execute(insert(ManagedPolicy), [row(ctx, number) for number in range(1, 1500)])

    iam.world.run(fill, iam.caller.account_id)
    refused = iam.refused("CreatePolicy", PolicyName="more", PolicyDocument=DOCUMENT)
    assert refused == ("LimitExceeded", "Cannot exceed quota for PoliciesPerAccount: 1500")
    pages = iam.pages("ListPolicies", "Policies", 1000, Scope="Local")
    assert [len(page) for page in pages] == [1000, 500]


def row(ctx: Context, number: int) -> dict[str, Any]:
    """Return a policy as it is stored; making so many the ordinary way takes long."""
    name, account = f"p{number}", ctx.account_id
    return {
        "id": name,
        "account_id": account,
        "arn": f"arn:aws:iam::{account}:policy/{name}",
        "name": name,
        "name_key": name,
        "path": "/",
        "default_version": 1,
        "last_version": 1,
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "tags": [],
    }


def test_versions_come_and_go_and_keep_their_texts(iam: IAM) -> None:
    arn = create(iam, document=f"  {DOCUMENT}\n")
    later = json.dumps(allow("iam:GetUser"))
    iam.world.clock.forward(timedelta(hours=1))
    second = iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=later)["PolicyVersion"]
    assert second == {"VersionId": "v2", "IsDefaultVersion": False, "CreateDate": iam.world.clock.now()}
    assert iam("GetPolicy", PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v1"
    assert iam("GetPolicy", PolicyArn=arn)["Policy"]["UpdateDate"] == second["CreateDate"]
    third = iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=DOCUMENT, SetAsDefault=True)["PolicyVersion"]
    assert third["IsDefaultVersion"]
    iam("DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    assert iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=later)["PolicyVersion"]["VersionId"] == "v4"
    found = [version for page in iam.pages("ListPolicyVersions", "Versions", 2, PolicyArn=arn) for version in page]
    assert [(one["VersionId"], one["IsDefaultVersion"]) for one in found] == [
        ("v4", False), ("v3", True), ("v1", False),
    ]  # fmt: skip
    assert not any("Document" in version for version in found)
    texts = {one: iam("GetPolicyVersion", PolicyArn=arn, VersionId=one)["PolicyVersion"] for one in ("v1", "v4")}
    assert texts["v1"]["Document"] == f"  {DOCUMENT}\n"
    assert texts["v4"]["Document"] == later


def test_at_most_five_versions(iam: IAM) -> None:
    arn = create(iam)
    for _ in range(4):
        iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=DOCUMENT)
    code, text = iam.refused("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=DOCUMENT)
    assert code == "LimitExceeded"
    assert text == (
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
        "version."
    )


@pytest.mark.parametrize("version", ["v2", "v99999999999999999999", "v1.a"])
@pytest.mark.parametrize("name", ["GetPolicyVersion", "DeletePolicyVersion", "SetDefaultPolicyVersion"])
def test_a_version_that_is_not_there(iam: IAM, name: str, version: str) -> None:
    arn = create(iam)
    text = f"Policy {arn} version {version} does not exist or is not attachable."
    assert iam.refused(name, PolicyArn=arn, VersionId=version) == ("NoSuchEntity", text)


def test_what_keeps_a_policy_from_being_deleted(iam: IAM) -> None:
    arn = create(iam)
    iam("AttachUserPolicy", UserName="admin", PolicyArn=arn)
    iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=DOCUMENT)
    attached = ("DeleteConflict", "Cannot delete a policy attached to entities.")
    assert iam.refused("DeletePolicy", PolicyArn=arn) == attached
    iam("DetachUserPolicy", UserName="admin", PolicyArn=arn)
    code, text = iam.refused("DeletePolicy", PolicyArn=arn)
    assert code == "DeleteConflict"
    assert text.startswith("This policy has more than one version. Before you delete a policy,")
    default = iam.refused("DeletePolicyVersion", PolicyArn=arn, VersionId="v1")
    assert default == ("DeleteConflict", "Cannot delete the default version of a policy.")
    iam("DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    iam("DeletePolicy", PolicyArn=arn)
    assert iam.refused("DeletePolicy", PolicyArn=arn) == ("NoSuchEntity", f"Policy {arn} was not found.")
    assert create(iam) == arn
    assert iam("GetPolicy", PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v1"


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("DeletePolicy", {}),
    ("CreatePolicyVersion", {"PolicyDocument": DOCUMENT}),
    ("DeletePolicyVersion", {"VersionId": "v1"}),
    ("SetDefaultPolicyVersion", {"VersionId": "v1"}),
    ("TagPolicy", {"Tags": [{"Key": "a", "Value": "b"}]}),
    ("UntagPolicy", {"TagKeys": ["a"]}),
]


@pytest.mark.parametrize(("name", "params"), CHANGES)
@pytest.mark.parametrize("account", ["aws", "210987654321"])
def test_nobody_changes_awss_policies_or_another_accounts(
    iam: IAM, name: str, params: dict[str, Any], account: str
) -> None:
    for caller in (iam, IAM(iam.world, iam.world.account("Root"))):
        arn = f"arn:aws:iam::{account}:policy/AdministratorAccess"
        assert caller.refused(name, PolicyArn=arn, **params) == ("AccessDenied", "Policy is outside your own account.")


@pytest.mark.parametrize("name", ["GetPolicy", "DeletePolicy", "ListPolicyVersions", "ListPolicyTags"])
@pytest.mark.parametrize("arn", ["ReadOnlyAccess-of-the-account", "arn:aws:iam::aws:user/somebody"])
def test_what_is_no_policys_arn(iam: IAM, name: str, arn: str) -> None:
    assert iam.refused(name, PolicyArn=arn) == ("InvalidInput", f"ARN {arn} is not valid.")


def test_awss_policies_can_be_read(iam: IAM) -> None:
    arn = f"{AWS}job-function/ViewOnlyAccess"
    policy = iam("GetPolicy", PolicyArn=arn)["Policy"]
    assert (policy["Path"], policy["DefaultVersionId"]) == ("/job-function/", "v1")
    assert policy["CreateDate"] == datetime(2016, 11, 10, 17, 20, 15, tzinfo=UTC)
    version = iam("GetPolicyVersion", PolicyArn=arn, VersionId="v1")["PolicyVersion"]
    assert json.loads(version["Document"])["Version"] == "2012-10-17"
    assert [one["VersionId"] for one in iam("ListPolicyVersions", PolicyArn=arn)["Versions"]] == ["v1"]
    assert iam("ListPolicyTags", PolicyArn=arn)["Tags"] == []


def test_lists_of_policies_are_filtered(iam: IAM) -> None:
    create(iam, "m-own", Path="/job-function/")
    create(iam, "z-own")
    iam("AttachUserPolicy", UserName="admin", PolicyArn=own(iam, "z-own"))
    iam("AttachUserPolicy", UserName="admin", PolicyArn=f"{AWS}IAMFullAccess")
    iam.world.perform(iam.world.account("Other"), "iam:CreatePolicy", {"PolicyName": "x", "PolicyDocument": DOCUMENT})
    everything = names(iam("ListPolicies")["Policies"])
    assert everything == sorted(everything)
    assert names(iam("ListPolicies", Scope="Local")["Policies"]) == ["m-own", "z-own"]
    assert set(everything) - set(names(iam("ListPolicies", Scope="AWS")["Policies"])) == {"m-own", "z-own"}
    in_path = names(iam("ListPolicies", PathPrefix="/job-function/")["Policies"])
    assert {"m-own", "Billing"} <= set(in_path)
    assert not {"z-own", "IAMFullAccess"} & set(in_path)
    attached = iam("ListPolicies", OnlyAttached=True)["Policies"]
    assert {one["PolicyName"]: one["AttachmentCount"] for one in attached} == {"IAMFullAccess": 1, "z-own": 1}
    assert iam("ListPolicies", PolicyUsageFilter="PermissionsPolicy")["Policies"] == attached
    assert iam("ListPolicies", PolicyUsageFilter="PermissionsBoundary")["Policies"] == []


def test_every_policy_is_on_one_page(iam: IAM) -> None:
    for name in ("A", "IAMFullAccess", "PowerUserAccess-", "zz"):
        create(iam, name, Path="/" + "p" * 500 + "/")
    whole = iam("ListPolicies")["Policies"]
    for size in (1, 2, 7, 100):
        assert [one for page in iam.pages("ListPolicies", "Policies", size) for one in page] == whole


def test_tags_of_a_policy_tell_cases_apart(iam: IAM) -> None:
    arn = create(iam, Tags=[{"Key": "team", "Value": "blue"}])
    iam("TagPolicy", PolicyArn=arn, Tags=[{"Key": "Team", "Value": "red"}, {"Key": "team", "Value": "green"}])
    pages = iam.pages("ListPolicyTags", "Tags", 1, PolicyArn=arn)
    assert pages == [[{"Key": "Team", "Value": "red"}], [{"Key": "team", "Value": "green"}]]
    iam("UntagPolicy", PolicyArn=arn, TagKeys=["team", "TEAM"])
    assert iam("ListPolicyTags", PolicyArn=arn)["Tags"] == [{"Key": "Team", "Value": "red"}]


def test_the_longest_tag_keys_can_be_paged(iam: IAM) -> None:
    tags = [{"Key": f"{letter}" * 128, "Value": ""} for letter in "äöü"]
    pages = iam.pages("ListPolicyTags", "Tags", 1, PolicyArn=create(iam, Tags=tags))
    assert [page[0] for page in pages] == tags


BAD_TAGS = [
    ([{"Key": "a", "Value": ""}, {"Key": "a", "Value": "b"}], "InvalidInput", "Duplicate tag keys found."),
    ([{"Key": "AWS:x", "Value": ""}], "InvalidInput", "Tag keys that begin with aws:"),
    (
        [{"Key": f"new{n}", "Value": ""} for n in range(50)],
        "LimitExceeded",
        "Cannot exceed quota for TagsPerResource: 50",
    ),
]


@pytest.mark.parametrize(("tags", "code", "begins"), BAD_TAGS)
def test_tags_that_cannot_be(iam: IAM, tags: list[dict[str, str]], code: str, begins: str) -> None:
    arn = create(iam, Tags=[{"Key": "here", "Value": ""}])
    refused = iam.refused("TagPolicy", PolicyArn=arn, Tags=tags)
    assert refused[0] == code
    assert refused[1].startswith(begins)
