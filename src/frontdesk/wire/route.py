"""Which service and operation a request asks for, or whether a browser sent it (wire 1.2 and 1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from frontdesk.authentication import canonical, signatures
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.http import HttpRequest
from frontdesk.operations import contract
from frontdesk.wire.protocols import json, query, rest_json
from frontdesk.wire.refusals import MissingAction, UnknownOperation
from frontdesk.wire.services import BY_NAME, BY_SCOPE, BY_TARGET, BY_VERSION, SERVICES, Service

if TYPE_CHECKING:
    from botocore.model import OperationModel

CODECS = {"query": query, "json": json, "rest-json": rest_json}
BEARER = "x-amz-sso_bearer_token"
_ROOTS = (b"", b"/")


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes. Either ``operation`` is there, or ``refusal`` says why not.

    ``service`` is None when none could be made out; ``protocol`` is then the one to answer in.
    """

    protocol: str
    service: Service | None = None
    operation: OperationModel | None = None
    refusal: FrontdeskError | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def unsigned(self) -> bool:
        """Whether the operation is called without a signature."""
        return self.operation is not None and self.operation.auth_type == "none"

    def parse(self, http: HttpRequest) -> dict[str, Any]:
        """Return the operation's parameters with AWS's member names; raises SerializationException."""
        assert self.operation is not None
        if self.protocol == "query":
            return query.read(self.operation, self.fields)
        parse = rest_json.parse if self.protocol == "rest-json" else json.parse
        return parse(self.operation, http)


def route(http: HttpRequest) -> Route | None:
    """Return where an API request goes, or None for a request of a browser; raises nothing.

    A known target decides before the credential scope, the scope before path and ``Action``; a scope that
    does not fit the service is left to the signature check. ``Host`` plays no part.
    """
    scope = signatures.scope_service(http)
    target = http.header("x-amz-target")
    if target is not None:
        return _by_target(target)
    service = BY_SCOPE.get(scope) if scope is not None else None
    if service is not None:
        return _by_scope(service, http)
    return _by_path(http, None) or _by_action(http, None) or (None if scope is None else _nothing())


def _nothing() -> Route:
    return Route("rest-json", refusal=UnknownOperation("There is no such operation."))


def _by_target(target: str) -> Route:
    prefix, _, name = target.rpartition(".")  # CloudTrail's prefix has dots of its own
    service = BY_TARGET.get(prefix)
    if service is None:
        return Route("json", refusal=UnknownOperation("There is no such operation."))
    return _named(service, name)


def _named(service: Service, name: str, fields: Mapping[str, str] | None = None) -> Route:
    operation = contract.operation(service.name, name)
    found = fields or {}
    if operation is not None:
        return Route(service.protocol, service, operation, fields=found)
    words = "Could not find operation {name} for version {version}"
    version = service.version or contract.service(service.name).api_version
    return Route(service.protocol, service, refusal=UnknownOperation(words, name=name[:128], version=version))


def _by_scope(service: Service, http: HttpRequest) -> Route:
    if service.protocol == "query":
        return _by_action(http, service) or Route("query", service, refusal=MissingAction())
    if service.protocol == "rest-json":
        missing = UnknownOperation("There is no such operation.")
        return _by_path(http, service) or Route("rest-json", service, refusal=missing)
    refusal = UnknownOperation("The X-Amz-Target header is missing.")
    return Route("json", service, refusal=refusal)


def _by_action(http: HttpRequest, service: Service | None) -> Route | None:
    if service is None and http.raw_path not in _ROOTS:
        return None
    if b"Action=" not in http.raw_query and b"Action=" not in http.body:
        return None
    try:
        fields = query.fields(http)
    except FrontdeskError as refusal:
        return Route("query", service, refusal=refusal)
    if "Action" not in fields:
        return None
    return _named(service or _speaking(fields), fields["Action"], fields)


def _speaking(fields: Mapping[str, str]) -> Service:
    """Choose the query service by ``Version``, else by the name of the action; iam and sts share none."""
    by_version = BY_VERSION.get(fields.get("Version", ""))
    if by_version is not None:
        return by_version
    return BY_NAME["sts" if contract.operation("sts", fields["Action"]) is not None else "iam"]


@dataclass(frozen=True, slots=True)
class _Address:
    service: Service
    operation: OperationModel
    pairs: frozenset[tuple[bytes, bytes]]


@cache
def _addresses() -> Mapping[tuple[str, bytes], list[_Address]]:
    """Return the rest-json operations by method and path, those with more query pairs of their own first."""
    found: dict[tuple[str, bytes], list[_Address]] = {}
    for service in SERVICES:
        if service.protocol != "rest-json":
            continue
        model = contract.service(service.name)
        for operation in map(model.operation_model, model.operation_names):
            path, _, pairs = operation.http["requestUri"].partition("?")
            wanted = frozenset((name.encode(), value.encode()) for name, value in parse_qsl(pairs))
            key = operation.http["method"], path.encode()
            found.setdefault(key, []).append(_Address(service, operation, wanted))
    for addresses in found.values():
        addresses.sort(key=lambda address: -len(address.pairs))
    return found


def _by_path(http: HttpRequest, service: Service | None) -> Route | None:
    """Return the rest-json operation at this address. ``POST /logout`` is the portal's only with its token."""
    if http.raw_path in _ROOTS:
        return None
    given = frozenset(canonical.pairs(http.raw_query))
    for address in _addresses().get((http.method, http.raw_path), ()):
        fits = address.pairs <= given and service in (None, address.service)
        if fits and (address.operation.name != "Logout" or http.header(BEARER) is not None):
            return Route("rest-json", address.service, address.operation)
    return None
