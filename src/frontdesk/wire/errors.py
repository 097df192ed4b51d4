"""From a refusal to what one protocol says of it (wire 2.5, 3.2 to 3.4, architecture 9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from frontdesk.core.errors import FrontdeskError, Internal, Kind
from frontdesk.operations import contract
from frontdesk.operations.constraints import Invalid
from frontdesk.wire.fault import Fault

if TYPE_CHECKING:
    from botocore.model import StructureShape


class Common(NamedTuple):
    """An error that every service may answer: status and code by protocol."""

    query: tuple[int, str]
    json: tuple[int, str]
    rest_json: tuple[int, str]

    def of(self, protocol: str) -> tuple[int, str]:
        """Return status and code for a protocol."""
        return {"query": self.query, "json": self.json}.get(protocol, self.rest_json)


def _common(
    code: str, query: int, json: int, rest: int, other: str | None = None, in_rest: str | None = None
) -> Common:
    name = other or f"{code}Exception"
    return Common((query, code), (json, name), (rest, in_rest or name))


COMMON: Mapping[str, Common] = {
    "MissingAuthenticationToken": _common("MissingAuthenticationToken", 403, 400, 403),
    "IncompleteSignature": _common("IncompleteSignature", 400, 400, 400),
    "SignatureDoesNotMatch": _common("SignatureDoesNotMatch", 403, 400, 403, "InvalidSignatureException"),
    "InvalidClientTokenId": _common("InvalidClientTokenId", 403, 400, 403, "UnrecognizedClientException"),
    "ExpiredToken": _common("ExpiredToken", 403, 400, 403),
    "OptInRequired": _common("OptInRequired", 403, 400, 403, "SubscriptionRequiredException"),
    "AccessDenied": _common("AccessDenied", 403, 400, 403),
    "Throttling": _common("Throttling", 400, 400, 429, in_rest="TooManyRequestsException"),
    "ValidationError": _common("ValidationError", 400, 400, 400, "ValidationException"),
    "InvalidAction": _common("InvalidAction", 400, 400, 404, "UnknownOperationException"),
    "MissingAction": _common("MissingAction", 400, 400, 404, "UnknownOperationException"),
    "SerializationException": _common("MalformedInput", 400, 400, 400, "SerializationException"),
    "RequestEntityTooLarge": _common("RequestEntityTooLarge", 413, 413, 413),
    "RequestTimeout": _common("RequestTimeout", 408, 408, 408),
    "ServiceUnavailable": _common("ServiceUnavailable", 503, 503, 503),
    "InternalFailure": _common("InternalFailure", 500, 500, 500, "InternalFailure"),
}
# How json services name what the query services call otherwise; the first that the service's model has is taken.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "NoSuchEntity": ("ResourceNotFoundException",),
    "EntityAlreadyExists": ("ConflictException",),
    "LimitExceeded": ("ServiceQuotaExceededException", "LimitExceededException"),
    "Throttling": ("ThrottlingException", "TooManyRequestsException"),
    "ValidationError": ("ValidationException", "InvalidInputException", "InvalidRequestException"),
    "InternalFailure": ("InternalServerException", "InternalServerError", "ServiceException"),
}
BY_KIND: Mapping[Kind, int] = {
    Kind.INVALID: 400,
    Kind.DENIED: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.LIMITED: 429,
    Kind.UNAVAILABLE: 503,
    Kind.INTERNAL: 500,
}
APOLOGY = "The request could not be completed because of a fault on our side. Reference: {request_id}"
RETRY_AFTER_SECONDS = 1

# organizations gives a reason of its own for each broken constraint (wire 3.6).
_REASONS: Mapping[str, str] = {
    "required": "INPUT_REQUIRED",
    "pattern": "INVALID_PATTERN",
    "enum": "INVALID_ENUM",
    "min length": "MIN_LENGTH_EXCEEDED",
    "max length": "MAX_LENGTH_EXCEEDED",
    "min value": "MIN_VALUE_EXCEEDED",
    "max value": "MAX_VALUE_EXCEEDED",
}
# The OAuth error of most sso-oidc exceptions is their name in snake case; these are the others.
_OAUTH: Mapping[str, str] = {
    "InternalServerException": "server_error",
    "InvalidRequestRegionException": "invalid_request",
}


def fault(error: Exception, service: str | None, protocol: str, request_id: str) -> Fault:
    """Return how ``protocol`` tells an error of ``service`` (its client name; None when there is none).

    A code that the service's model has gives status and spelling; else the errors common to all services do,
    else the error's kind. Whatever is not a FrontdeskError, or is our own fault, becomes an apology with the
    request id. An error may bring further members of its shape as a mapping ``members``.
    """
    known = error if isinstance(error, FrontdeskError) else Internal(cause=repr(error))
    shapes = _shapes(service) if service is not None else {}
    code, status = _name(known, shapes, protocol)
    message = APOLOGY.format(request_id=request_id) if known.kind is Kind.INTERNAL else str(known.public)
    return Fault(
        status=status,
        code=code,
        message=message,
        service=service,
        message_member=_message_member(shapes, code),
        members=_members(known, shapes.get(code), code),
        retry_after=getattr(known, "retry_after", RETRY_AFTER_SECONDS) if known.kind is Kind.UNAVAILABLE else None,
    )


def _name(error: FrontdeskError, shapes: Mapping[str, StructureShape], protocol: str) -> tuple[str, int]:
    """Return code and status."""
    common = COMMON.get(error.code)
    status, code = common.of(protocol) if common is not None else (_by_kind(error.kind, protocol), error.code)
    if error.code in shapes:
        code = error.code
    elif protocol != "query" and code not in shapes:
        code = next((name for name in ALIASES.get(error.code, ()) if name in shapes), code)
    return code, _status(shapes[code], error.kind) if code in shapes else status


def _by_kind(kind: Kind, protocol: str) -> int:
    status = BY_KIND[kind]
    return 400 if protocol == "json" and status < 500 else status


def _status(shape: StructureShape, kind: Kind) -> int:
    """Return the modelled status; where the model has none, it is 400 unless the fault is ours."""
    modelled = shape.metadata.get("error", {})
    return int(modelled.get("httpStatusCode", _by_kind(kind, "json")))


@cache
def _shapes(service: str) -> Mapping[str, StructureShape]:
    """Return a service's error shapes by code; a shape without a code goes by its own name."""
    return {
        shape.metadata.get("error", {}).get("code", shape.name): shape
        for shape in cast("list[StructureShape]", contract.service(service).error_shapes)
    }


def _message_member(shapes: Mapping[str, StructureShape], code: str) -> str:
    """Return how the service spells the member with the words; by its other errors when this one is common."""
    candidates = [shapes[code]] if code in shapes else shapes.values()
    spelt = (
        name for shape in candidates for name in shape.members if name in ("error_description", "message", "Message")
    )
    return next(spelt, "message")


def _members(error: FrontdeskError, shape: StructureShape | None, code: str) -> dict[str, Any]:
    """Return what the error's shape has beside the words: what the error brings, else what its code implies."""
    brought = dict(getattr(error, "members", {}))
    if shape is None:
        return brought
    if "error_description" in shape.members:
        brought.setdefault("error", _OAUTH.get(code) or _oauth(code))
    if isinstance(error, Invalid) and code == "InvalidInputException" and "Reason" in shape.members:
        brought.setdefault("Reason", _REASONS.get(error.failures[0].kind, "INVALID_PATTERN"))
    return brought


def _oauth(code: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", code.removesuffix("Exception")).lower()
