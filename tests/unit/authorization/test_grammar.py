"""What the grammar refuses, in whose words and at which place (wire 6.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from frontdesk.authorization.policies import MalformedPolicyDocument, PolicyKind, parse
from frontdesk.core.errors import Kind

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
SID = "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
ALLOW = {"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}}


def document(*statements: Any, **top: Any) -> str:
    return json.dumps({"Version": "2012-10-17", **top, "Statement": list(statements)})


def changed(base: dict[str, Any], *without: str, **elements: Any) -> dict[str, Any]:
    return {name: value for name, value in {**base, **elements}.items() if name not in without}


def refusal(text: str, kind: PolicyKind = PolicyKind.IDENTITY) -> MalformedPolicyDocument:
    with pytest.raises(MalformedPolicyDocument) as caught:
        parse(text, kind)
    assert caught.value.code == "MalformedPolicyDocument"
    assert caught.value.kind is Kind.INVALID
    assert str(caught.value.detail)
    return caught.value


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        ({"Action": []}, "Policy statement must contain actions."),
        ({"Action": "GetUser"}, VENDOR),
        ({"Action": ""}, VENDOR),
        ({"Action": "iam:a:b"}, "Actions/Condition can contain only one colon."),
        ({"Action": "i am:GetUser"}, "Vendor i am is not valid"),
        ({"Action": "ia*:GetUser"}, "Vendor ia* is not valid"),
        ({"Action": ":GetUser"}, "Vendor  is not valid"),
        ({"Action": "iam:Get User"}, LEGACY),
        ({"Action": "iam:"}, LEGACY),
        ({"Action": ["iam:GetUser", 7]}, SYNTAX),
        ({"Action": {"iam:GetUser": 1}}, SYNTAX),
        ({"NotAction": "iam:*"}, SYNTAX),
        ({"Resource": []}, "Policy statement must contain resources."),
        ({"Resource": "bucket"}, 'Resource bucket must be in ARN format or "*".'),
        ({"Resource": ""}, 'Resource  must be in ARN format or "*".'),
        ({"Resource": "**"}, 'Resource ** must be in ARN format or "*".'),
        ({"Resource": "{x}"}, 'Resource {x} must be in ARN format or "*".'),
        ({"Resource": "arn"}, 'Resource arn must be in ARN format or "*".'),
        ({"Resource": "ARN:aws:s3:::b"}, 'Resource ARN:aws:s3:::b must be in ARN format or "*".'),
        (
            {"Resource": "arn:aws:iam:us-east-1:111122223333:user/x"},
            "IAM resource arn:aws:iam:us-east-1:111122223333:user/x cannot contain region information.",
        ),
        ({"Resource": "arn:aws:s3::${aws:PrincipalAccount}:b"}, LEGACY),
        ({"Resource": "arn:aws:s3:::${aws:username"}, LEGACY),
        ({"Resource": "arn:aws:s3:::${}"}, LEGACY),
        ({"NotResource": "*"}, SYNTAX),
        ({"Effect": "allow"}, SYNTAX),
        ({"Effect": ["Allow"]}, SYNTAX),
        ({"effect": "Allow"}, SYNTAX),
        (
            {"Sid": "a b"},
            SID,
        ),
        ({"Sid": 1}, SYNTAX),
        ({"Principal": "*"}, "Has prohibited field Principal"),
        ({"NotPrincipal": "*"}, "Has prohibited field NotPrincipal"),
        ({"Condition": []}, SYNTAX),
        ({"Condition": {"StringEqual": {"aws:username": "a"}}}, SYNTAX),
        ({"Condition": {"NullIfExists": {"aws:username": "true"}}}, SYNTAX),
        ({"Condition": {"ForAnyValue:Null": {"aws:username": "true"}}}, SYNTAX),
        ({"Condition": {"ForSomeValue:StringLike": {"aws:username": "a"}}}, SYNTAX),
        ({"Condition": {"StringEquals": "aws:username"}}, SYNTAX),
        ({"Condition": {"StringEquals": {"username": "a"}}}, VENDOR),
        ({"Condition": {"StringEquals": {"aws:": "a"}}}, VENDOR),
        ({"Condition": {"StringEquals": {"aws:username": []}}}, SYNTAX),
        ({"Condition": {"StringEquals": {"aws:username": None}}}, SYNTAX),
        ({"Condition": {"StringEquals": {"aws:username": {"a": "b"}}}}, SYNTAX),
        ({"Condition": {"StringEquals": {"aws:username": "${aws:username"}}}, SYNTAX),
        ({"Condition": {"NumericEquals": {"aws:MultiFactorAuthAge": "one"}}}, SYNTAX),
        ({"Condition": {"NumericEquals": {"aws:MultiFactorAuthAge": "NaN"}}}, SYNTAX),
        ({"Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}}}, SYNTAX),
        ({"Condition": {"Bool": {"aws:SecureTransport": "yes"}}}, SYNTAX),
        ({"Condition": {"Null": {"aws:SecureTransport": "yes"}}}, SYNTAX),
        ({"Condition": {"BinaryEquals": {"x:y": "%"}}}, SYNTAX),
        ({"Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/33"}}}, SYNTAX),
        ({"Condition": {"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "home"]}}}, SYNTAX),
    ],
)
def test_a_fault_in_a_statement_is_refused_in_awss_words(elements: dict[str, Any], said: str) -> None:
    assert str(refusal(document(changed(ALLOW, **elements)))) == said


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("Action", "Policy statement must contain actions."),
        ("Resource", "Policy statement must contain resources."),
        ("Effect", SYNTAX),
    ],
)
def test_an_element_that_is_missing_is_refused_at_the_statement(missing: str, said: str) -> None:
    fault = refusal(document(changed(ALLOW, missing)))
    assert (str(fault), fault.line, fault.column) == (said, 1, len('{"Version": "2012-10-17", "Statement": [') + 1)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (
            PolicyKind.MANAGED,
            document(ALLOW, Version="2008-10-17"),
            "Policy document must be version 2012-10-17 or greater.",
        ),
        (
            PolicyKind.MANAGED,
            json.dumps({"Statement": ALLOW}),
            "Policy document must be version 2012-10-17 or greater.",
        ),
        (PolicyKind.IDENTITY, document(ALLOW, Version="2012-10-18"), SYNTAX),
        (PolicyKind.IDENTITY, document(ALLOW, Version=2012), SYNTAX),
        (PolicyKind.IDENTITY, document(ALLOW, Id="x"), SYNTAX),
        (PolicyKind.SCP, document(ALLOW, Id="x"), SYNTAX),
        (PolicyKind.IDENTITY, document(ALLOW, Extra="x"), SYNTAX),
        (PolicyKind.IDENTITY, document(), SYNTAX),
        (PolicyKind.IDENTITY, '{"Version": "2012-10-17"}', SYNTAX),
        (PolicyKind.IDENTITY, document([ALLOW]), SYNTAX),
        (PolicyKind.IDENTITY, document("Allow"), SYNTAX),
        (PolicyKind.IDENTITY, "[]", SYNTAX),
        (
            PolicyKind.IDENTITY,
            document(changed(ALLOW, Sid="a"), changed(ALLOW, Sid="a")),
            "Statement IDs (SID) in a single policy must be unique.",
        ),
        (PolicyKind.TRUST, document(changed(TRUST, Resource="*")), "Has prohibited field Resource."),
        (PolicyKind.TRUST, document(changed(TRUST, NotResource="*")), "Has prohibited field NotResource."),
        (PolicyKind.TRUST, document(changed(TRUST, "Principal")), "Missing required field Principal"),
        (PolicyKind.TRUST, document(changed(TRUST, NotPrincipal="*")), SYNTAX),
        (PolicyKind.TRUST, document(changed(TRUST, "Principal", NotPrincipal="*")), SYNTAX),
        (PolicyKind.RESOURCE, document(ALLOW), "Missing required field Principal"),
        (PolicyKind.RESOURCE, document(TRUST), "Policy statement must contain resources."),
        (PolicyKind.SESSION, document(changed(ALLOW, Principal="*")), "Has prohibited field Principal"),
        (PolicyKind.SCP, document(changed(ALLOW, Principal="*")), "Has prohibited field Principal"),
        (
            PolicyKind.SCP,
            document(changed(ALLOW, Resource="arn:aws:s3")),
            'Resource arn:aws:s3 must be in ARN format or "*".',
        ),
        (
            PolicyKind.RCP,
            document(changed(ALLOW, Principal={"AWS": "111122223333"})),
            'Invalid principal in policy: "AWS":"111122223333"',
        ),
    ],
)
def test_each_kind_of_document_has_its_rules(kind: PolicyKind, text: str, said: str) -> None:
    assert str(refusal(text, kind)) == said


@pytest.mark.parametrize(
    ("principal", "named"),
    [
        ("ada", "ada"),
        ([], ""),
        ({}, ""),
        ({"AWS": []}, ""),
        ({"aws": "*"}, '"aws":"*"'),
        ({"AWS": "11112222333"}, '"AWS":"11112222333"'),
        ({"AWS": "arn:aws:iam::111122223333:user/*"}, '"AWS":"arn:aws:iam::111122223333:user/*"'),
        ({"AWS": "arn:aws:iam::111122223333:group/g"}, '"AWS":"arn:aws:iam::111122223333:group/g"'),
        ({"AWS": "arn:aws:sts::111122223333:assumed-role/r"}, '"AWS":"arn:aws:sts::111122223333:assumed-role/r"'),
        ({"AWS": "arn:aws:sts::111122223333:assumed-role/r/*"}, '"AWS":"arn:aws:sts::111122223333:assumed-role/r/*"'),
        ({"Service": "*"}, '"Service":"*"'),
        ({"Federated": "*"}, '"Federated":"*"'),
        ({"AWS": ["*", "x"]}, '"AWS":"x"'),
    ],
)
def test_a_principal_that_cannot_be_is_refused(principal: Any, named: str) -> None:
    fault = refusal(document(changed(TRUST, Principal=principal)), PolicyKind.TRUST)
    if isinstance(principal, list):
        assert str(fault) == SYNTAX
    else:
        assert str(fault) == f"Invalid principal in policy: {named}"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("This is no policy", 1, 1),
        ("\n\n  nothing", 3, 3),
        ('{"Version": "2012-10-17",\n "Version": "2012-10-17"}', 2, 2),
        ('{"Version": "2012-10-17",\r\n "Statement": [}]}', 2, 16),
        ('{"Statement":\n  {"Effect": "Allow",}}', 2, 22),
        ('{"Statement":\n  {"Effect" "Allow"}}', 2, 13),
        ('{"Statement": 01}', 1, 16),
        ('{"Statement": truex}', 1, 19),
        ('{"Statement": {}} x', 1, 19),
        ('{"Statement": "open', 1, 15),
        ('{"Statement": "\\x"}', 1, 16),
        ('{"Statement": "\\ud800"}', 1, 15),
        ('{"Statement": "a\tb"}', 1, 15),
        ('{"Statement": [1', 1, 17),
        ("\ufeff{}", 1, 1),
        ('{"Statement": NaN}', 1, 15),
    ],
)
def test_what_is_no_json_is_refused_where_it_goes_wrong(text: str, line: int, column: int) -> None:
    fault = refusal(text)
    assert (str(fault), fault.line, fault.column) == (SYNTAX, line, column)


def test_half_a_character_is_refused() -> None:
    fault = refusal('{"Id": "\\ud800", "Statement": []}', PolicyKind.RESOURCE)
    assert (fault.column, str(fault.detail)) == (8, "This text is not valid Unicode.")


def test_a_fault_points_at_the_value_that_is_wrong() -> None:
    text = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": ["iam:GetUser",
                 "GetUser"],
      "Resource": "*"
    }
  ]
}"""
    fault = refusal(text)
    assert (fault.line, fault.column) == (8, 18)
    assert "line 8, column 18" in fault.cause


def test_everything_that_is_allowed_is_read() -> None:
    text = document(
        {
            "Sid": "One1",
            "Effect": "Deny",
            "NotPrincipal": {
                "AWS": ["*", "arn:aws:iam::111122223333:root", "AIDAQAAAAAAADAADAADA1"],
                "Service": "ec2.amazonaws.com",
                "Federated": ["accounts.google.com", "arn:aws:iam::111122223333:saml-provider/x"],
                "CanonicalUser": "79a59df900b949e55d96a1e698fbaced",
            },
            "NotAction": ["*", "iam:*", "s3:Get?"],
            "NotResource": ["arn:aws:s3:::${aws:username, 'x'}/*", "arn:aws:iam:*:111122223333:user/*", "arn:aws"],
            "Condition": {
                "ForAllValues:stringlikeifexists": {"AWS:TagKeys": ["a*", 1.50, True]},
                "null": {"aws:TagKeys": False},
                "DateGreaterThan": {"aws:CurrentTime": ["2026", 1777889472, "2026-05-04T10:11:12+02:00"]},
                "StringEquals": {"localhost:8443:sub": "x", "aws:ResourceTag/a b": "${aws:PrincipalTag/a b}"},
                "Bool": {"aws:SecureTransport": "${x:y}"},
            },
        },
        {"Sid": "", "Effect": "Deny", "Principal": "*", "Action": "*:*", "Resource": "*"},
        {"Sid": "", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Bool": {}}},
        Id="some id",
    )
    policy = parse(text, PolicyKind.RESOURCE)
    first, second, _ = policy.statements
    assert (policy.version, policy.id, policy.has_variables) == ("2012-10-17", "some id", True)
    assert (first.not_action, first.not_resource, first.not_principal, first.allows) == (True, True, True, False)
    assert ("Federated", "accounts.google.com") in first.principals
    assert first.conditions[0].values == ("a*", "1.5", "true")
    assert second.principals == (("AWS", "*"),)


def test_the_first_version_is_the_default_and_has_no_variables() -> None:
    policy = parse(json.dumps({"Statement": changed(ALLOW, Resource="arn:aws:s3:::${open")}), PolicyKind.IDENTITY)
    assert (policy.version, policy.has_variables, len(policy.statements)) == ("2008-10-17", False, 1)


def test_a_statement_knows_where_its_braces_stand() -> None:
    text = '{"Version": "2012-10-17", "Statement": [\n  {"Effect": "Allow", "Action": "*",\n   "Resource": "*"}\n]}'
    (statement,) = parse(text, PolicyKind.IDENTITY).statements
    assert statement.start == (2, 3)
    assert statement.end == (3, 19)
