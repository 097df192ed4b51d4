"""The json protocol, versions 1.0 and 1.1 (wire 3.3)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from frontdesk.core.http import Headers, HttpReply, HttpRequest
from frontdesk.core.secret import Secret
from frontdesk.wire.fault import Fault
from frontdesk.wire.refusals import SerializationException

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

Value = TypeVar("Value")
Convert = Callable[[Any], Any]
# Converters for shapes that are not written like others of their type, by shape name.
Special = Mapping[str, Convert]
OLDER = "application/x-amz-json-1.0"
NEWER = "application/x-amz-json-1.1"
_KINDS: Mapping[type, str] = {
    str: "STRING_VALUE",
    int: "NUMBER_VALUE",
    float: "NUMBER_VALUE",
    bool: "BOOLEAN_VALUE",
    list: "START_ARRAY",
    dict: "START_OBJECT",
    type(None): "NULL_VALUE",
}


def parse(operation: OperationModel, http: HttpRequest) -> dict[str, Any]:
    """Return the input's members; raises SerializationException for malformed JSON or a wrong JSON type."""
    shape = operation.input_shape
    document = load(http.body)
    if shape is None:
        return {}
    result: dict[str, Any] = _reader_of(operation)(document)
    return result


@cache
def _reader_of(operation: OperationModel) -> Convert:
    assert operation.input_shape is not None
    return reader(operation.input_shape)


def load(body: bytes) -> dict[str, Any]:
    """Return a body's JSON object; an empty body is an empty object."""
    if not body.strip():
        return {}
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise SerializationException("The request body is not valid JSON.") from None
    if not isinstance(document, dict):
        raise SerializationException("The request body has to be a JSON object.")
    return document


def _no_constant(text: str) -> None:
    raise ValueError(text)


def reader(shape: Shape) -> Convert:
    """Return what turns parsed JSON into a shape's Python value; absent and null members are left out."""
    return _reader(shape, {})


def _reader(shape: Shape, known: dict[str, Convert]) -> Convert:
    if getattr(shape, "is_document_type", False):
        return lambda value: value
    if shape.type_name not in ("structure", "list", "map"):
        return _SCALARS[shape.type_name]
    if shape.name not in known:
        known[shape.name] = deferred(shape.name, known)
        known[shape.name] = _AGGREGATES[shape.type_name](shape, known)
    return known[shape.name]


def deferred(name: str, known: Mapping[str, Callable[[Any], Value]]) -> Callable[[Any], Value]:
    """Return what looks a shape's converter up when it is called, for shapes that hold themselves."""

    def convert(value: Any) -> Value:
        return known[name](value)

    return convert


def _structure_reader(shape: StructureShape, known: dict[str, Convert]) -> Convert:
    members = [
        (member.serialization.get("name", name), name, _reader(member, known)) for name, member in shape.members.items()
    ]

    def read(value: Any) -> dict[str, Any]:
        found = _of(value, dict, "structure")
        return {name: read(found[key]) for key, name, read in members if found.get(key) is not None}

    return read


def _list_reader(shape: ListShape, known: dict[str, Convert]) -> Convert:
    element = _reader(shape.member, known)
    return lambda value: [None if item is None else element(item) for item in _of(value, list, "list")]


def _map_reader(shape: MapShape, known: dict[str, Convert]) -> Convert:
    element = _reader(shape.value, known)
    return lambda value: {
        text(key): None if item is None else element(item) for key, item in _of(value, dict, "map").items()
    }


def _of(value: Any, kind: type, wanted: str) -> Any:
    if type(value) is not kind:
        raise SerializationException(
            "{found} can not be converted to {wanted}", found=_KINDS.get(type(value), "VALUE"), wanted=wanted
        )
    return value


def text(value: Any) -> str:
    """Return text that can be stored and told again: no lone surrogates and no NUL."""
    found: str = _of(value, str, "String")
    if "\0" in found or not (found.isascii() or _is_utf8(found)):
        raise SerializationException("Text contains a character that is not allowed.")
    return found


def _is_utf8(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _number(value: Any) -> float:
    if type(value) is int:
        return value
    number: float = _of(value, float, "Double")
    return number


def moment(value: Any) -> datetime:
    """Return the moment of epoch seconds or of an ISO 8601 text, in UTC."""
    try:
        if isinstance(value, str):
            at = datetime.fromisoformat(value)
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        return datetime.fromtimestamp(_number(value), UTC)
    except (ValueError, OverflowError, OSError):
        raise SerializationException("A timestamp cannot be read.") from None


def blob(value: Any) -> bytes:
    """Return the bytes of a base64 text."""
    try:
        return base64.b64decode(text(value), validate=True)
    except (binascii.Error, ValueError):
        raise SerializationException("A blob is not base64.") from None


_AGGREGATES: Mapping[str, Callable[[Any, dict[str, Convert]], Convert]] = {
    "structure": _structure_reader,
    "list": _list_reader,
    "map": _map_reader,
}
_SCALARS: Mapping[str, Convert] = {
    "string": text,
    "character": text,
    "integer": lambda value: _of(value, int, "Integer"),
    "long": lambda value: _of(value, int, "Long"),
    "float": _number,
    "double": _number,
    "boolean": lambda value: _of(value, bool, "Boolean"),
    "timestamp": moment,
    "blob": blob,
}


def writer(shape: Shape, special: Special | None = None) -> Convert:
    """Return what turns a shape's Python value into plain JSON values; None members are left out."""
    return _writer(shape, special or {}, {})


def _writer(shape: Shape, special: Special, known: dict[str, Convert]) -> Convert:
    if shape.name in special:
        return special[shape.name]
    if getattr(shape, "is_document_type", False) or shape.type_name in (
        "integer",
        "long",
        "float",
        "double",
        "boolean",
    ):
        return lambda value: value
    if shape.type_name == "timestamp":
        return iso if shape.serialization.get("timestampFormat") == "iso8601" else epoch
    if shape.type_name in ("string", "character", "blob"):
        return plain if shape.type_name != "blob" else lambda value: base64.b64encode(value).decode()
    if shape.name not in known:
        known[shape.name] = deferred(shape.name, known)
        known[shape.name] = _aggregate_writer(shape, special, known)
    return known[shape.name]


def _aggregate_writer(shape: Any, special: Special, known: dict[str, Convert]) -> Convert:
    if shape.type_name == "structure":
        members = [
            (name, member.serialization.get("name", name), _writer(member, special, known))
            for name, member in shape.members.items()
        ]
        return lambda value: {key: write(value[name]) for name, key, write in members if value.get(name) is not None}
    element = _writer(shape.member if shape.type_name == "list" else shape.value, special, known)
    if shape.type_name == "list":
        return lambda value: [element(item) for item in value]
    return lambda value: {plain(key): element(item) for key, item in value.items()}


def plain(value: str | Secret) -> str:
    """Return a text; a secret that is an answer's content is revealed here and nowhere else."""
    return value.reveal() if isinstance(value, Secret) else value


def iso(value: datetime) -> str:
    """Return a moment as ``2026-01-02T03:04:05Z``."""
    return value.astimezone(UTC).isoformat()[:19] + "Z"


def epoch(value: datetime) -> float:
    """Return a moment as epoch seconds, with milliseconds only where there are any."""
    seconds = value.timestamp()
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)


def serialise(operation: OperationModel, result: Mapping[str, Any], request_id: str, http: HttpRequest) -> HttpReply:
    """Return the reply to a successful call; an operation without output answers ``{}``."""
    body = _writer_of(operation)(result) if operation.output_shape is not None else {}
    return HttpReply(200, _headers(http, request_id), dump(body))


@cache
def _writer_of(operation: OperationModel) -> Convert:
    assert operation.output_shape is not None
    return writer(operation.output_shape)


def dump(value: Any) -> bytes:
    """Return compact JSON in ASCII, which every client reads."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _headers(http: HttpRequest, request_id: str) -> Headers:
    return (("content-type", _version(http)), ("x-amzn-requestid", request_id))


def _version(http: HttpRequest) -> str:
    return OLDER if (http.header("content-type") or "").startswith(OLDER) else NEWER


def error(fault: Fault, request_id: str, http: HttpRequest) -> HttpReply:
    """Return the reply that tells a fault; version 1.0 spells the error's type with its namespace."""
    older = _version(http) == OLDER
    kind = f"com.amazonaws.{fault.service or 'frontdesk'}#{fault.code}" if older else fault.code
    body = {"__type": kind, fault.message_member: fault.message, **fault.members}
    return HttpReply(
        fault.status, (*_headers(http, request_id), ("x-amzn-errortype", fault.code), *fault.headers), dump(body)
    )
