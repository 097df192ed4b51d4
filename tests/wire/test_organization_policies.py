"""Policies of organizations, trusted services, delegated administrators and tags, as boto3 asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.server import Server
from tests.wire.conftest import Client, client

SCP, RCP, TAGS = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"
DENY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]})
TAG_POLICY = json.dumps({"tags": {"cost": {"tag_key": {"@@assign": "Cost"}, "tag_value": {"@@assign": ["1"]}}}})
SERVICE = "sso.amazonaws.com"


@pytest.fixture
def org(root: Client) -> Any:
    """The organizations client of a management account."""
    org = root("organizations")
    org.create_organization(FeatureSet="ALL")
    return org


@pytest.fixture
def top(org: Any) -> str:
    return str(org.list_roots()["Roots"][0]["Id"])


@pytest.fixture
def unit(org: Any, top: str) -> str:
    return str(org.create_organizational_unit(ParentId=top, Name="Sandbox")["OrganizationalUnit"]["Id"])


@pytest.fixture
def member(org: Any, root: Client) -> str:
    own = root("sts").get_caller_identity()["Account"]
    asked = org.create_account(Email=f"member-{own}@example.org", AccountName="Member")["CreateAccountStatus"]
    done = org.describe_create_account_status(CreateAccountRequestId=asked["Id"])["CreateAccountStatus"]
    assert done["State"] == "SUCCEEDED"
    return str(done["AccountId"])


def create(org: Any, name: str = "No IAM", type: str = SCP, content: str = DENY, **more: Any) -> str:
    made = org.create_policy(Name=name, Description="why", Type=type, Content=content, **more)
    return str(made["Policy"]["PolicySummary"]["Id"])


def refused(act: Callable[[], Any]) -> tuple[str, str | None]:
    with pytest.raises(ClientError) as caught:
        act()
    return caught.value.response["Error"]["Code"], caught.value.response.get("Reason")


def names(org: Any, target: str, type: str = SCP) -> list[str]:
    return [one["Name"] for one in org.list_policies_for_target(TargetId=target, Filter=type)["Policies"]]


def test_a_policy_is_written_changed_and_deleted(org: Any) -> None:
    id = create(org, Tags=[{"Key": "team", "Value": "a+b"}])
    described = org.describe_policy(PolicyId=id)["Policy"]
    assert described["Content"] == DENY
    summary = described["PolicySummary"]
    assert (summary["Name"], summary["AwsManaged"], summary["Type"]) == ("No IAM", False, SCP)
    assert f"/service_control_policy/{id}" in summary["Arn"]
    assert org.list_tags_for_resource(ResourceId=id)["Tags"] == [{"Key": "team", "Value": "a+b"}]
    org.update_policy(PolicyId=id, Name="Still no IAM")
    changed = org.describe_policy(PolicyId=id)["Policy"]
    assert (changed["PolicySummary"]["Name"], changed["Content"]) == ("Still no IAM", DENY)
    org.delete_policy(PolicyId=id)
    assert refused(lambda: org.describe_policy(PolicyId=id))[0] == "PolicyNotFoundException"


def test_lists_have_aws_own_policies_and_end(org: Any) -> None:
    made = {create(org, f"Policy {number:02d}") for number in range(25)}
    pages = [page["Policies"] for page in org.get_paginator("list_policies").paginate(Filter=SCP)]
    assert max(map(len, pages)) <= 20
    found = [one["Id"] for page in pages for one in page]
    assert sorted(found) == sorted({"p-FullAWSAccess", *made})


@pytest.mark.parametrize(
    ("type", "content", "code"),
    [
        (SCP, "no json", "MalformedPolicyDocumentException"),
        (SCP, '{"Statement": []}', "MalformedPolicyDocumentException"),
        (SCP, DENY.replace("Deny", "Maybe"), "MalformedPolicyDocumentException"),
        (TAGS, "[1]", "MalformedPolicyDocumentException"),
        (TAGS, '{"a":' * 900 + "1" + "}" * 900, "MalformedPolicyDocumentException"),
        (SCP, DENY + " " * 5120, "ConstraintViolationException"),
    ],
)
def test_a_text_that_is_no_policy_is_refused(org: Any, type: str, content: str, code: str) -> None:
    assert refused(lambda: create(org, "x", type, content))[0] == code
    assert len(org.list_policies(Filter=type)["Policies"]) == (1 if type == SCP else 0)


def test_names_are_unique_for_a_type(org: Any) -> None:
    create(org, "Same")
    assert refused(lambda: create(org, "Same"))[0] == "DuplicatePolicyException"
    create(org, "Same", TAGS, TAG_POLICY)
    other = create(org, "Other")
    assert refused(lambda: org.update_policy(PolicyId=other, Name="Same"))[0] == "DuplicatePolicyException"


def test_what_is_aws_own_cannot_be_changed(org: Any) -> None:
    for act in (org.update_policy, org.delete_policy):
        assert refused(lambda act=act: act(PolicyId="p-FullAWSAccess")) == ("InvalidInputException", "IMMUTABLE_POLICY")


def test_a_type_counts_once_it_is_enabled_and_hangs_its_default_on_everything(org: Any, top: str, unit: str) -> None:
    id = create(org)
    assert refused(lambda: org.attach_policy(PolicyId=id, TargetId=top))[0] == "PolicyTypeNotEnabledException"
    enabled = org.enable_policy_type(RootId=top, PolicyType=SCP)["Root"]
    assert enabled["PolicyTypes"] == [{"Type": SCP, "Status": "ENABLED"}]
    later = org.create_organizational_unit(ParentId=unit, Name="Later")["OrganizationalUnit"]["Id"]
    assert [names(org, place) for place in (top, unit, later)] == [["FullAWSAccess"]] * 3
    assert refused(lambda: org.enable_policy_type(RootId=top, PolicyType=SCP))[0] == "PolicyTypeAlreadyEnabledException"
    org.attach_policy(PolicyId=id, TargetId=unit)
    org.disable_policy_type(RootId=top, PolicyType=SCP)
    org.enable_policy_type(RootId=top, PolicyType=SCP)
    assert names(org, unit) == ["FullAWSAccess"]


def test_attaching_and_detaching(org: Any, top: str, unit: str, member: str) -> None:
    org.enable_policy_type(RootId=top, PolicyType=SCP)
    id = create(org)
    for place in (top, unit, member):
        org.attach_policy(PolicyId=id, TargetId=place)
    assert refused(lambda: org.attach_policy(PolicyId=id, TargetId=unit))[0] == "DuplicatePolicyAttachmentException"
    targets = org.list_targets_for_policy(PolicyId=id)["Targets"]
    assert {(one["TargetId"], one["Type"]) for one in targets} == {
        (top, "ROOT"), (unit, "ORGANIZATIONAL_UNIT"), (member, "ACCOUNT")
    }  # fmt: skip
    assert refused(lambda: org.delete_policy(PolicyId=id))[0] == "PolicyInUseException"
    org.detach_policy(PolicyId=id, TargetId=unit)
    assert refused(lambda: org.detach_policy(PolicyId=id, TargetId=unit))[0] == "PolicyNotAttachedException"
    last = refused(lambda: org.detach_policy(PolicyId="p-FullAWSAccess", TargetId=unit))
    assert last == ("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")
    missing = refused(lambda: org.attach_policy(PolicyId=id, TargetId="ou-aaaa-aaaaaaaa"))
    assert missing[0] == "TargetNotFoundException"


def test_five_control_policies_are_the_most_on_a_target(org: Any, top: str) -> None:
    org.enable_policy_type(RootId=top, PolicyType=SCP)
    for number in range(4):
        org.attach_policy(PolicyId=create(org, f"p{number}"), TargetId=top)
    sixth = create(org, "sixth")
    refusal = refused(lambda: org.attach_policy(PolicyId=sixth, TargetId=top))
    assert refusal == ("ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")


def test_the_default_resource_control_policy_cannot_be_detached(org: Any, top: str) -> None:
    org.enable_policy_type(RootId=top, PolicyType=RCP)
    refusal = refused(lambda: org.detach_policy(PolicyId="p-RCPFullAWSAccess", TargetId=top))
    assert refusal == ("InvalidInputException", "NON_DETACHABLE_POLICY")


def test_effective_policies_are_inherited(org: Any, top: str, member: str) -> None:
    nothing = refused(lambda: org.describe_effective_policy(PolicyType=TAGS, TargetId=member))
    assert nothing[0] == "EffectivePolicyNotFoundException"
    org.enable_policy_type(RootId=top, PolicyType=TAGS)
    org.attach_policy(PolicyId=create(org, "top", TAGS, TAG_POLICY), TargetId=top)
    more = json.dumps({"tags": {"cost": {"tag_value": {"@@append": ["2"]}}}})
    org.attach_policy(PolicyId=create(org, "own", TAGS, more), TargetId=member)
    effective = org.describe_effective_policy(PolicyType=TAGS, TargetId=member)["EffectivePolicy"]
    assert json.loads(effective["PolicyContent"]) == {"tags": {"cost": {"tag_key": "Cost", "tag_value": ["1", "2"]}}}
    own = org.describe_effective_policy(PolicyType=TAGS)["EffectivePolicy"]
    assert json.loads(own["PolicyContent"])["tags"]["cost"]["tag_value"] == ["1"]
    assert org.list_accounts_with_invalid_effective_policy(PolicyType=TAGS)["Accounts"] == []


def test_trusted_services_and_their_administrators(org: Any, root: Client, member: str) -> None:
    register = {"AccountId": member, "ServicePrincipal": SERVICE}
    early = refused(lambda: org.register_delegated_administrator(**register))
    assert early == ("ConstraintViolationException", "SERVICE_ACCESS_NOT_ENABLED")
    org.enable_aws_service_access(ServicePrincipal=SERVICE)
    org.enable_aws_service_access(ServicePrincipal=SERVICE)
    listed = org.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [one["ServicePrincipal"] for one in listed] == [SERVICE]
    org.register_delegated_administrator(**register)
    assert refused(lambda: org.register_delegated_administrator(**register))[0] == "AccountAlreadyRegisteredException"
    found = org.list_delegated_administrators(ServicePrincipal=SERVICE)["DelegatedAdministrators"]
    assert [(one["Id"], one["Status"]) for one in found] == [(member, "ACTIVE")]
    services = org.list_delegated_services_for_account(AccountId=member)["DelegatedServices"]
    assert [one["ServicePrincipal"] for one in services] == [SERVICE]
    held = refused(lambda: org.disable_aws_service_access(ServicePrincipal=SERVICE))
    assert held[1] == "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"
    org.deregister_delegated_administrator(**register)
    assert refused(lambda: org.deregister_delegated_administrator(**register))[0] == "AccountNotRegisteredException"
    org.disable_aws_service_access(ServicePrincipal=SERVICE)
    own = root("sts").get_caller_identity()["Account"]
    management = refused(lambda: org.register_delegated_administrator(AccountId=own, ServicePrincipal=SERVICE))
    assert management[1] == "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"


@pytest.mark.parametrize("service", ["sso", ".amazonaws.com", "evil.example"])
def test_a_service_is_named_as_one(org: Any, service: str) -> None:
    refusal = refused(lambda: org.enable_aws_service_access(ServicePrincipal=service))
    assert refusal == ("InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL")


def test_the_resource_policy(org: Any) -> None:
    assert refused(org.describe_resource_policy)[0] == "ResourcePolicyNotFoundException"
    bad = refused(lambda: org.put_resource_policy(Content="{}"))
    assert bad == ("InvalidInputException", "INVALID_RESOURCE_POLICY_JSON")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "organizations:List*", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    put = org.put_resource_policy(Content=text, Tags=[{"Key": "a", "Value": "b"}])["ResourcePolicy"]
    assert org.describe_resource_policy()["ResourcePolicy"] == put
    assert org.list_tags_for_resource(ResourceId=put["ResourcePolicySummary"]["Id"])["Tags"][0]["Key"] == "a"
    org.delete_resource_policy()
    assert refused(org.describe_resource_policy)[0] == "ResourcePolicyNotFoundException"


def test_tags_of_everything_that_can_have_them(org: Any, top: str, unit: str, member: str) -> None:
    for id in (top, unit, member, create(org)):
        org.tag_resource(ResourceId=id, Tags=[{"Key": "Team", "Value": "a"}, {"Key": "team", "Value": ""}])
        org.tag_resource(ResourceId=id, Tags=[{"Key": "Team", "Value": "b"}])
        assert org.list_tags_for_resource(ResourceId=id)["Tags"] == [
            {"Key": "Team", "Value": "b"}, {"Key": "team", "Value": ""}
        ]  # fmt: skip
        org.untag_resource(ResourceId=id, TagKeys=["Team", "absent"])
        assert [tag["Key"] for tag in org.list_tags_for_resource(ResourceId=id)["Tags"]] == ["team"]


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ([{"Key": "aws:x", "Value": ""}], "INVALID_SYSTEM_TAGS_PARAMETER"),
        ([{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}], "DUPLICATE_TAG_KEY"),
        ([{"Key": f"k{number}", "Value": ""} for number in range(51)], "MAX_TAG_LIMIT_EXCEEDED"),
    ],
)
def test_tags_that_are_refused_change_nothing(org: Any, top: str, tags: list[dict[str, str]], reason: str) -> None:
    assert refused(lambda: org.tag_resource(ResourceId=top, Tags=tags))[1] == reason
    assert org.list_tags_for_resource(ResourceId=top)["Tags"] == []


def test_outside_an_organization_there_is_nothing_to_rule(root: Client) -> None:
    org = root("organizations")
    for act in (
        lambda: org.list_policies(Filter=SCP),
        lambda: create(org),
        org.list_aws_service_access_for_organization,
        lambda: org.list_tags_for_resource(ResourceId="r-aaaa"),
    ):
        assert refused(act)[0] == "AWSOrganizationsNotInUseException"


def test_an_organization_for_bills_alone_has_no_policies(root: Client) -> None:
    org = root("organizations")
    org.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    assert refused(lambda: create(org))[0] == "PolicyTypeNotAvailableForOrganizationException"
    assert refused(lambda: org.enable_aws_service_access(ServicePrincipal=SERVICE))[1] == (
        "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"
    )


def test_another_organizations_policies_are_not_there(org: Any, server: Server) -> None:
    other = server.account("Elsewhere", email="elsewhere@example.org")
    theirs = client(server, "organizations", other.access_key_id, other.secret_access_key)
    theirs.create_organization(FeatureSet="ALL")
    id = create(org)
    assert refused(lambda: theirs.describe_policy(PolicyId=id))[0] == "PolicyNotFoundException"
    assert refused(lambda: theirs.update_policy(PolicyId=id, Name="x"))[0] == "PolicyNotFoundException"
    assert refused(lambda: theirs.delete_policy(PolicyId=id))[0] == "PolicyNotFoundException"
