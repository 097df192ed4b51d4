"""The catalogue of AWS's policies."""

from __future__ import annotations

import re

import pytest

from frontdesk.authorization import policies
from frontdesk.authorization.decision import evaluate
from frontdesk.authorization.policies import PolicyKind, Source
from frontdesk.authorization.request import PolicySets, Principal, PrincipalKind, Request
from frontdesk.directory import managed_policies
from frontdesk.directory.managed_policies import CataloguedPolicy

ALL = sorted(managed_policies.catalogue().values(), key=lambda policy: policy.name)
each = pytest.mark.parametrize("policy", ALL, ids=lambda policy: policy.name)
ACCOUNT = "123456789012"
BOB = f"arn:aws:iam::{ACCOUNT}:user/bob"


@each
def test_is_a_managed_policy(policy: CataloguedPolicy) -> None:
    policies.parse(policy.document, PolicyKind.MANAGED)
    assert re.fullmatch(r"ANPA[A-Z2-7]{17}", policy.id)
    assert re.fullmatch(r"/([a-z-]+/)?", policy.path)
    assert policy.description.endswith(".")
    assert policy.created_at <= policy.updated_at
    assert managed_policies.find(policy.arn) is policy


def test_ids_and_names_are_unique() -> None:
    assert len({policy.id for policy in ALL}) == len({policy.name for policy in ALL}) == len(ALL)


def test_the_set_is_what_the_wire_reference_asks_for() -> None:
    arns = {policy.arn.removeprefix("arn:aws:iam::aws:policy/") for policy in ALL}
    plain = "AdministratorAccess ReadOnlyAccess PowerUserAccess IAMFullAccess IAMReadOnlyAccess IAMUserChangePassword"
    jobs = (
        "Billing DatabaseAdministrator DataScientist NetworkAdministrator SupportUser SystemAdministrator "
        "ViewOnlyAccess"
    )
    tasks = (
        "IAMAuditRootUserCredentials IAMCreateRootUserPassword IAMDeleteRootUserCredentials S3UnlockBucketPolicy "
        "SQSUnlockQueuePolicy"
    )
    assert arns == {
        *plain.split(),
        *(f"job-function/{name}" for name in jobs.split()),
        *(f"root-task/{name}" for name in tasks.split()),
        "SecurityAudit",
        "SignInLocalDevelopmentAccess",
    }


MEANINGS = [
    ("AdministratorAccess", "iam:DeleteUser", BOB, True),
    ("PowerUserAccess", "sso:CreatePermissionSet", "*", True),
    ("PowerUserAccess", "iam:CreateUser", BOB, False),
    ("PowerUserAccess", "organizations:CloseAccount", "*", False),
    ("PowerUserAccess", "organizations:DescribeOrganization", "*", True),
    ("PowerUserAccess", "account:CloseAccount", "*", False),
    ("ReadOnlyAccess", "iam:GetUser", BOB, True),
    ("ReadOnlyAccess", "cloudtrail:LookupEvents", "", True),
    ("ReadOnlyAccess", "iam:CreateAccessKey", BOB, False),
    ("ReadOnlyAccess", "iam:ChangePassword", BOB, False),
    ("IAMFullAccess", "iam:DeleteUser", BOB, True),
    ("IAMFullAccess", "cloudtrail:LookupEvents", "", False),
    ("IAMReadOnlyAccess", "iam:ListUsers", "*", True),
    ("IAMReadOnlyAccess", "iam:PutUserPolicy", BOB, False),
    ("IAMUserChangePassword", "iam:ChangePassword", BOB, True),
    ("IAMUserChangePassword", "iam:ChangePassword", BOB.replace("bob", "eve"), False),
    ("IAMUserChangePassword", "iam:GetAccountPasswordPolicy", "*", True),
    ("SecurityAudit", "iam:GetAccountSummary", "*", True),
    ("SecurityAudit", "s3:GetObject", "arn:aws:s3:::bucket/key", False),
    ("job-function/Billing", "payments:CreatePaymentInstrument", "*", True),
    ("job-function/Billing", "iam:ListUsers", "*", False),
    ("job-function/SupportUser", "support:CreateCase", "*", True),
    ("job-function/SupportUser", "iam:UpdateLoginProfile", BOB, False),
    ("job-function/SystemAdministrator", "iam:CreateUser", BOB, False),
    ("job-function/ViewOnlyAccess", "iam:ListUsers", "*", True),
    ("job-function/ViewOnlyAccess", "iam:GetUserPolicy", BOB, False),
    ("SignInLocalDevelopmentAccess", "signin:CreateOAuth2Token",
     f"arn:aws:signin:us-east-1:{ACCOUNT}:oauth2/public-client/localhost", True),
    ("SignInLocalDevelopmentAccess", "signin:CreateOAuth2Token", "*", False),
    ("root-task/IAMAuditRootUserCredentials", "iam:ListAccessKeys", f"arn:aws:iam::{ACCOUNT}:root", True),
    ("root-task/IAMAuditRootUserCredentials", "iam:DeleteAccessKey", f"arn:aws:iam::{ACCOUNT}:root", False),
    ("root-task/IAMDeleteRootUserCredentials", "iam:DeleteLoginProfile", f"arn:aws:iam::{ACCOUNT}:root", True),
    ("root-task/IAMCreateRootUserPassword", "iam:CreateLoginProfile", BOB, False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "action", "resource", "allowed"), MEANINGS)
def test_means_what_its_name_says(name: str, action: str, resource: str, allowed: bool) -> None:
    policy = managed_policies.catalogue()[f"arn:aws:iam::aws:policy/{name}"]
    compiled = policies.compile(policies.parse(policy.document, PolicyKind.MANAGED), Source(policy.arn, "aws-managed"))
    bob = Principal(PrincipalKind.IAM_USER, BOB, "AIDAEXAMPLE", ACCOUNT)
    request = Request(bob, action, resource, {"aws:username": "bob"}, ACCOUNT)
    assert evaluate(request, PolicySets(identity=(compiled,))).allowed is allowed
