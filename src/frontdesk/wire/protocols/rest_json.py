"""The rest-json protocol (wire 3.4): members in query string, headers and a JSON body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from frontdesk.core.http import Headers, HttpReply, HttpRequest
from frontdesk.wire.fault import Fault
from frontdesk.wire.protocols.json import dump, load, reader, text, writer
from frontdesk.wire.refusals import SerializationException

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

Read = Callable[[HttpRequest, Mapping[str, str], Mapping[str, Any]], Any]
CONTENT_TYPE = "application/json"
MOST_PARAMETERS = 100


def parse(operation: OperationModel, http: HttpRequest) -> dict[str, Any]:
    """Return the input's members; raises SerializationException for what cannot be read."""
    if operation.input_shape is None:
        return {}
    query = _query(http.raw_query)
    document = load(http.body)
    found = ((name, read(http, query, document)) for name, read in _readers(operation))
    return {name: value for name, value in found if value is not None}


def _query(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS, errors="strict")
    except ValueError:
        raise SerializationException("The query string cannot be read.") from None
    return {name: text(value) for name, value in pairs}


@cache
def _readers(operation: OperationModel) -> tuple[tuple[str, Read], ...]:
    shape = operation.input_shape
    assert shape is not None
    payload = shape.serialization.get("payload")
    return tuple((name, _reader(name, member, payload)) for name, member in shape.members.items())


def _reader(name: str, shape: Shape, payload: str | None) -> Read:
    place = shape.serialization.get("location")
    key = shape.serialization.get("name", name)
    if place == "querystring":
        return lambda http, query, document: _scalar(shape, query.get(key))
    if place == "header":
        return lambda http, query, document: _scalar(shape, http.header(key.lower()))
    read = reader(shape)
    if name == payload:
        return lambda http, query, document: read(document)
    return lambda http, query, document: None if document.get(key) is None else read(document[key])


def _scalar(shape: Shape, value: str | None) -> str | int | None:
    if value is None or shape.type_name == "string":
        return value
    if not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise SerializationException("STRING_VALUE can not be converted to Integer")
    return int(value)


def serialise(operation: OperationModel, result: Mapping[str, Any], request_id: str, http: HttpRequest) -> HttpReply:
    """Return the reply to a successful call; an operation without output answers ``{}``."""
    status = int(operation.http.get("responseCode", 200))
    return HttpReply(status, _headers(request_id), dump(_writer(operation)(result)))


@cache
def _writer(operation: OperationModel) -> Callable[[Mapping[str, Any]], Any]:
    shape = operation.output_shape
    if shape is None:
        return lambda result: {}
    payload = shape.serialization.get("payload")
    if payload is None:
        return writer(shape)
    write = writer(shape.members[payload])
    return lambda result: write(result.get(payload, {}))


def _headers(request_id: str) -> Headers:
    return (("content-type", CONTENT_TYPE), ("x-amzn-requestid", request_id))


def error(fault: Fault, request_id: str, http: HttpRequest) -> HttpReply:
    """Return the reply that tells a fault; clients take the error's name from the header."""
    body = {"__type": fault.code, fault.message_member: fault.message, **fault.members}
    return HttpReply(
        fault.status, (*_headers(request_id), ("x-amzn-errortype", fault.code), *fault.headers), dump(body)
    )
