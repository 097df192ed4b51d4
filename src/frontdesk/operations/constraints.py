"""Checking values against shapes, told in AWS's sentences (wire 3.6).

A checker is built once for each shape. It takes the value, its place and the list of failures to add to;
a place is only spelt out when something failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from frontdesk.core.errors import ValidationError
from frontdesk.core.secret import Secret
from frontdesk.operations.patterns import Pattern, pattern

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, Shape, StructureShape

# Where a value stands: the place of what holds it, and its own name there. None is the input itself.
Place = tuple[Any, str] | None
Checker = Callable[[Any, Place, "list[Failure]"], None]

MOST_FAILURES = 100
REDACTED = "***Sensitive Data Redacted***"
_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str, Secret),
    "character": (str, Secret),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (datetime,),
    "blob": (bytes,),
    "list": (list, tuple),
    "map": (Mapping,),
    "structure": (Mapping,),
}


@dataclass(frozen=True)
class Failure:
    """One constraint that a value does not meet.

    ``member`` is the input member at fault, in the model's spelling; ``place`` the exact spot in AWS's
    spelling; ``value`` is None where it must not be told, and "null" is said of a missing one.
    """

    kind: str
    member: str
    place: str
    constraint: str
    value: str | None
    missing: bool = False

    def __str__(self) -> str:
        if self.missing:
            return f"Value null at '{self.place}' failed to satisfy constraint: {self.constraint}"
        said = "Value" if self.value is None else f"Value '{self.value}'"
        return f"{said} at '{self.place}' failed to satisfy constraint: {self.constraint}"


class Invalid(ValidationError):
    """Input that does not meet its shape's constraints; ``failures`` has each of them."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        errors = "validation error" if len(failures) == 1 else "validation errors"
        super().__init__(
            "{count} {errors} detected: {failures}",
            count=len(failures),
            errors=errors,
            failures="; ".join(map(str, failures)),
            field=failures[0].member,
        )


def checker(shape: Shape) -> Checker:
    """Return the checker of an operation's input shape."""
    return _checker(shape, {})


def _checker(shape: Shape, known: dict[str, Checker]) -> Checker:
    """Build a shape's checker; one that is being built already is looked up when it is called."""
    if shape.name in known:
        return known[shape.name]
    known[shape.name] = _deferred(shape.name, known)
    check_kind = _kind_checker(shape)
    rules = tuple(_rules(shape, known))

    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        if not check_kind(value, place, failures):
            return
        for rule in rules:
            rule(value, place, failures)

    known[shape.name] = check
    return check


def _deferred(name: str, known: dict[str, Checker]) -> Checker:
    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        known[name](value, place, failures)

    return check


def _kind_checker(shape: Shape) -> Callable[[Any, Place, list[Failure]], bool]:
    if getattr(shape, "is_document_type", False):
        return lambda value, place, failures: True
    kinds = _KINDS[shape.type_name]
    refuses_bool = bool not in kinds

    def check_kind(value: Any, place: Place, failures: list[Failure]) -> bool:
        if isinstance(value, kinds) and not (refuses_bool and isinstance(value, bool)):
            return True
        _fail(failures, shape, value, place, "type", f"Member must be of type {shape.type_name}")
        return False

    return check_kind


def _rules(shape: Shape, known: dict[str, Checker]) -> Iterator[Checker]:
    if getattr(shape, "is_document_type", False):
        return
    if shape.type_name == "structure":
        yield _members(shape, known)  # type: ignore[arg-type]
    elif shape.type_name in ("integer", "long", "float", "double"):
        yield from _bounds(shape, "value", lambda value: value)
    elif shape.type_name in ("list", "map", "blob"):
        yield from _bounds(shape, "length", len)
    elif shape.type_name == "string":
        yield from _text_rules(shape)
    if shape.type_name == "list":
        yield _elements(shape, known)  # type: ignore[arg-type]
    elif shape.type_name == "map":
        yield _entries(shape, known)  # type: ignore[arg-type]


def _members(shape: StructureShape, known: dict[str, Checker]) -> Checker:
    required = frozenset(shape.required_members)
    checks = tuple((name, _checker(member, known), name in required) for name, member in shape.members.items())
    union = bool(shape.is_tagged_union)

    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        for name, check_member, is_required in checks:
            member = value.get(name)
            if member is not None:
                check_member(member, (place, name), failures)
            elif is_required:
                failures.append(_null((place, name)))
        if union and sum(value.get(name) is not None for name, _, _ in checks) != 1:
            _fail(failures, shape, value, place, "union", "Member must have exactly one member set")

    return check


def _elements(shape: ListShape, known: dict[str, Checker]) -> Checker:
    check_element = _checker(shape.member, known)

    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        for index, element in enumerate(value, 1):
            if len(failures) >= MOST_FAILURES:
                return
            where = ((place, str(index)), "member")
            if element is None:
                failures.append(_null(where))
            else:
                check_element(element, where, failures)

    return check


def _entries(shape: MapShape, known: dict[str, Checker]) -> Checker:
    check_key, check_value = _checker(shape.key, known), _checker(shape.value, known)

    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        for key, element in value.items():
            check_key(key, (place, "key"), failures)
            where = (place, f"{key}.value")
            if element is None:
                failures.append(_null(where))
            else:
                check_value(element, where, failures)

    return check


def _text_rules(shape: Shape) -> Iterator[Checker]:
    limits, enum, regex = shape.metadata, shape.metadata.get("enum"), shape.metadata.get("pattern")
    if "min" in limits or "max" in limits:
        yield from _bounds(shape, "length", _length)
    if regex is not None:
        yield _pattern_rule(shape, regex, limits.get("max"))
    if enum:
        yield _enum_rule(shape, list(enum))


def _length(value: str | Secret) -> int:
    return len(_plain(value))


def _plain(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _bounds(shape: Shape, what: str, measure: Callable[[Any], float]) -> Iterator[Checker]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is None and most is None:
        return

    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        size = measure(value)
        if most is not None and size > most:
            _fail(failures, shape, value, place, f"max {what}", f"Member must have {what} less than or equal to {most}")
        if least is not None and size < least:
            _fail(
                failures,
                shape,
                value,
                place,
                f"min {what}",
                f"Member must have {what} greater than or equal to {least}",
            )

    yield check


def _pattern_rule(shape: Shape, text: str, longest: int | None) -> Checker:
    # Most patterns are never asked for, and those with letters of every script take a while to build.
    compiled: list[Pattern] = []

    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        plain = _plain(value)
        if longest is not None and len(plain) > longest:
            return
        if not compiled:
            compiled.append(pattern(text))
        if not compiled[0].matches(plain):
            constraint = f"Member must satisfy regular expression pattern: {text}"
            _fail(failures, shape, value, place, "pattern", constraint)

    return check


def _enum_rule(shape: Shape, allowed: list[str]) -> Checker:
    known = frozenset(allowed)

    def check(value: Any, place: Place, failures: list[Failure]) -> None:
        if _plain(value) not in known:
            constraint = f"Member must satisfy enum value set: [{', '.join(allowed)}]"
            _fail(failures, shape, value, place, "enum", constraint)

    return check


def _null(place: Place) -> Failure:
    names = _names(place)
    return Failure("required", names[0], _spelt(names), "Member must not be null", None, missing=True)


def _fail(failures: list[Failure], shape: Shape, value: Any, place: Place, kind: str, constraint: str) -> None:
    names = _names(place)
    sensitive = isinstance(value, Secret) or bool(shape.metadata.get("sensitive"))
    told = None if sensitive else _told(shape, value)
    failures.append(Failure(kind, names[0] if names else "", _spelt(names), constraint, told))


def _names(place: Place) -> list[str]:
    names: list[str] = []
    while place is not None:
        place, name = place
        names.append(name)
    return names[::-1]


def _spelt(names: Sequence[str]) -> str:
    return ".".join(name[:1].lower() + name[1:] for name in names)


def _told(shape: Shape, value: Any) -> str:
    """Say a value as AWS does, with whatever is sensitive inside it left out."""
    if shape.metadata.get("sensitive") or isinstance(value, Secret):
        return REDACTED
    if isinstance(value, bool):
        return str(value).lower()
    if shape.type_name == "list" and isinstance(value, (list, tuple)):
        return f"[{', '.join(_told(shape.member, element) for element in value)}]"  # type: ignore[attr-defined]
    if shape.type_name == "map" and isinstance(value, Mapping):
        return _braces(f"{key}={_told(shape.value, element)}" for key, element in value.items())  # type: ignore[attr-defined]
    if shape.type_name == "structure" and isinstance(value, Mapping):
        members: Mapping[str, Shape] = shape.members  # type: ignore[attr-defined]
        told = (f"{name}={_told(members[name], value[name])}" for name in members if value.get(name) is not None)
        return f"{shape.name}({', '.join(told)})"
    return str(value)


def _braces(parts: Iterator[str]) -> str:
    return "{" + ", ".join(parts) + "}"
