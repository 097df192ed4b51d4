"""The door as an ASGI application, asked by requests that botocore signed at the store's own time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import botocore.auth
import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from frontdesk.credentials import access_keys
from frontdesk.edge.pools import Pools
from frontdesk.operations import catalogue
from frontdesk.wire.asking import asks_api
from frontdesk.wire.door import MOST_BYTES, Door
from tests.support import world as worlds
from tests.support.world import World

IDENTITY = b"Action=GetCallerIdentity&Version=2011-06-15"
LOOKUP = {
    "X-Amz-Target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
    "Content-Type": "application/x-amz-json-1.1",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Answer:
    """What the door sent; ``handed_back`` when it sent nothing."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self.handed_back = not messages
        self.status: int = messages[0]["status"] if messages else 0
        pairs = messages[0]["headers"] if messages else []
        self.headers = {name.decode(): value.decode() for name, value in pairs}
        self.body: bytes = messages[1]["body"] if messages else b""

    def says(self, status: int, *words: str) -> bool:
        """Whether status and words are these, with the length and the request id in the headers."""
        assert self.headers["content-length"] == str(len(self.body))
        assert self.headers["x-amzn-requestid"] in self.body.decode() or self.headers["content-type"] != "text/xml"
        return self.status == status and all(word in self.body.decode() for word in words)


class Client:
    """A client of a running door with a root user's key."""

    def __init__(self, world: World, door: Door) -> None:
        self.world, self.door = world, door
        self.account = world.account()
        self.key, self.secret = world.run(self._key, self.account.account_id)

    def _key(self, ctx: Any) -> tuple[str, str]:
        row, secret = access_keys.create(ctx, self.account.account_id)
        return row.id, secret.reveal()

    def signed(self, service: str = "sts", body: bytes = IDENTITY, **given: Any) -> AWSRequest:
        """Return a request signed at the store's time."""
        url, headers = given.get("url", "https://desk.example/"), {**FORM, **given.get("headers", {})}
        request = AWSRequest(method=given.get("method", "POST"), url=url, headers=headers, data=body)
        credentials = Credentials(given.get("key", self.key), given.get("secret", self.secret), given.get("token"))
        signer = SigV4QueryAuth if given.get("presigned") else SigV4Auth
        signer(credentials, service, "eu-west-1").add_auth(request)
        return request

    def send(self, request: AWSRequest) -> Answer:
        """Give a request to the door, as a server would."""
        parts = urlsplit(request.url)
        headers = {"host": parts.netloc} | {name.lower(): value for name, value in request.headers.items()}
        scope = {
            "type": "http",
            "method": request.method,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        return asyncio.run(self._asked(scope, request.data or b""))

    async def _asked(self, scope: dict[str, Any], body: bytes) -> Answer:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        assert asks_api(scope) or not any(name == b"authorization" for name, _ in scope["headers"])
        handled = await self.door(scope, receive, send)
        assert handled == bool(sent)
        return Answer(sent)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    with worlds.opened(tmp_path) as world:

        def now(remove_tzinfo: bool = True) -> datetime:
            return world.now.replace(tzinfo=None) if remove_tzinfo else world.now

        monkeypatch.setattr(botocore.auth, "get_current_datetime", now)
        pools = Pools(world.settings)
        door = Door(world.desk, pools, catalogue.load())
        yield Client(world, door)
        asyncio.run(pools.drain())


def test_a_signed_request_is_answered_also_from_memory(client: Client) -> None:
    for _ in range(3):
        assert client.send(client.signed()).says(200, "<GetCallerIdentityResult>", client.account.arn)


def test_each_protocol_answers_in_its_own_way(client: Client) -> None:
    answer = client.send(client.signed("cloudtrail", b"{}", headers=LOOKUP))
    assert answer.status == 200
    assert "Events" in json.loads(answer.body)
    answer = client.send(client.signed("account", b"{}", url="https://desk.example/getGovCloudAccountInformation"))
    assert answer.says(404, "UnknownOperationException", "not available here yet")


def test_nothing_is_accepted_unsigned_or_signed_wrongly(client: Client) -> None:
    plain = AWSRequest(method="POST", url="https://desk.example/", headers=FORM, data=IDENTITY)
    assert client.send(plain).says(403, "<Code>MissingAuthenticationToken</Code>")
    assert client.send(client.signed(secret="another")).says(403, "<Code>SignatureDoesNotMatch</Code>")
    assert client.send(client.signed(key="AKIARZPUZDIKGB2VALC4")).says(403, "<Code>InvalidClientTokenId</Code>")
    assert client.send(client.signed(token="foreign")).says(403, "<Code>InvalidClientTokenId</Code>")
    changed = client.signed()
    changed.data = IDENTITY + b"&X=1"
    assert client.send(changed).says(403, "<Code>SignatureDoesNotMatch</Code>")


def test_another_services_scope_is_refused(client: Client) -> None:
    answer = client.send(client.signed("iam", b"{}", headers=LOOKUP))
    words = "Credential should be scoped to correct service: 'cloudtrail'."
    assert answer.says(400, "InvalidSignatureException", words)
    swapped = client.signed("sts", b"Action=ListUsers&Version=2010-05-08")
    assert client.send(swapped).says(400, "<Code>InvalidAction</Code>", "Could not find operation ListUsers")


@pytest.mark.parametrize(
    ("service", "body", "minutes", "status"),
    [
        ("sts", IDENTITY, 14, 200),
        ("sts", IDENTITY, 16, 403),
        ("iam", b"Action=ListUsers&Version=2010-05-08", 4, 200),
        ("iam", b"Action=ListUsers&Version=2010-05-08", 6, 403),
    ],
)
def test_clocks_may_differ_by_so_much(client: Client, service: str, body: bytes, minutes: int, status: int) -> None:
    request = client.signed(service, body)
    client.world.clock.forward(timedelta(minutes=minutes))
    answer = client.send(request)
    assert answer.status == status
    assert (b"Signature expired: 20261123T" in answer.body) == (status == 403)


def test_a_presigned_request_answers_json_when_asked(client: Client) -> None:
    request = client.signed(
        method="GET", url=f"https://desk.example/?{IDENTITY.decode()}", body=b"", presigned=True, headers={}
    )
    request.headers["Accept"] = "application/json"
    answer = client.send(request)
    assert answer.status == 200
    assert json.loads(answer.body)["GetCallerIdentityResponse"]["GetCallerIdentityResult"]["Arn"] == client.account.arn


def test_bodies_are_bounded(client: Client) -> None:
    request = AWSRequest(method="POST", url="https://desk.example/", headers=FORM, data=b"x" * (MOST_BYTES + 1))
    assert client.send(request).says(413, "RequestEntityTooLarge")


def test_a_browsers_request_is_handed_back_untouched(client: Client) -> None:
    assert client.send(AWSRequest(method="GET", url="https://desk.example/")).handed_back


def test_what_is_not_there_yet_says_so_and_changes_nothing(client: Client) -> None:
    before = client.world.rows()
    body = b"Action=CreateSAMLProvider&Version=2010-05-08&Name=a&SAMLMetadataDocument=b"
    answer = client.send(client.signed("iam", body))
    assert answer.says(400, "<Code>InvalidAction</Code>", "CreateSAMLProvider of iam is not available here yet.")
    assert client.world.rows() == before
