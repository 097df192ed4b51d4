"""What the models demand, in AWS's sentences (wire 3.6)."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import botocore
import pytest
from botocore.model import OperationModel

from frontdesk.core.secret import Password
from frontdesk.operations import contract
from frontdesk.operations.constraints import MOST_FAILURES, Invalid
from frontdesk.wire.services import SERVICES

FAILED = "failed to satisfy constraint: Member must"
LONG = "x" * 65
MESSAGES: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "missing": ("iam", "CreateUser", {}, f"Value null at 'userName' {FAILED} not be null"),
    "null": ("iam", "GetRole", {"RoleName": None}, f"Value null at 'roleName' {FAILED} not be null"),
    "too long": (
        "iam",
        "CreateUser",
        {"UserName": LONG},
        f"Value '{LONG}' at 'userName' {FAILED} have length less than or equal to 64",
    ),
    "too short": (
        "sts",
        "GetAccessKeyInfo",
        {"AccessKeyId": "AKIA"},
        f"Value 'AKIA' at 'accessKeyId' {FAILED} have length greater than or equal to 16",
    ),
    "pattern": (
        "iam",
        "CreateUser",
        {"UserName": "a b"},
        f"Value 'a b' at 'userName' {FAILED} satisfy regular expression pattern: [\\w+=,.@-]+",
    ),
    "too large": (
        "sts",
        "GetSessionToken",
        {"DurationSeconds": 129_601},
        f"Value '129601' at 'durationSeconds' {FAILED} have value less than or equal to 129600",
    ),
    "too small": (
        "iam",
        "ListUsers",
        {"MaxItems": 0},
        f"Value '0' at 'maxItems' {FAILED} have value greater than or equal to 1",
    ),
    "enum": (
        "iam",
        "UpdateSSHPublicKey",
        {"UserName": "a", "SSHPublicKeyId": "A" * 20, "Status": "Off"},
        f"Value 'Off' at 'status' {FAILED} satisfy enum value set: [Active, Inactive, Expired]",
    ),
    "inside a list": (
        "iam",
        "TagUser",
        {"UserName": "a", "Tags": [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "<"}]},
        (
            f"Value '<' at 'tags.2.member.value' {FAILED} satisfy regular expression pattern: "
            "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"
        ),
    ),
    "missing inside a list": (
        "iam",
        "TagUser",
        {"UserName": "a", "Tags": [{"Key": "a"}]},
        f"Value null at 'tags.1.member.value' {FAILED} not be null",
    ),
    "null inside a list": (
        "iam",
        "UntagUser",
        {"UserName": "a", "TagKeys": ["a", None]},
        f"Value null at 'tagKeys.2.member' {FAILED} not be null",
    ),
    "list too long": (
        "iam",
        "UntagUser",
        {"UserName": "a", "TagKeys": ["k"] * 51},
        f"Value '[{', '.join(['k'] * 51)}]' at 'tagKeys' {FAILED} have length less than or equal to 50",
    ),
    "structures in a list": (
        "iam",
        "TagUser",
        {"UserName": "a", "Tags": [{"Key": "k", "Value": "v"}] * 51},
        f"Value '[{', '.join(['Tag(Key=k, Value=v)'] * 51)}]' at 'tags' {FAILED} have length less than or equal to 50",
    ),
    "sensitive": (
        "iam",
        "CreateLoginProfile",
        {"UserName": "a", "Password": "hunter\x00"},
        f"Value at 'password' {FAILED} satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    ),
    "a Password of our own": (
        "iam",
        "CreateLoginProfile",
        {"UserName": "a", "Password": Password("x" * 129)},
        f"Value at 'password' {FAILED} have length less than or equal to 128",
    ),
    "type": (
        "iam",
        "ListUsers",
        {"MaxItems": True},
        f"Value 'true' at 'maxItems' {FAILED} be of type integer",
    ),
    "union": (
        "identitystore",
        "GetUserId",
        {"IdentityStoreId": "d-0123456789", "AlternateIdentifier": {}},
        f"Value 'AlternateIdentifier()' at 'alternateIdentifier' {FAILED} have exactly one member set",
    ),
}


@pytest.mark.parametrize(("service", "operation", "params", "words"), MESSAGES.values(), ids=MESSAGES.keys())
def test_message(service: str, operation: str, params: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        contract.check(service, operation, params)
    assert str(refusal.value) == f"1 validation error detected: {words}"
    assert refusal.value.code == "ValidationError"


def test_several_failures_are_told_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        contract.check("iam", "CreateUser", {"UserName": "a b", "Path": "x"})
    words = str(refusal.value)
    assert words.startswith("2 validation errors detected: Value 'x' at 'path' failed")
    assert "; Value 'a b' at 'userName' failed" in words
    assert refusal.value.field == "Path"
    assert [failure.member for failure in refusal.value.failures] == ["Path", "UserName"]


def test_a_secret_inside_a_list_is_left_out_of_what_is_told() -> None:
    params = {"IdentityStoreId": "d-0123456789", "Emails": [{"Value": "private@example.org"}] * 2}
    with pytest.raises(Invalid) as refusal:
        contract.check("identitystore", "CreateUser", params)
    assert "private" not in str(refusal.value)
    assert "private" not in refusal.value.cause


def test_the_number_of_failures_is_bounded() -> None:
    with pytest.raises(Invalid) as refusal:
        contract.check("iam", "UntagUser", {"UserName": "a", "TagKeys": ["<"] * 10_000})
    assert len(refusal.value.failures) <= MOST_FAILURES


GOOD: list[tuple[str, str, dict[str, Any]]] = [
    ("iam", "CreateUser", {"UserName": "Ada.L+1@example", "Path": "/a/", "Tags": [{"Key": "Größe", "Value": ""}]}),
    ("iam", "UpdateLoginProfile", {"UserName": "a", "Password": Password("säcret"), "PasswordResetRequired": False}),
    ("iam", "GetAccountSummary", {}),
    ("cloudtrail", "LookupEvents", {"StartTime": datetime(2026, 1, 1, tzinfo=UTC), "MaxResults": 50}),
    ("support", "AddAttachmentsToSet", {"attachments": [{"fileName": "a", "data": b"\x00"}]}),
]


@pytest.mark.parametrize(("service", "operation", "params"), GOOD)
def test_good_parameters_come_back(service: str, operation: str, params: dict[str, Any]) -> None:
    assert contract.check(service, operation, params) == params


def test_absent_and_unknown_members_are_left_out() -> None:
    assert contract.check("iam", "GetUser", {"UserName": None, "Colour": "red"}) == {}


def test_an_operation_nobody_has() -> None:
    assert contract.operation("iam", "Nonsense") is None
    for service, operation in [("iam", "Nonsense"), ("nonsense", "X")]:
        with pytest.raises(LookupError):
            contract.check(service, operation, {})


def test_names_are_those_of_the_python_client() -> None:
    for service in SERVICES:
        model = contract.service(service.name)
        for operation in map(model.operation_model, model.operation_names):
            names = operation.input_shape.members if operation.input_shape is not None else {}
            assert contract.keywords(operation) == tuple(botocore.xform_name(name) for name in names)
    assert contract.snake("MFADeviceName") == "mfa_device_name"


def model_of(operation: str) -> OperationModel:
    found = contract.operation("iam", operation)
    assert found is not None
    return found


def update_login_profile(
    ctx: Any, user: Any, *, password: str | None = None, password_reset_required: bool | None = None
) -> None:
    pass


def drifted(ctx: Any, user: Any, *, password: str, reset_required: bool | None = None) -> None:
    pass


def test_a_function_that_agrees_with_its_shape() -> None:
    assert contract.drift(update_login_profile, model_of("UpdateLoginProfile"), {"UserName"}) == []


def test_drift_is_told_in_sentences() -> None:
    assert contract.drift(drifted, model_of("UpdateLoginProfile"), ["UserName", "Colour"]) == [
        "UpdateLoginProfile has no member colour, which is said to be consumed",
        "UpdateLoginProfile takes password_reset_required, the function does not",
        "the function takes reset_required, UpdateLoginProfile does not",
        "password is optional in UpdateLoginProfile, but has no default in the function",
    ]
    assert contract.drift(update_login_profile, model_of("UpdateLoginProfile")) == [
        "UpdateLoginProfile takes user_name, the function does not"
    ]


def test_paginators() -> None:
    assert contract.paginator("iam", "ListUsers") == contract.Paginator(
        "Marker", "Marker", "MaxItems", ("Users",), "IsTruncated"
    )
    several = contract.paginator("iam", "ListEntitiesForPolicy")
    assert several is not None
    assert several.result_keys == ("PolicyGroups", "PolicyUsers", "PolicyRoles")
    found = contract.paginator("cloudtrail", "LookupEvents")
    assert found == contract.Paginator("NextToken", "NextToken", "MaxResults", ("Events",), None)
    assert contract.paginator("iam", "CreateUser") is None
    assert contract.paginator("nonsense", "X") is None


def test_importing_the_contract_reads_no_model_and_no_client_machinery() -> None:
    code = "import sys, frontdesk.operations.contract; sys.exit(any(name.startswith('boto') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
