"""What the management policies above a target amount to together: AWS's inheritance operators, pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_ASSIGN, _APPEND, _REMOVE = "@@assign", "@@append", "@@remove"
_OPERATORS = frozenset({_ASSIGN, _APPEND, _REMOVE})
_CONTROL = "@@operators_allowed_for_child_policies"


@dataclass
class _Node:
    value: Any = None
    children: dict[str, _Node] = field(default_factory=dict)
    allowed: frozenset[str] = _OPERATORS
    narrowed: frozenset[str] = _OPERATORS


def merge(levels: Iterable[Iterable[Mapping[str, Any]]]) -> dict[str, Any]:
    """Return the effective policy of policies by level, the root's first.

    A level may only do what every level above it allows; what it allows counts from the next level on. Operators
    that are not allowed are passed over, as AWS does.
    """
    root = _Node()
    for level in levels:
        for policy in level:
            _apply(root, policy, _OPERATORS)
        _settle(root)
    written = _written(root)
    return written if isinstance(written, dict) else {}


def _apply(node: _Node, given: Mapping[str, Any], allowed: frozenset[str]) -> None:
    allowed &= node.allowed
    for key, value in given.items():
        if key == _CONTROL:
            node.narrowed &= _operators(value)
        elif key in _OPERATORS:
            if key in allowed:
                node.value = _changed(node.value, key, value)
        elif isinstance(value, Mapping):
            _apply(node.children.setdefault(key, _Node()), value, allowed)


def _operators(value: Any) -> frozenset[str]:
    named = value if isinstance(value, list) else [value]
    return _OPERATORS if "@@all" in named else _OPERATORS & {one for one in named if isinstance(one, str)}


def _changed(present: Any, operator: str, given: Any) -> Any:
    if operator == _ASSIGN:
        return given
    before = present if isinstance(present, list) else [] if present is None else [present]
    named = given if isinstance(given, list) else [given]
    if operator == _APPEND:
        return [*before, *(one for one in named if one not in before)]
    return [one for one in before if one not in named]


def _settle(node: _Node) -> None:
    node.allowed &= node.narrowed
    for child in node.children.values():
        _settle(child)


def _written(node: _Node) -> Any:
    inner = {key: written for key, child in node.children.items() if (written := _written(child)) is not None}
    return inner or node.value
