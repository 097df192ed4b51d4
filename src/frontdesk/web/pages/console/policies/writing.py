"""The text of a policy as it is typed: asked for, read, and shown with the place at fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from frontdesk.authorization import policies as language
from frontdesk.authorization.errors import MalformedPolicyDocument
from frontdesk.authorization.policies import PolicyKind
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import refuse

BEGINNING = """\
{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:GetCallerIdentity",
            "Resource": "*"
        }
    ]
}
"""
_PATTERN = r"[\u0009\u000A\u000D\u0020-\u00FF]+"  # of the service model of IAM
_FOREIGN = re.compile(r"[^\u0009\u000A\u000D\u0020-\u00FF]")
_CONSTRAINT = (
    "Value at 'policyDocument' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}"
)
_BEFORE, _AFTER = 20, 40  # so that the place at fault is in sight on a small screen


@dataclass(frozen=True)
class Fault:
    """Where a text is wrong: AWS's sentence, ours, the place from 1, and a piece of the line around it."""

    said: Message
    detail: Message
    line: int
    column: int
    before: str
    at: str
    after: str


def field() -> Any:
    """Return the question for a policy's text."""
    return forms.long(Message("Policy"), mono=True, parameter="PolicyDocument", missing=Message("Enter the policy."))


def name_field() -> Any:
    """Return the question for a policy's name."""
    return forms.text(
        Message("Policy name"),
        hint=Message("What it allows, such as ReadTheBooks. It cannot be changed later."),
        most=128,
        parameter="PolicyName",
        missing=Message("Enter a policy name."),
    )


def save(form: Form, field: Field, kind: PolicyKind, act: Callable[[str], None]) -> Fault | None:
    """Do ``act`` with the text when nothing is wrong with the form; otherwise the form says what is.

    Returns where the text is at fault, which is said beside the field as well.
    """
    text = field.value.replace("\r\n", "\n")  # forms are sent with an end of line that nobody typed
    fault = None if field.error else _fault(text, kind)
    if fault:
        place = {"line": fault.line, "column": fault.column, "detail": fault.detail}
        field.error = Message("Line {line}, column {column}: {detail}", place)
    if form.ok:
        try:
            act(text)
        except FrontdeskError as error:
            refuse(form, error)
    return fault


def _fault(text: str, kind: PolicyKind) -> Fault | None:
    try:
        _require_characters(text)
        language.parse(text, kind)
    except MalformedPolicyDocument as error:
        return _shown(text, error)
    return None


def _require_characters(text: str) -> None:
    found = _FOREIGN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        detail = Message("AWS takes no such character in a policy, only letters and signs of Western Europe.")
        values = {"pattern": _PATTERN}
        raise MalformedPolicyDocument(_CONSTRAINT, detail=detail, line=line, column=column, values=values)


def _shown(text: str, error: MalformedPolicyDocument) -> Fault:
    whole = [*text.split("\n"), ""][error.line - 1]
    indented = min(len(whole) - len(whole.lstrip()), error.column - 1)
    line, place = whole[indented:], error.column - 1 - indented
    start, end = max(0, place - _BEFORE), place + 1 + _AFTER
    before = ("…" if start else "") + line[start:place]
    after = line[place + 1 : end] + ("…" if end < len(line) else "")
    return Fault(error.public, error.detail, error.line, error.column, before, line[place : place + 1], after)
