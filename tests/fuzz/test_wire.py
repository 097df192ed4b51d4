"""Every operation through botocore's own serialiser, signer and parser, with our door in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.authentication import signatures
from frontdesk.core.http import HttpReply, HttpRequest
from frontdesk.core.secret import SecretKey
from frontdesk.operations import contract
from frontdesk.wire.route import CODECS, Route, route
from frontdesk.wire.services import SERVICES
from tests.support import shapes

SECRET = "secret/of+the+tests"
NAMES = [service.name for service in SERVICES if service.name != "signin"]
OPERATIONS = [(name, operation) for name in NAMES for operation in contract.service(name).operation_names]


class Raw:
    """A body as urllib3 would hand it over."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self._body


def received(request: AWSPreparedRequest) -> HttpRequest:
    """Return what a server would read of a request that botocore is about to send."""
    parts = urlsplit(request.url)
    headers = [
        (name.lower(), value if isinstance(value, str) else value.decode()) for name, value in request.headers.items()
    ]
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    given_host = any(name == "host" for name, _ in headers)
    host = [] if given_host else [("host", parts.netloc)]
    return HttpRequest(request.method, parts.path.encode(), parts.query.encode(), (*headers, *host), body)


class Loopback:
    """The client of one service whose requests are answered in this process."""

    def __init__(self, name: str) -> None:
        session = botocore.session.Session()
        session.get_component("data_loader").search_paths.append(str(contract.MODELS))
        session.set_credentials("AKIARZPUZDIKGB2VALC4", SECRET)
        self.client = session.create_client(name, region_name="eu-west-1", endpoint_url="http://desk.example:8080")
        self.client.meta.events.register("before-send", self._answer)
        self.result: dict[str, Any] = {}
        self.route: Route | None = None
        self.params: dict[str, Any] = {}

    def _answer(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        http = received(request)
        self.route = route(http)
        assert self.route is not None
        assert self.route.operation is not None
        assert self.route.service is not None
        if not self.route.unsigned:
            signed = signatures.parse(http)
            signatures.check(signed, self.route.service.scope, datetime.now(UTC))
            signatures.verify(signed, http, SecretKey(SECRET))
        self.params = self.route.parse(http)
        reply: HttpReply = CODECS[self.route.protocol].serialise(self.route.operation, self.result, "the-id", http)
        return AWSResponse(request.url, reply.status, dict(reply.headers), Raw(reply.body))  # type: ignore[arg-type]

    def call(self, operation: str, params: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
        self.result = result
        answer: dict[str, Any] = getattr(self.client, contract.snake(operation))(**params)
        return answer


@cache
def loopback(name: str) -> Loopback:
    return Loopback(name)


def expected(name: str, operation: Any, result: dict[str, Any]) -> Any:
    """Return what the client should make of a result: policies parsed by it, and a query reply's lists filled in."""
    shape = operation.output_shape
    if shape is None:
        return {}
    if name not in ("iam", "sts"):
        return result
    lists = {member: [] for member, inner in shape.members.items() if inner.type_name == "list"}
    truncated = {"IsTruncated": False} if "IsTruncated" in shape.members else {}
    filled: dict[str, Any] = lists | truncated | result
    return {member: read_policies(shape.members[member], value) for member, value in filled.items()}


def read_policies(shape: Any, value: Any) -> Any:
    if shape.name == "policyDocumentType":
        return json.loads(value)
    if shape.type_name == "list":
        return [read_policies(shape.member, item) for item in value]
    if shape.type_name == "structure":
        return {name: read_policies(shape.members[name], item) for name, item in value.items()}
    return value


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=lambda value: value)
@given(data=st.data())
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
def test_arrives_as_it_was_sent_and_answers_as_it_was_meant(name: str, operation: str, data: st.DataObject) -> None:
    model = contract.operation(name, operation)
    assert model is not None
    params = data.draw(shapes.values(model.input_shape))
    result = data.draw(shapes.values(model.output_shape))
    desk = loopback(name)
    answer = desk.call(operation, params, result)
    assert desk.route is not None
    assert desk.route.operation is model
    assert desk.params == params
    metadata = answer.pop("ResponseMetadata")
    assert metadata["RequestId"] == "the-id"
    assert answer == expected(name, model, result)
