"""The query protocol (wire 3.1 and 3.2): form fields in, XML out."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from frontdesk.core.http import Headers, HttpReply, HttpRequest
from frontdesk.core.secret import Secret
from frontdesk.wire.fault import Fault
from frontdesk.wire.protocols import json
from frontdesk.wire.refusals import SerializationException

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

Node = Any  # text, or a dict of the names after the next dot
Read = Callable[[Node], Any]
Write = Callable[[Any], str]

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 5_000
DEEPEST = 12
NAMESPACES = {
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_INDEX = re.compile(r"[0-9]{1,6}")
_UNSAFE = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TWO = tuple(f"{number:02}" for number in range(60))
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def fields(http: HttpRequest) -> dict[str, str]:
    """Return the form fields of query string and body.

    Raises SerializationException when one is named twice (also once in each), when there are too many, or
    when they are not UTF-8. The parts of a signature are left out.
    """
    kind = http.header("content-type") or FORM
    body = http.body if kind.partition(";")[0].strip().lower() == FORM else b""
    found: dict[str, str] = {}
    for name, value in [*_pairs(http.raw_query), *_pairs(body)]:
        if name in found:
            raise SerializationException("The parameter {name} is there more than once.", name=name[:128])
        found[name] = value
    return found


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    if not raw:
        return []
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise SerializationException("The parameters cannot be read.") from None
    return [(name, json.text(value)) for name, value in pairs if not name.startswith("X-Amz-")]


def parse(operation: OperationModel, http: HttpRequest) -> dict[str, Any]:
    """Return the input's members; unknown fields are ignored, what cannot be read raises SerializationException."""
    return read(operation, fields(http))


def read(operation: OperationModel, found: Mapping[str, str]) -> dict[str, Any]:
    """Return the input's members from fields that were split already."""
    if operation.input_shape is None:
        return {}
    result: dict[str, Any] = _reader_of(operation)(_tree(found))
    return result


def _tree(found: Mapping[str, str]) -> dict[str, Node]:
    """Hang the fields into a tree by the dots in their names, so that ``Tag`` cannot swallow ``Tags``."""
    tree: dict[str, Node] = {}
    for name, value in found.items():
        *path, last = name.split(".", DEEPEST)
        branch = tree
        for part in path:
            below = branch.get(part)
            if not isinstance(below, dict):
                below = branch[part] = {}
            branch = below
        if not isinstance(branch.get(last), dict):
            branch[last] = value
    return tree


@cache
def _reader_of(operation: OperationModel) -> Read:
    assert operation.input_shape is not None
    return _reader(operation.input_shape, {})


def _reader(shape: Shape, known: dict[str, Read]) -> Read:
    if shape.type_name in _SCALARS:
        convert = _SCALARS[shape.type_name]
        return lambda node: convert(_text(node))
    if shape.name not in known:
        known[shape.name] = json.deferred(shape.name, known)
        known[shape.name] = _AGGREGATES[shape.type_name](shape, known)
    return known[shape.name]


def _structure_reader(shape: StructureShape, known: dict[str, Read]) -> Read:
    members = [(name, _reader(member, known)) for name, member in shape.members.items()]

    def read_structure(node: Node) -> dict[str, Any]:
        branch = _branch(node)
        return {name: read_member(branch[name]) for name, read_member in members if name in branch}

    return read_structure


def _list_reader(shape: ListShape, known: dict[str, Read]) -> Read:
    element = _reader(shape.member, known)
    return lambda node: [element(item) for item in _numbered(_branch(node).get("member", ""))]


def _map_reader(shape: MapShape, known: dict[str, Read]) -> Read:
    value = _reader(shape.value, known)

    def read_map(node: Node) -> dict[str, Any]:
        entries = [_branch(entry) for entry in _numbered(_branch(node).get("entry", ""))]
        return {_text(entry.get("key", "")): value(entry.get("value", "")) for entry in entries}

    return read_map


def _branch(node: Node) -> dict[str, Node]:
    """Return what is below a name; a bare name with an empty value is an empty list or structure."""
    if isinstance(node, dict):
        return node
    if node == "":
        return {}
    raise SerializationException("A list or structure was sent as plain text.")


def _numbered(node: Node) -> list[Node]:
    """Return the elements in the order of their numbers, which may have gaps."""
    branch = _branch(node)
    if not all(_INDEX.fullmatch(index) for index in branch):
        raise SerializationException("The elements of a list have to be numbered.")
    return [branch[index] for index in sorted(branch, key=int)]


def _text(node: Node) -> str:
    if not isinstance(node, str):
        raise SerializationException("Plain text was sent as a list or structure.")
    return node


def _boolean(value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise SerializationException("A boolean has to be true or false.")
    return value.lower() == "true"


def _integer(value: str) -> int:
    if not _INTEGER.fullmatch(value):
        raise SerializationException("A number cannot be read.")
    return int(value)


_SCALARS: Mapping[str, Callable[[str], Any]] = {
    "string": lambda value: value,
    "boolean": _boolean,
    "integer": _integer,
    "long": _integer,
    "timestamp": json.moment,
    "blob": json.blob,
}
_AGGREGATES: Mapping[str, Callable[[Any, dict[str, Read]], Read]] = {
    "structure": _structure_reader,
    "list": _list_reader,
    "map": _map_reader,
}


def escape(value: str) -> str:
    """Return text for an element's content; what XML 1.0 forbids becomes U+FFFD."""
    return value if _is_plain(value) else _UNSAFE.sub(_escaped, value)


def _is_plain(value: str) -> bool:
    # what XML forbids does not print; asking so takes a third of the time of searching
    return value.isprintable() and "&" not in value and "<" not in value and ">" not in value


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0], "\ufffd")


def encoded_policy(value: str) -> str:
    """Return policy text percent-encoded by RFC 3986, as iam answers it (wire 11.3)."""
    return quote(value, safe="-_.~")


def serialise(operation: OperationModel, result: Mapping[str, Any], request_id: str, http: HttpRequest) -> HttpReply:
    """Return the reply to a successful call, as XML or, when ``Accept`` asks for it, as JSON.

    Every list of the output shape is there, also an empty one, and so is ``IsTruncated``; members inside
    lists and structures are there when the result has them.
    """
    if _wants_json(http):
        return HttpReply(
            200, _headers("application/json", request_id), json.dump(_plain(operation, result, request_id))
        )
    name = operation.name
    body = (
        f'<{name}Response xmlns="{_namespace(operation)}">{_writer_of(operation)(result)}'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{name}Response>\n"
    )
    return HttpReply(200, _headers("text/xml", request_id), body.encode())


def _namespace(operation: OperationModel) -> str:
    return NAMESPACES[operation.service_model.service_name]


def _wants_json(http: HttpRequest) -> bool:
    accept = http.header("accept")
    return accept is not None and any(
        part.partition(";")[0].strip().lower() == "application/json" for part in accept.split(",")
    )


def _headers(content_type: str, request_id: str) -> Headers:
    return (("content-type", content_type), ("x-amzn-requestid", request_id))


def _plain(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> dict[str, Any]:
    content: dict[str, Any] = {"ResponseMetadata": {"RequestId": request_id}}
    if operation.output_shape is not None:
        members = _absent(operation.output_shape) | {name: value for name, value in result.items() if value is not None}
        content = {f"{operation.name}Result": _json_writer_of(operation)(members), **content}
    return {f"{operation.name}Response": content}


def _absent(shape: StructureShape) -> dict[str, Any]:
    lists: dict[str, Any] = {name: [] for name, member in shape.members.items() if member.type_name == "list"}
    return lists | ({"IsTruncated": False} if "IsTruncated" in shape.members else {})


@cache
def _json_writer_of(operation: OperationModel) -> json.Convert:
    assert operation.output_shape is not None
    return json.writer(operation.output_shape, {"policyDocumentType": encoded_policy})


@cache
def _writer_of(operation: OperationModel) -> Write:
    shape = operation.output_shape
    if shape is None:
        return lambda result: ""
    write = _answer_writer(shape)
    return lambda result: f"<{operation.name}Result>{write(result)}</{operation.name}Result>"


def _writer(shape: Shape, known: dict[str, Write]) -> Write:
    if shape.name == "policyDocumentType":
        return encoded_policy
    if shape.type_name in _WRITERS:
        return _WRITERS[shape.type_name]
    if shape.name not in known:
        known[shape.name] = json.deferred(shape.name, known)
        known[shape.name] = _AGGREGATE_WRITERS[shape.type_name](shape, known)
    return known[shape.name]


def _answer_writer(shape: StructureShape) -> Write:
    """Write an answer's members in the shape's order; some stand there also when the answer has none (wire 3.2)."""
    always, known = _absent(shape), dict[str, Write]()
    writers = [(name, _writer(member, known)) for name, member in shape.members.items()]
    members = [
        (name, f"<{name}>", f"</{name}>", write, f"<{name}>{write(always[name])}</{name}>" if name in always else "")
        for name, write in writers
    ]

    def write_answer(value: Mapping[str, Any]) -> str:
        return "".join(
            [
                absent if value.get(name) is None else f"{start}{write(value[name])}{end}"
                for name, start, end, write, absent in members
            ]
        )

    return write_answer


def _structure_writer(shape: StructureShape, known: dict[str, Write]) -> Write:
    """Write those of a structure's members that a value has, in the value's order."""
    members = {name: (f"<{name}>", f"</{name}>", _writer(member, known)) for name, member in shape.members.items()}

    def write_structure(value: Mapping[str, Any]) -> str:
        text = ""
        for name, item in value.items():
            if item is None or name not in members:
                continue
            start, end, write = members[name]
            if write is _string and type(item) is str and _is_plain(item):  # spares calls for nearly every text
                text += start + item + end
            else:
                text += start + write(item) + end
        return text

    return write_structure


def _list_writer(shape: ListShape, known: dict[str, Write]) -> Write:
    write = _writer(shape.member, known)
    return lambda value: "".join([f"<member>{write(item)}</member>" for item in value])


def _map_writer(shape: MapShape, known: dict[str, Write]) -> Write:
    write = _writer(shape.value, known)
    return lambda value: "".join(
        [f"<entry><key>{_string(key)}</key><value>{write(item)}</value></entry>" for key, item in value.items()]
    )


def _string(value: str | Secret) -> str:
    return escape(json.plain(value))


def _timestamp(value: datetime) -> str:
    """Return a moment as ``2026-01-02T03:04:05Z``; written out because isoformat takes twice as long."""
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    clock = f"{_TWO[at.hour]}:{_TWO[at.minute]}:{_TWO[at.second]}"
    return f"{at.year:04}-{_TWO[at.month]}-{_TWO[at.day]}T{clock}Z"


_WRITERS: Mapping[str, Write] = {
    "string": _string,
    "boolean": lambda value: "true" if value else "false",
    "integer": str,
    "long": str,
    "timestamp": _timestamp,
    "blob": lambda value: base64.b64encode(value).decode(),
}
_AGGREGATE_WRITERS: Mapping[str, Callable[[Any, dict[str, Write]], Write]] = {
    "structure": _structure_writer,
    "list": _list_writer,
    "map": _map_writer,
}


def error(fault: Fault, request_id: str, http: HttpRequest) -> HttpReply:
    """Return the reply that tells a fault, as XML or, when ``Accept`` asks for it, as JSON."""
    kind = "Receiver" if fault.status >= 500 else "Sender"
    if _wants_json(http):
        content = {"Type": kind, "Code": fault.code, "Message": fault.message}
        body = json.dump({"Error": content, "RequestId": request_id})
        return HttpReply(fault.status, (*_headers("application/json", request_id), *fault.headers), body)
    namespace = NAMESPACES.get(fault.service or "")
    xmlns = f' xmlns="{namespace}"' if namespace else ""
    text = (
        f"<ErrorResponse{xmlns}><Error><Type>{kind}</Type>"
        f"<Code>{escape(fault.code)}</Code><Message>{escape(fault.message)}</Message></Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>\n"
    )
    return HttpReply(fault.status, (*_headers("text/xml", request_id), *fault.headers), text.encode())
