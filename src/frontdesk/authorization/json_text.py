"""JSON that remembers where each value stood in the text, and refuses a key given twice."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from frontdesk.authorization.errors import SYNTAX, MalformedPolicyDocument
from frontdesk.core.messages import Message

# A policy nests five deep; the bound keeps hostile nesting off the interpreter's stack.
DEEPEST = 16

_SPACE = re.compile(r"[ \t\n\r]*+")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
_WORD = re.compile(r"true|false|null")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Position(NamedTuple):
    """A place in a text; both count from 1."""

    line: int
    column: int


class Number(NamedTuple):
    """A JSON number as it was written."""

    text: str


class Text:
    """A text that knows the line and column of each of its characters."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def position(self, offset: int) -> Position:
        """Return where the character at ``offset`` stands."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Member:
    """One key of an object and its value."""

    key: Node
    value: Node


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and its place; ``stop`` is the offset just behind it."""

    value: Value
    offset: int
    stop: int
    text: Text

    @property
    def start(self) -> Position:
        """Where the value begins."""
        return self.text.position(self.offset)

    @property
    def end(self) -> Position:
        """Where the value's last character stands."""
        return self.text.position(self.stop - 1)


Value = str | bool | None | Number | list[Node] | dict[str, Member]


def read(text: str) -> Node:
    """Return the JSON value in ``text``, in time proportional to its length.

    Raises MalformedPolicyDocument at the first character that does not belong, for a key that an object
    holds twice, for text that is no Unicode, and for nesting beyond ``DEEPEST``.
    """
    reader = _Reader(text)
    node = reader.value(reader.skip(0), DEEPEST)
    end = reader.skip(node.stop)
    if end < len(text):
        raise reader.fault(end, "Nothing may follow the end of the policy.")
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._places = Text(text)

    def fault(self, offset: int, detail: str) -> MalformedPolicyDocument:
        line, column = self._places.position(min(offset, len(self._text)))
        return MalformedPolicyDocument(SYNTAX, detail=Message(detail), line=line, column=column)

    def skip(self, offset: int) -> int:
        found = _SPACE.match(self._text, offset)
        return found.end() if found else offset

    def value(self, offset: int, depth: int) -> Node:
        if depth == 0:
            raise self.fault(offset, "The policy is nested too deeply.")
        first = self._text[offset : offset + 1]
        if first == "{":
            return self._object(offset, depth)
        if first == "[":
            return self._array(offset, depth)
        return self.string(offset) if first == '"' else self._scalar(offset)

    def string(self, offset: int) -> Node:
        found = _STRING.match(self._text, offset)
        if not found:
            raise self.fault(offset, "A text in double quotes has to stand here, closed on the same line.")
        return self._node(self._unescape(found.group(), offset), offset, found.end())

    def _unescape(self, quoted: str, offset: int) -> str:
        try:
            plain: str = json.loads(quoted) if "\\" in quoted else quoted[1:-1]
        except json.JSONDecodeError as error:
            raise self.fault(offset + error.pos, "This escape is not known in JSON.") from None
        if _LONE_SURROGATE.search(plain):
            raise self.fault(offset, "This text is not valid Unicode.")
        return plain

    def _scalar(self, offset: int) -> Node:
        if found := _NUMBER.match(self._text, offset):
            return self._node(Number(found.group()), offset, found.end())
        if found := _WORD.match(self._text, offset):
            return self._node(_WORDS[found.group()], offset, found.end())
        if offset >= len(self._text):
            raise self.fault(offset, "The policy ends too early.")
        raise self.fault(offset, "A JSON value has to stand here.")

    def _array(self, offset: int, depth: int) -> Node:
        items: list[Node] = []
        at = self.skip(offset + 1)
        if self._text.startswith("]", at):
            return self._node(items, offset, at + 1)
        while True:
            items.append(self.value(at, depth - 1))
            at, closed = self._separator(items[-1].stop, "]")
            if closed:
                return self._node(items, offset, at)

    def _object(self, offset: int, depth: int) -> Node:
        members: dict[str, Member] = {}
        at = self.skip(offset + 1)
        if self._text.startswith("}", at):
            return self._node(members, offset, at + 1)
        while True:
            member = self._member(at, depth)
            name = str(member.key.value)
            if name in members:
                raise self.fault(at, "This key is given twice.")
            members[name] = member
            at, closed = self._separator(member.value.stop, "}")
            if closed:
                return self._node(members, offset, at)

    def _member(self, offset: int, depth: int) -> Member:
        key = self.string(offset)
        colon = self.skip(key.stop)
        if not self._text.startswith(":", colon):
            raise self.fault(colon, "A colon has to stand between a key and its value.")
        return Member(key, self.value(self.skip(colon + 1), depth - 1))

    def _separator(self, offset: int, closing: str) -> tuple[int, bool]:
        at = self.skip(offset)
        if self._text.startswith(closing, at):
            return at + 1, True
        if not self._text.startswith(",", at):
            raise self.fault(at, "A comma or a closing bracket has to stand here.")
        return self.skip(at + 1), False

    def _node(self, value: Value, offset: int, stop: int) -> Node:
        return Node(value, offset, stop, self._places)
