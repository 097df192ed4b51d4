"""Refusals of the policy language."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.core.errors import FrontdeskError, Kind
from frontdesk.core.messages import Message

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"


class MalformedPolicyDocument(FrontdeskError):
    """A policy text that is refused (wire 6.3).

    ``public`` is AWS's message; ``detail`` says in plain words what is wrong. ``line`` and ``column``
    count from 1 and point at the first character at fault.
    """

    code = "MalformedPolicyDocument"
    kind = Kind.INVALID

    def __init__(
        self, text: str, /, *, detail: Message, line: int, column: int, values: Mapping[str, object] | None = None
    ) -> None:
        cause = f"line {line}, column {column}: {detail}"
        super().__init__(text, cause=cause, remedy=None, field=None, **(values or {}))
        self.detail = detail
        self.line = line
        self.column = column
