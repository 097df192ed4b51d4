"""The json and rest-json protocols (wire 3.3 and 3.4)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.model import OperationModel

from frontdesk.core.http import HttpRequest
from frontdesk.operations import contract
from frontdesk.wire.fault import Fault
from frontdesk.wire.protocols import json as json_protocol
from frontdesk.wire.protocols import rest_json
from frontdesk.wire.refusals import SerializationException


def model(service: str, name: str) -> OperationModel:
    found = contract.operation(service, name)
    assert found is not None
    return found


LOOKUP = model("cloudtrail", "LookupEvents")
CASE = model("support", "AddAttachmentsToSet")


def request(body: bytes = b"", version: str = "1.1", **rest: Any) -> HttpRequest:
    headers = (("content-type", f"application/x-amz-json-{version}"),)
    return HttpRequest(
        rest.get("method", "POST"), b"/", rest.get("query", b""), (*headers, *rest.get("headers", ())), body
    )


def parsed(operation: OperationModel, document: Any) -> dict[str, Any]:
    return json_protocol.parse(operation, request(json.dumps(document).encode()))


JANUARY = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        (1767323045, JANUARY),
        (1767323045.5, JANUARY.replace(microsecond=500_000)),
        ("2026-01-02T03:04:05Z", JANUARY),
        ("2026-01-02T03:04:05", JANUARY),
        ("2026-01-02T04:04:05+01:00", JANUARY),
    ],
)
def test_times_come_as_numbers_or_text(sent: Any, moment: datetime) -> None:
    assert parsed(LOOKUP, {"StartTime": sent}) == {"StartTime": moment}


@pytest.mark.parametrize("sent", ["9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01", 10**300, -(10**12), "x"])
def test_a_time_that_utc_cannot_hold_is_refused(sent: Any) -> None:
    with pytest.raises(SerializationException):
        parsed(LOOKUP, {"StartTime": sent})


def test_absent_null_and_unknown_members() -> None:
    assert parsed(LOOKUP, {"MaxResults": None, "Colour": "red"}) == {}
    assert json_protocol.parse(LOOKUP, request(b"")) == {}
    assert json_protocol.parse(model("organizations", "DescribeOrganization"), request(b"{}")) == {}


BODIES = {
    "no JSON": b"{",
    "not an object": b"[]",
    "not UTF-8": b'{"NextToken": "\xff"}',
    "endless depth": b'{"LookupAttributes":' + b"[" * 100_000,
    "NaN": b'{"MaxResults": NaN}',
    "number as text": b'{"NextToken": 1}',
    "text as number": b'{"MaxResults": "1"}',
    "fraction": b'{"MaxResults": 1.5}',
    "boolean as number": b'{"MaxResults": true}',
    "endless number": b'{"MaxResults": ' + b"9" * 5000 + b"}",
    "object as list": b'{"LookupAttributes": {}}',
    "list as object": b'{"LookupAttributes": [[]]}',
    "boolean as time": b'{"StartTime": true}',
    "time beyond the calendar": b'{"StartTime": 1e300}',
    "time in words": b'{"StartTime": "yesterday"}',
    "lone surrogate": b'{"NextToken": "\\ud800"}',
    "NUL": b'{"NextToken": "\\u0000"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_what_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(SerializationException):
        json_protocol.parse(LOOKUP, request(body))


def test_the_refusal_says_what_was_found() -> None:
    with pytest.raises(SerializationException, match="NUMBER_VALUE can not be converted to String"):
        parsed(LOOKUP, {"NextToken": 1})


def test_blobs_are_base64() -> None:
    assert parsed(CASE, {"attachments": [{"data": "AGE="}]}) == {"attachments": [{"data": b"\0a"}]}
    with pytest.raises(SerializationException):
        parsed(CASE, {"attachments": [{"data": "AG*="}]})


def test_a_reply_has_numbers_for_times_and_leaves_none_out() -> None:
    event = {"EventId": "e", "EventTime": JANUARY, "Resources": [], "Username": None}
    reply = json_protocol.serialise(LOOKUP, {"Events": [event], "NextToken": None}, "id-1", request())
    assert (reply.status, reply.headers) == (
        200,
        (("content-type", "application/x-amz-json-1.1"), ("x-amzn-requestid", "id-1")),
    )
    assert json.loads(reply.body) == {"Events": [{"EventId": "e", "EventTime": 1767323045, "Resources": []}]}


def test_an_operation_without_output_answers_an_empty_object() -> None:
    leave = model("organizations", "LeaveOrganization")
    assert json_protocol.serialise(leave, {}, "id-1", request()).body == b"{}"


def test_the_version_asked_in_is_the_version_answered_in() -> None:
    fault = Fault(400, "AccountNotFoundException", "m", "organizations", "Message", {"Reason": "R"})
    newer, older = (json_protocol.error(fault, "id-1", request(version=version)) for version in ("1.1", "1.0"))
    assert json.loads(newer.body) == {"__type": "AccountNotFoundException", "Message": "m", "Reason": "R"}
    assert json.loads(older.body)["__type"] == "com.amazonaws.organizations#AccountNotFoundException"
    assert ("content-type", "application/x-amz-json-1.0") in older.headers
    assert ("x-amzn-errortype", "AccountNotFoundException") in newer.headers


ROLES = model("sso", "ListAccountRoles")


def test_rest_members_come_from_query_string_and_headers() -> None:
    http = request(
        method="GET",
        query=b"account_id=123456789012&max_result=7&next_token=a%2Bb&colour=red",
        headers=(("x-amz-sso_bearer_token", "the-token"),),
    )
    assert rest_json.parse(ROLES, http) == {
        "accessToken": "the-token",
        "accountId": "123456789012",
        "maxResults": 7,
        "nextToken": "a+b",
    }


@pytest.mark.parametrize(
    "query", [b"max_result=x", b"max_result=%D9%A3", b"next_token=%ff", b"next_token=%00", b"\xff"]
)
def test_rest_members_that_cannot_be_read(query: bytes) -> None:
    with pytest.raises(SerializationException):
        rest_json.parse(ROLES, request(method="GET", query=query))


def test_rest_body_and_payload() -> None:
    account = model("account", "PutContactInformation")
    body = b'{"ContactInformation": {"City": "Ulm", "FullName": null}, "Colour": 1}'
    assert rest_json.parse(account, request(body)) == {"ContactInformation": {"City": "Ulm"}}
    token = model("signin", "CreateOAuth2Token")
    sent = rest_json.parse(token, request(b'{"clientId": "c", "grantType": "refresh_token"}'))
    assert sent == {"tokenInput": {"clientId": "c", "grantType": "refresh_token"}}
    reply = rest_json.serialise(token, {"tokenOutput": {"refreshToken": "r"}}, "id-1", request())
    assert json.loads(reply.body) == {"refreshToken": "r"}


def test_a_rest_reply() -> None:
    reply = rest_json.serialise(ROLES, {"roleList": [{"roleName": "r"}]}, "id-1", request())
    assert reply.headers == (("content-type", "application/json"), ("x-amzn-requestid", "id-1"))
    assert json.loads(reply.body) == {"roleList": [{"roleName": "r"}]}
    assert rest_json.serialise(model("sso", "Logout"), {}, "id-1", request()).body == b"{}"


def test_a_rest_error_names_itself_in_the_header() -> None:
    fault = Fault(404, "ResourceNotFoundException", "m", "account")
    reply = rest_json.error(fault, "id-1", request())
    assert reply.status == 404
    assert ("x-amzn-errortype", "ResourceNotFoundException") in reply.headers
    assert json.loads(reply.body)["message"] == "m"
