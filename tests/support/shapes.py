"""Values of a shape, as hypothesis strategies: what a client could send and an operation could answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from botocore.model import Shape
from hypothesis import strategies as st

DEEPEST = 6
# everything that XML 1.0 and a database take: no control characters but tab and line ends, no surrogates
_TEXT = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t\n\r")
_HEADER_TEXT = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
_MOMENTS = st.integers(min_value=0, max_value=4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
_JSON = st.dictionaries(st.text(_TEXT, max_size=5), st.integers() | st.text(_TEXT, max_size=5), max_size=3)


def values(shape: Shape | None) -> st.SearchStrategy[Any]:
    """Return values that keep the shape's lengths, ranges and enums, but not its patterns; None for no shape."""
    return _values(shape, 0) if shape is not None else st.just({})


def _values(shape: Any, depth: int) -> st.SearchStrategy[Any]:
    if getattr(shape, "is_document_type", False):
        return _JSON.filter(bool)
    if shape.type_name == "structure":
        return _structures(shape, depth)
    if shape.type_name == "list":
        return st.lists(_values(shape.member, depth + 1), **_size(shape, 2 if depth < DEEPEST else 0))
    if shape.type_name == "map":
        return _maps(shape, depth)
    return _scalars(shape)


def _structures(shape: Any, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    wanted = {name: _values(member, depth + 1) for name, member in shape.members.items() if _fits(member, depth)}
    if getattr(shape, "is_tagged_union", False):
        return st.one_of([st.fixed_dictionaries({name: value}) for name, value in wanted.items()])
    always = set(shape.required_members) | {n for n, m in shape.members.items() if m.metadata.get("idempotencyToken")}
    required = {name: value for name, value in wanted.items() if name in always}
    optional = {name: value for name, value in wanted.items() if name not in always}
    found = st.fixed_dictionaries(required, optional=optional)
    # the query protocol cannot tell an empty structure from an absent one
    return found.filter(bool) if depth and wanted else found


def _fits(shape: Shape, depth: int) -> bool:
    return depth < DEEPEST or shape.type_name not in ("structure", "list", "map")


def _maps(shape: Any, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(_values(shape.key, depth + 1), _values(shape.value, depth + 1), **_size(shape, 2, least=1))


def _size(shape: Shape, most: int, least: int = 0) -> dict[str, Any]:
    smallest = max(int(shape.metadata.get("min", 0)), least)
    return {"min_size": smallest, "max_size": max(smallest, min(int(shape.metadata.get("max", most)), most))}


def _scalars(shape: Shape) -> st.SearchStrategy[Any]:
    if shape.metadata.get("enum"):
        return st.sampled_from(shape.metadata["enum"])
    if shape.name == "policyDocumentType":
        return _JSON.map(json.dumps)
    if shape.type_name == "string":
        in_header = shape.serialization.get("location") == "header"
        return st.text(_HEADER_TEXT, min_size=1, max_size=9) if in_header else st.text(_TEXT, **_size(shape, 12))
    return _others()[shape.type_name] if shape.type_name in _others() else _numbers(shape)


@cache
def _others() -> dict[str, st.SearchStrategy[Any]]:
    return {
        "boolean": st.booleans(),
        "timestamp": _MOMENTS,
        "blob": st.binary(min_size=1, max_size=9),
        "float": st.floats(-1e6, 1e6, width=32),
        "double": st.floats(-1e6, 1e6),
    }


def _numbers(shape: Shape) -> st.SearchStrategy[int]:
    limits = shape.metadata
    return st.integers(int(limits.get("min", -(2**31))), int(limits.get("max", 2**31 - 1)))
