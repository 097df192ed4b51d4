"""The AWS door: from a request on the one endpoint to the answer in its protocol (architecture 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog

from frontdesk.authentication import signatures
from frontdesk.authentication.errors_signature import (
    ExpiredToken,
    InvalidClientTokenId,
    OptInRequired,
)
from frontdesk.authentication.key_memory import KeyMemory
from frontdesk.authentication.wire_callers import KeyFacts
from frontdesk.core.callers import Caller, Origin
from frontdesk.core.errors import FrontdeskError, Kind
from frontdesk.core.http import HttpReply, HttpRequest
from frontdesk.credentials.key_uses import KeyUse, KeyUses
from frontdesk.edge import body
from frontdesk.edge.http import request_of
from frontdesk.edge.origin import header, origin_of
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk, perform
from frontdesk.operations.registry import Operation
from frontdesk.wire import errors
from frontdesk.wire.refusals import MissingAction, NotThereYet
from frontdesk.wire.route import CODECS, Route, route

MOST_BYTES = 1024 * 1024
# what carries files may be larger: a file of five megabytes, in base64, and room for its name
_LARGE = {"AWSSupport_20130415.AddAttachmentsToSet": 7 * 1024 * 1024}
_QUICK = ("sts", "GetCallerIdentity")
_GLOBAL = frozenset({"iam", "organizations"})
_log = structlog.get_logger("frontdesk.wire")


class Door:
    """Answers signed requests. One hop into a thread each; the quickest operation needs none."""

    def __init__(self, desk: Desk, pools: Pools, registry: Mapping[tuple[str, str], Operation]) -> None:
        self._desk = desk
        self._pools = pools
        self._registry = registry
        self.keys = KeyMemory(desk.store)
        self.uses = KeyUses(desk.store)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> bool:
        """Answer a request; return False, with nothing sent, for one that no API knows."""
        store = self._desk.store
        origin = origin_of(scope, store.settings, store.entropy, "wire")
        try:
            http = request_of(scope, await body.read_body(scope, receive, _most_bytes(scope)))
            found = route(http)
        except body.Gone:
            return True
        except FrontdeskError as refusal:
            http = request_of(scope, b"")
            head = route(http)
            found = Route(head.protocol if head else "query", head.service if head else None, refusal=refusal)
        if found is None and http.method in ("GET", "HEAD"):
            return False
        found = found or Route("query", refusal=MissingAction())
        await _send(await self._reply(http, found, origin), send)
        return True

    async def _reply(self, http: HttpRequest, found: Route, origin: Origin) -> HttpReply:
        try:
            operation = self._registered(found)
            quick = self._quick(operation, http, found, origin)
            if quick is not None:
                return quick
            return await self._pools.run(operation.pool, self._answer, operation, http, found, origin)
        except Exception as fault:
            return self._refuse(fault, http, found, origin)

    def _registered(self, found: Route) -> Operation:
        if found.refusal is not None:
            raise found.refusal
        assert found.service is not None
        assert found.operation is not None
        operation = self._registry.get((found.service.name, found.operation.name))
        if operation is None:
            raise NotThereYet(found.service.name, found.operation.name)
        return operation

    def _quick(self, operation: Operation, http: HttpRequest, found: Route, origin: Origin) -> HttpReply | None:
        """Answer on the event loop where the key is remembered and the operation reads nothing."""
        if (operation.service, operation.name) != _QUICK:
            return None
        signed = self._parse(http, found)
        facts = self.keys.known(signed.access_key_id, signed.session_token)
        if facts is None:
            return None
        caller = self._verify(signed, http, facts)
        return self._perform(operation, caller, http, found, _regional(origin, signed))

    def _answer(self, operation: Operation, http: HttpRequest, found: Route, origin: Origin) -> HttpReply:
        signed = self._parse(http, found)
        known = self.keys.known(signed.access_key_id, signed.session_token)
        facts = known or self.keys.read(signed.access_key_id, signed.session_token, origin)
        caller = self._verify(signed, http, facts)
        return self._perform(operation, caller, http, found, _regional(origin, signed))

    def _parse(self, http: HttpRequest, found: Route) -> signatures.Signed:
        assert found.service is not None
        signed = signatures.parse(http)
        signatures.check(signed, found.service.scope, self._desk.store.clock.now())
        return signed

    def _verify(self, signed: signatures.Signed, http: HttpRequest, facts: KeyFacts) -> Caller:
        signatures.verify(signed, http, facts.secret, _fault(signed, facts))
        if facts.suspended:
            raise OptInRequired("The AWS Access Key Id needs a subscription for the service")
        if facts.caller is None:
            raise InvalidClientTokenId("nobody stands behind the key")
        if facts.barred_from(signed.service):
            raise InvalidClientTokenId("a session without MFA may not call this service")
        key_id = facts.issuer_key_id or signed.access_key_id
        self.uses.note(key_id, KeyUse(self._desk.store.clock.now(), signed.region, signed.service))
        return facts.caller

    def _perform(
        self, operation: Operation, caller: Caller, http: HttpRequest, found: Route, origin: Origin
    ) -> HttpReply:
        assert found.operation is not None
        answer = perform(self._desk, operation, caller, origin, found.parse(http))
        reply: HttpReply = CODECS[found.protocol].serialise(found.operation, answer, origin.request_id, http)
        return reply

    def _refuse(self, fault: Exception, http: HttpRequest, found: Route, origin: Origin) -> HttpReply:
        if not isinstance(fault, FrontdeskError) or fault.kind is Kind.INTERNAL:
            _log.error("request failed", request_id=origin.request_id, exc_info=fault)
        service = found.service.name if found.service else None
        told = errors.fault(fault, service, found.protocol, origin.request_id)
        reply: HttpReply = CODECS[found.protocol].error(told, origin.request_id, http)
        return reply


def _fault(signed: signatures.Signed, facts: KeyFacts) -> FrontdeskError | None:
    if facts.expired:
        return ExpiredToken("the session is over")
    return InvalidClientTokenId(facts.fault) if facts.fault else None


def _regional(origin: Origin, signed: signatures.Signed) -> Origin:
    # iam and organizations have one region, whatever clients with an endpoint override sign for (wire 11.4)
    same = signed.service in _GLOBAL or signed.region == origin.region
    return origin if same else replace(origin, region=signed.region)


def _most_bytes(scope: Any) -> int:
    return _LARGE.get(header(scope, b"x-amz-target"), MOST_BYTES)


async def _send(reply: HttpReply, send: Any) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers]
    headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
