"""Texts with wildcards and variables (wire 6.4), read into tokens and turned into matchers.

Every match takes time bounded by the product of both lengths, whatever the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

Context = Mapping[str, str | Sequence[str]]
Matcher = Callable[[str], bool]
Template = Callable[[str, Context], bool]
ARN_PARTS = 6


class Wild(Enum):
    """A wildcard: any run of characters, or exactly one."""

    RUN = "*"
    ONE = "?"


class Variable(NamedTuple):
    """``${key}`` or ``${key, 'default'}``; the key is in lower case, ``written`` as the author spelled it."""

    key: str
    default: str | None
    written: str


Token = str | Wild | Variable
Tokens = tuple[Token, ...]

_VARIABLE = re.compile(r"\$\{(?:(?P<escaped>[*?$])|(?P<key>[^,}'${]++)(?:,\s*+'(?P<default>[^']*+)'\s*+)?+)\}")
_WILD = re.compile(r"[*?]")
_UNCLOSED = "${"


def tokens(text: str, *, wildcards: bool, variables: bool) -> Tokens:
    """Read a text of a policy. Raises ValueError for a ``${`` that begins no variable."""
    if not variables or _UNCLOSED not in text:
        return _joined(_wild(text, wildcards))
    found: list[Token] = []
    at = 0
    for match in _VARIABLE.finditer(text):
        found.extend(_wild(_closed(text[at : match.start()]), wildcards))
        found.append(_variable(match))
        at = match.end()
    found.extend(_wild(_closed(text[at:]), wildcards))
    return _joined(found)


def _closed(text: str) -> str:
    if _UNCLOSED in text:
        raise ValueError("a variable is not closed or has no key")
    return text


def _variable(match: re.Match[str]) -> Token:
    escaped: str | None = match["escaped"]
    written = (match["key"] or "").strip()
    return escaped or Variable(written.lower(), match["default"], written)


def _wild(text: str, wildcards: bool) -> Iterable[Token]:
    if not wildcards:
        yield text
        return
    at = 0
    for match in _WILD.finditer(text):
        yield text[at : match.start()]
        yield Wild(match.group())
        at = match.end()
    yield text[at:]


def _joined(parts: Iterable[Token]) -> Tokens:
    """Merge neighbouring literals and drop what changes nothing: empty literals, a star after a star."""
    merged: list[Token] = []
    literals: list[str] = []
    for part in parts:
        if isinstance(part, str):
            literals.append(part)
            continue
        if literal := "".join(literals):
            merged.append(literal)
        literals.clear()
        if not (part is Wild.RUN and merged and merged[-1] is Wild.RUN):
            merged.append(part)
    if literal := "".join(literals):
        merged.append(literal)
    return tuple(merged)


def variables_of(pattern: Tokens) -> tuple[Variable, ...]:
    """Return the variables in a pattern."""
    return tuple(token for token in pattern if isinstance(token, Variable))


def resolve(pattern: Tokens, context: Context) -> Tokens | None:
    """Put the request's values in the place of variables, as literal text.

    Return None where a variable without default has no single value: such a text matches nothing.
    """
    filled: list[Token] = []
    for token in pattern:
        if not isinstance(token, Variable):
            filled.append(token)
            continue
        value = context.get(token.key, token.default)
        if not isinstance(value, str):
            return None
        filled.append(value)
    return _joined(filled)


def fold(pattern: Tokens) -> Tokens:
    """Return the pattern with its literals prepared for comparison without case."""
    return tuple(token.casefold() if isinstance(token, str) else token for token in pattern)


def literal(pattern: Tokens) -> str | None:
    """Return the only text that a pattern without wildcards and variables matches, else None."""
    if not pattern:
        return ""
    only = pattern[0]
    return only if len(pattern) == 1 and isinstance(only, str) else None


def matcher(pattern: Tokens) -> Matcher:
    """Return a test for a pattern without variables."""
    exact = literal(pattern)
    if exact is not None:
        return lambda text: text == exact
    if Wild.ONE in pattern:
        return _regex(pattern)
    return _segments(pattern)


def _segments(pattern: Tokens) -> Matcher:
    head = pattern[0] if isinstance(pattern[0], str) else ""
    tail = pattern[-1] if isinstance(pattern[-1], str) else ""
    inner = tuple(token for token in pattern[bool(head) : len(pattern) - bool(tail)] if isinstance(token, str))
    if not inner and not tail:
        return lambda text: text.startswith(head)
    least = len(head) + len(tail)

    def matches(text: str) -> bool:
        if len(text) < least or not text.startswith(head) or not text.endswith(tail):
            return False
        at, stop = len(head), len(text) - len(tail)
        for segment in inner:
            found = text.find(segment, at, stop)
            if found < 0:
                return False
            at = found + len(segment)
        return True

    return matches


def _regex(pattern: Tokens) -> Matcher:
    segments = [""]
    for token in pattern:
        if token is Wild.RUN:
            segments.append("")
        else:
            segments[-1] += "." if token is Wild.ONE else re.escape(str(token))
    first, *others = segments
    # Atomic groups settle for the leftmost place of each segment, which is always enough and never backtracks.
    inner = "".join(f"(?>.*?{segment})" for segment in others[:-1])
    source = first + inner + (f".*{others[-1]}" if others else "")
    return lambda text: _compiled(source).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.DOTALL)


def arn_parts(pattern: Tokens) -> tuple[Tokens, ...]:
    """Split a pattern at its first five colons; colons in variables do not count."""
    parts: list[list[Token]] = [[]]
    for token in pattern:
        if not isinstance(token, str):
            parts[-1].append(token)
            continue
        first, *others = token.split(":", ARN_PARTS - len(parts))
        parts[-1].append(first)
        parts.extend([other] for other in others)
    return tuple(map(_joined, parts))


def arn_matcher(parts: Sequence[Tokens]) -> Matcher:
    """Return a test for an ARN of six parts without variables; no wildcard crosses a colon of the first five."""
    head = [text for text in takewhile(lambda text: text is not None, map(literal, parts[:-1])) if text is not None]
    start = "".join(f"{text}:" for text in head)
    length, rest = len(start), parts[len(head) :]
    if len(rest) == 1:
        tail = matcher(rest[0])
        return lambda arn: arn.startswith(start) and tail(arn[length:])
    count = len(rest)
    tests = [(place, matcher(part)) for place, part in enumerate(rest) if part != (Wild.RUN,)]

    def matches(arn: str) -> bool:
        if not arn.startswith(start):
            return False
        split = arn[length:].split(":", count - 1)
        if len(split) != count:
            return False
        for place, test in tests:  # noqa: SIM110  # a generator costs more than most patterns
            if not test(split[place]):
                return False
        return True

    return matches


def _shape(pattern: Tokens) -> Tokens:
    """Return a pattern without variables that matches at least as much: a quick test before values are put in."""
    return _joined(Wild.RUN if isinstance(token, Variable) else token for token in pattern)


def one_of(exact: Iterable[str], matchers: Iterable[Matcher], templates: Iterable[Template]) -> Template:
    """Return a test whether one of several patterns matches; its context has keys in lower case."""
    texts, static, dynamic = frozenset(exact), tuple(matchers), tuple(templates)
    if not static and not dynamic:
        return lambda text, context: text in texts

    def matches(text: str, context: Context) -> bool:
        if text in texts:
            return True
        for test in static:
            if test(text):
                return True
        for template in dynamic:  # noqa: SIM110  # a generator costs more than most patterns
            if template(text, context):
                return True
        return False

    return matches


def text_set(patterns: Iterable[Tokens], *, folded: bool = False) -> Template:
    """Return a test for several texts; ``folded`` texts are compared with what the caller casefolded."""
    prepared = [fold(pattern) if folded else pattern for pattern in patterns]
    fixed = [pattern for pattern in prepared if not variables_of(pattern)]
    return one_of(
        (text for pattern in fixed if (text := literal(pattern)) is not None),
        (matcher(pattern) for pattern in fixed if literal(pattern) is None),
        (_text_template(pattern, folded) for pattern in prepared if variables_of(pattern)),
    )


def _text_template(pattern: Tokens, folded: bool) -> Template:
    possible = matcher(_shape(pattern))

    def matches(text: str, context: Context) -> bool:
        if not possible(text):
            return False
        filled = resolve(pattern, context)
        return filled is not None and matcher(fold(filled) if folded else filled)(text)

    return matches


def arn_set(patterns: Iterable[Sequence[Tokens]]) -> Template:
    """Return a test for several ARN patterns, each given as its six parts."""
    known = list(patterns)
    fixed = [parts for parts in known if not any(map(variables_of, parts))]
    exact = [_exact_arn(parts) for parts in fixed]
    return one_of(
        (arn for arn in exact if arn is not None),
        (arn_matcher(parts) for parts, arn in zip(fixed, exact, strict=True) if arn is None),
        (_arn_template(parts) for parts in known if any(map(variables_of, parts))),
    )


def _exact_arn(parts: Sequence[Tokens]) -> str | None:
    texts = [text for part in parts if (text := literal(part)) is not None]
    return ":".join(texts) if len(texts) == len(parts) else None


def _arn_template(parts: Sequence[Tokens]) -> Template:
    possible = arn_matcher([_shape(part) for part in parts])
    varying = [(place, part) for place, part in enumerate(parts) if variables_of(part)]

    def matches(arn: str, context: Context) -> bool:
        if not possible(arn):
            return False
        split = arn.split(":", ARN_PARTS - 1)
        return all(
            (filled := resolve(pattern, context)) is not None and matcher(filled)(split[place])
            for place, pattern in varying
        )

    return matches
