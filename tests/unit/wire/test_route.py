"""Who answers a request (wire 1.2 and 1.3)."""

from __future__ import annotations

import pytest

from frontdesk.core.http import HttpRequest
from frontdesk.wire.route import Route, route

FORM = ("content-type", "application/x-www-form-urlencoded")
CLOUDTRAIL = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"


def scoped(service: str) -> tuple[str, str]:
    return "authorization", f"AWS4-HMAC-SHA256 Credential=AKIA/20260102/us-east-1/{service}/aws4_request, Signature=0"


def request(line: str, *headers: tuple[str, str], body: str = "") -> HttpRequest:
    method, _, target = line.partition(" ")
    path, _, query = target.partition("?")
    return HttpRequest(method, path.encode(), query.encode(), headers, body.encode())


def api(found: Route | None) -> str | None:
    if found is None:
        return None
    name = found.service.name if found.service is not None else "-"
    return f"{name}:{found.operation.name}" if found.operation is not None else f"{name}:?"


TARGETED = ("x-amz-target", "AWSOrganizationsV20161128.ListRoots")
GOES_TO: dict[str, tuple[HttpRequest, str | None]] = {
    "target": (request("POST /", scoped("organizations"), TARGETED), "organizations:ListRoots"),
    "target before scope": (request("POST /", scoped("iam"), TARGETED), "organizations:ListRoots"),
    "target unsigned": (request("POST /", TARGETED), "organizations:ListRoots"),
    "target with dots": (request("POST /", ("x-amz-target", f"{CLOUDTRAIL}.LookupEvents")), "cloudtrail:LookupEvents"),
    "sso-admin": (
        request("POST /", scoped("sso"), ("x-amz-target", "SWBExternalService.ListInstances")),
        "sso-admin:ListInstances",
    ),
    "sso without a target": (request("POST /", scoped("sso")), "sso-admin:?"),
    "unknown target": (request("POST /", ("x-amz-target", "DynamoDB_20120810.ListTables")), "-:?"),
    "form": (request("POST /", scoped("iam"), FORM, body="Action=ListUsers&Version=2010-05-08"), "iam:ListUsers"),
    "query string": (request("GET /?Action=GetCallerIdentity", scoped("sts")), "sts:GetCallerIdentity"),
    "presigned": (
        request("GET /?Action=GetCallerIdentity&X-Amz-Credential=A%2F20260102%2Fus-east-1%2Fsts%2Faws4_request"),
        "sts:GetCallerIdentity",
    ),
    "scope before version": (request("GET /?Action=ListUsers&Version=2010-05-08", scoped("sts")), "sts:?"),
    "no action": (request("GET /", scoped("iam")), "iam:?"),
    "action in both": (request("POST /?Action=ListUsers", scoped("iam"), FORM, body="Action=DeleteUser"), "iam:?"),
    "unsigned by version": (
        request("POST /", FORM, body="Action=AssumeRoleWithSAML&Version=2011-06-15"),
        "sts:AssumeRoleWithSAML",
    ),
    "unsigned by name": (
        request("POST /", FORM, body="Action=AssumeRoleWithWebIdentity"),
        "sts:AssumeRoleWithWebIdentity",
    ),
    "unsigned, the other name": (request("GET /?Action=ListUsers"), "iam:ListUsers"),
    "unknown action": (request("GET /?Action=Nonsense&Version=2010-05-08"), "iam:?"),
    "unknown scope with an action": (request("GET /?Action=ListUsers", scoped("ec2")), "iam:ListUsers"),
    "account": (request("POST /getContactInformation", scoped("account")), "account:GetContactInformation"),
    "account unsigned": (request("POST /getContactInformation"), "account:GetContactInformation"),
    "account, wrong path": (request("POST /token", scoped("account")), "account:?"),
    "token": (request("POST /token"), "sso-oidc:CreateToken"),
    "token signed": (request("POST /token?aws_iam=t", scoped("sso-oauth")), "sso-oidc:CreateTokenWithIAM"),
    "token, another query": (request("POST /token?aws_iam=f"), "sso-oidc:CreateToken"),
    "signin": (request("POST /v1/token"), "signin:CreateOAuth2Token"),
    "signin signed": (
        request("POST /v1/token?x-amz-client-auth-method=iam", scoped("signin")),
        "signin:CreateOAuth2TokenWithIAM",
    ),
    "portal": (request("GET /federation/credentials?role_name=r&account_id=1"), "sso:GetRoleCredentials"),
    "portal sign-out": (request("POST /logout", ("x-amz-sso_bearer_token", "t")), "sso:Logout"),
    "browser's sign-out": (request("POST /logout", FORM, body="token=1"), None),
    "landing page": (request("GET /"), None),
    "landing page with a query": (request("GET /?utm=Action"), None),
    "a form that posts an Action elsewhere": (request("POST /federation", FORM, body="Action=login"), None),
    "federation": (request("GET /federation?Action=login"), None),
    "authorize": (request("GET /authorize?client_id=1"), None),
    "signin's page": (request("GET /v1/authorize"), None),
    "wrong method": (request("GET /token"), None),
    "start": (request("HEAD /start"), None),
    "path with a slash more": (request("POST /token/"), None),
    "another scheme": (request("GET /console", ("authorization", "Basic YTpi")), None),
    "signed for nobody here": (request("GET /bucket/key", scoped("s3")), "-:?"),
    "bytes that are no text": (HttpRequest("POST", b"/\xff", b"\xff=\xff", (), b"\xff"), None),
}


@pytest.mark.parametrize(("http", "goes_to"), GOES_TO.values(), ids=GOES_TO.keys())
def test_route(http: HttpRequest, goes_to: str | None) -> None:
    found = route(http)
    assert api(found) == goes_to
    if found is not None:
        assert (found.operation is None) == (found.refusal is not None)


@pytest.mark.parametrize(
    ("http", "code", "words"),
    [
        (GOES_TO["unknown action"][0], "InvalidAction", "Could not find operation Nonsense for version 2010-05-08"),
        (GOES_TO["no action"][0], "MissingAction", "Action"),
        (GOES_TO["action in both"][0], "SerializationException", "Action"),
        (GOES_TO["sso without a target"][0], "InvalidAction", "X-Amz-Target"),
        (GOES_TO["account, wrong path"][0], "InvalidAction", "no such operation"),
        (
            request("POST /", ("x-amz-target", "AWSOrganizationsV20161128.Nonsense")),
            "InvalidAction",
            "Could not find operation Nonsense for version 2016-11-28",
        ),
    ],
)
def test_a_refusal_says_why(http: HttpRequest, code: str, words: str) -> None:
    found = route(http)
    assert found is not None
    assert found.refusal is not None
    assert found.refusal.code == code
    assert words in str(found.refusal)


def test_parameters_are_those_of_the_operation() -> None:
    found = route(request("GET /?Action=GetUser&UserName=a&Version=2010-05-08", scoped("iam")))
    assert found is not None
    assert found.parse(request("GET /")) == {"UserName": "a"}


@pytest.mark.parametrize(
    ("line", "unsigned"), [("POST /token", True), ("POST /token?aws_iam=t", False), ("POST /listRegions", False)]
)
def test_which_operations_need_no_signature(line: str, unsigned: bool) -> None:
    found = route(request(line))
    assert found is not None
    assert found.unsigned is unsigned
