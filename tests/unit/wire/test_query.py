"""Form fields in, XML out (wire 3.1 and 3.2)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import unquote

import pytest
from botocore.model import OperationModel

from frontdesk.core.http import HttpReply, HttpRequest
from frontdesk.core.secret import SecretKey
from frontdesk.operations import contract
from frontdesk.wire.fault import Fault
from frontdesk.wire.protocols import query
from frontdesk.wire.refusals import SerializationException

FORM = (("content-type", "application/x-www-form-urlencoded; charset=utf-8"),)
JSON = (("accept", "text/xml;q=0.5, application/json"),)


def model(name: str, service: str = "iam") -> OperationModel:
    found = contract.operation(service, name)
    assert found is not None
    return found


def request(body: bytes = b"", raw_query: bytes = b"", headers: Any = FORM) -> HttpRequest:
    return HttpRequest("POST", b"/", raw_query, headers, body)


def parsed(operation: str, body: str, service: str = "iam") -> dict[str, Any]:
    return query.parse(model(operation, service), request(body.encode()))


def answered(operation: str, result: dict[str, Any], service: str = "iam") -> str:
    reply = query.serialise(model(operation, service), result, "id-1", request())
    assert ("content-type", "text/xml") in reply.headers
    return reply.body.decode()


PARSED: list[tuple[str, str, dict[str, Any]]] = [
    ("CreateUser", "UserName=a+b&Path=%2F", {"UserName": "a b", "Path": "/"}),
    ("CreateUser", "UserName=a%20b&Colour=red&Version=2010-05-08", {"UserName": "a b"}),
    ("CreateUser", "UserName=%C3%A4", {"UserName": "ä"}),
    ("CreateUser", "UserName=a&Tags=", {"UserName": "a", "Tags": []}),
    ("CreateUser", "UserName=a&Tags.member=", {"UserName": "a", "Tags": []}),
    ("TagUser", "Tags.member.1.Key=k&Tags.member.1.Value=", {"Tags": [{"Key": "k", "Value": ""}]}),
    (
        "TagUser",
        "Tags.member.10.Key=j&Tags.member.9.Key=i&Tags.member.2.Key=b",
        {"Tags": [{"Key": "b"}, {"Key": "i"}, {"Key": "j"}]},
    ),
    ("UntagUser", "TagKeys.member.1=a&TagKeys.member.2=", {"TagKeys": ["a", ""]}),
    ("UntagUser", "Tag.member.1=a&TagKeysX=b", {}),
    ("ListUsers", "MaxItems=7&PathPrefix=%2Fa", {"MaxItems": 7, "PathPrefix": "/a"}),
    ("UpdateLoginProfile", "UserName=a&PasswordResetRequired=TRUE", {"UserName": "a", "PasswordResetRequired": True}),
    ("GetAccountSummary", "Action=GetAccountSummary", {}),
]


@pytest.mark.parametrize(("operation", "body", "params"), PARSED)
def test_parse(operation: str, body: str, params: dict[str, Any]) -> None:
    assert parsed(operation, body) == params


REFUSED = {
    "no number": ("ListUsers", b"MaxItems=seven"),
    "number in other digits": ("ListUsers", "MaxItems=٣".encode()),
    "endless number": ("ListUsers", b"MaxItems=" + b"9" * 5000),
    "no boolean": ("UpdateLoginProfile", b"PasswordResetRequired=1"),
    "list as text": ("TagUser", b"Tags=a"),
    "structure as text": ("TagUser", b"Tags.member.1=a"),
    "text as structure": ("CreateUser", b"UserName.x=a"),
    "element without a number": ("UntagUser", b"TagKeys.member.x=a"),
    "twice": ("CreateUser", b"UserName=a&UserName=b"),
    "not UTF-8": ("CreateUser", b"UserName=%ff"),
    "raw bytes": ("CreateUser", b"UserName=\xff"),
    "NUL": ("CreateUser", b"UserName=%00"),
    "surrogate": ("CreateUser", b"UserName=%ED%A0%80"),
    "too many": ("CreateUser", b"&".join(b"a%d=1" % number for number in range(query.MOST_FIELDS + 1))),
}


@pytest.mark.parametrize(("operation", "body"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused(operation: str, body: bytes) -> None:
    with pytest.raises(SerializationException):
        query.parse(model(operation), request(body))


def test_a_name_of_endless_depth_is_harmless() -> None:
    assert parsed("CreateUser", "UserName=a&Tags" + ".x" * 100_000 + "=1") == {"UserName": "a", "Tags": []}


def test_fields_come_from_query_string_and_form_but_not_from_both() -> None:
    both = request(b"UserName=a", b"Action=CreateUser&X-Amz-Date=1")
    assert query.fields(both) == {"Action": "CreateUser", "UserName": "a"}
    with pytest.raises(SerializationException, match="Action"):
        query.fields(request(b"Action=a", b"Action=a"))


def test_a_body_of_another_type_is_no_form() -> None:
    assert query.fields(request(b"Action=a", headers=(("content-type", "application/json"),))) == {}
    assert query.fields(request(b"Action=a", headers=())) == {"Action": "a"}


def test_a_reply_is_as_documented() -> None:
    body = answered(
        "GetLoginProfile", {"LoginProfile": {"UserName": "a", "CreateDate": datetime(2026, 1, 2, tzinfo=UTC)}}
    )
    assert body == (
        '<GetLoginProfileResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetLoginProfileResult>'
        "<LoginProfile><UserName>a</UserName><CreateDate>2026-01-02T00:00:00Z</CreateDate></LoginProfile>"
        "</GetLoginProfileResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>"
        "</GetLoginProfileResponse>\n"
    )


def test_an_operation_without_output_has_no_result_element() -> None:
    body = answered("DeleteUser", {})
    assert "Result" not in body
    assert "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>" in body


def test_an_empty_output_has_its_result_element() -> None:
    assert "<TagUserResult></TagUserResult>" not in answered("TagUser", {})
    assert "<CreateUserResult></CreateUserResult>" in answered("CreateUser", {})


def test_lists_of_the_output_and_is_truncated_are_always_there() -> None:
    assert "<Users></Users><IsTruncated>false</IsTruncated>" in answered("ListUsers", {})
    assert "<Users></Users><IsTruncated>true</IsTruncated>" in answered("ListUsers", {"Users": [], "IsTruncated": True})
    assert "Tags" not in answered("GetUser", {"User": {"UserName": "a", "Tags": None}})
    assert "<Tags></Tags>" in answered("GetUser", {"User": {"UserName": "a", "Tags": []}})


def test_none_is_left_out_and_an_empty_text_is_sent() -> None:
    body = answered("GetUser", {"User": {"UserName": "", "Path": None}})
    assert "<User><UserName></UserName></User>" in body


def test_maps_booleans_and_blobs() -> None:
    assert "<entry><key>Users</key><value>3</value></entry>" in answered(
        "GetAccountSummary", {"SummaryMap": {"Users": 3}}
    )
    assert "<Content>AGE=</Content>" in answered("GetCredentialReport", {"Content": b"\0a"})
    policy = {"PasswordPolicy": {"RequireNumbers": True, "ExpirePasswords": False}}
    body = answered("GetAccountPasswordPolicy", policy)
    assert "<RequireNumbers>true</RequireNumbers>" in body
    assert "<ExpirePasswords>false</ExpirePasswords>" in body


def test_times_are_whole_seconds_in_utc() -> None:
    away = datetime(2026, 1, 2, 3, 4, 5, 999_999, tzinfo=timezone(timedelta(hours=2)))
    for moment, text in [(away, "2026-01-02T01:04:05Z"), (datetime(987, 1, 1, tzinfo=UTC), "0987-01-01T00:00:00Z")]:
        assert f"<CreateDate>{text}</CreateDate>" in answered("GetUser", {"User": {"CreateDate": moment}})


def test_text_is_escaped_and_what_xml_forbids_never_reaches_the_body() -> None:
    body = answered("GetUser", {"User": {"UserName": "<&>\r\n\t\x00\x0b\x1f\ufffe\ud800é😀]]>", "Path": "a&b"}})
    assert "<UserName>&lt;&amp;&gt;&#13;\n\t\ufffd\ufffd\ufffd\ufffd\ufffdé😀]]&gt;</UserName>" in body
    assert "<Path>a&amp;b</Path>" in body


@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ("GetUserPolicy", {"PolicyDocument": "{}"}),
        ("GetRole", {"Role": {"AssumeRolePolicyDocument": "{}"}}),
        ("GetPolicyVersion", {"PolicyVersion": {"Document": "{}"}}),
        ("GetAccountAuthorizationDetails", {"UserDetailList": [{"UserPolicyList": [{"PolicyDocument": "{}"}]}]}),
    ],
)
def test_policies_are_percent_encoded(operation: str, result: dict[str, Any]) -> None:
    text = '{"a": "b+c%20/~ä"}'
    filled = json.loads(json.dumps(result).replace('"{}"', json.dumps(text)))
    for headers in (FORM, JSON):
        body = query.serialise(model(operation), filled, "id", request(headers=headers)).body.decode()
        encoded = "%7B%22a%22%3A%20%22b%2Bc%2520%2F~%C3%A4%22%7D"
        assert encoded in body
        assert unquote(encoded) == text


def test_a_secret_key_is_told_once_where_it_is_the_answer() -> None:
    body = answered("CreateAccessKey", {"AccessKey": {"SecretAccessKey": SecretKey("a<b")}})
    assert "<SecretAccessKey>a&lt;b</SecretAccessKey>" in body


def test_every_reply_has_the_request_id_in_a_header() -> None:
    fault = Fault(404, "NoSuchEntity", "m", "iam")
    for headers in (FORM, JSON):
        replies = [
            query.serialise(model("GetUser"), {}, "id-1", request(headers=headers)),
            query.error(fault, "id-1", request(headers=headers)),
        ]
        assert all(("x-amzn-requestid", "id-1") in reply.headers for reply in replies)


def as_json(reply: HttpReply) -> Any:
    assert ("content-type", "application/json") in reply.headers
    return json.loads(reply.body)


def test_json_is_answered_when_it_is_asked_for() -> None:
    identity = {"Account": "123456789012", "Arn": "a", "UserId": "u"}
    reply = query.serialise(model("GetCallerIdentity", "sts"), identity, "id-1", request(headers=JSON))
    assert as_json(reply) == {
        "GetCallerIdentityResponse": {
            "GetCallerIdentityResult": identity,
            "ResponseMetadata": {"RequestId": "id-1"},
        }
    }
    users = {"Users": [{"UserName": "a", "CreateDate": datetime(2026, 1, 2, tzinfo=UTC)}], "Marker": None}
    reply = query.serialise(model("ListUsers"), users, "id-1", request(headers=JSON))
    result = as_json(reply)["ListUsersResponse"]["ListUsersResult"]
    assert result == {"Users": [{"UserName": "a", "CreateDate": 1767312000}], "IsTruncated": False}
    reply = query.serialise(model("DeleteUser"), {}, "id-1", request(headers=JSON))
    assert as_json(reply) == {"DeleteUserResponse": {"ResponseMetadata": {"RequestId": "id-1"}}}


def test_errors() -> None:
    reply = query.error(Fault(404, "NoSuchEntity", "The user <b> is not there.\x00", "iam"), "id-1", request())
    assert reply.status == 404
    assert reply.body.decode() == (
        '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>'
        "<Code>NoSuchEntity</Code><Message>The user &lt;b&gt; is not there.\ufffd</Message></Error>"
        "<RequestId>id-1</RequestId></ErrorResponse>\n"
    )
    ours = Fault(500, "InternalFailure", "m")
    assert "<ErrorResponse><Error><Type>Receiver</Type>" in query.error(ours, "id-1", request()).body.decode()
    reply = query.error(ours, "id-1", request(headers=JSON))
    assert as_json(reply) == {
        "Error": {"Type": "Receiver", "Code": "InternalFailure", "Message": "m"},
        "RequestId": "id-1",
    }
