"""Calls and imports that have one place, or none."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.lint.finding import Finding
from tools.lint.tree import File

_TIME = "Time stands still in a unit of work: take ctx.now, or a Clock from core.clock, so that tests can set it."
_CHANCE = "Draw from ctx.entropy or core.entropy, so that tests can repeat it and nobody picks a weak source."
_WAIT = (
    "A test that sleeps is slow and still wrong on a slow machine: wait for the thing itself (tests.support.waiting)."
)
_MOCK = "A mocked test proves what its author believed: use the real object with a frozen clock and a seeded source."


@dataclass(frozen=True)
class Rule:
    """Dotted names that may not be used below ``where``, but for ``but``."""

    names: frozenset[str]
    where: tuple[str, ...]
    but: tuple[str, ...]
    reason: str


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CORE = "src/frontdesk/core/"
RULES = (
    Rule(
        _names("datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today")
        | _names("time.time time.time_ns"),
        ("src",), (_CORE + "clock.py",), _TIME,
    ),
    Rule(
        _names("random secrets os.urandom os.getrandom uuid.uuid1 uuid.uuid4"),
        ("src",), (_CORE + "entropy.py",), _CHANCE,
    ),
    Rule(_names("time.sleep asyncio.sleep anyio.sleep"), ("tests",), ("tests/bench",), _WAIT),
    Rule(_names("unittest.mock mock"), ("tests",), (), _MOCK),
)  # fmt: skip


def findings(files: Iterable[File]) -> Iterator[Finding]:
    """Yield every use of a banned name."""
    for file in files:
        rules = [rule for rule in RULES if file.below(*rule.where) and not file.below(*rule.but)]
        if file.is_python and rules:
            yield from _in_file(file, rules)


def _in_file(file: File, rules: list[Rule]) -> Iterator[Finding]:
    for line, name in sorted(set(used(file.syntax))):
        for rule in rules:
            if banned := _banned(name, rule):
                yield Finding(file.path, line, f"{banned} is used", rule.reason)


def _banned(name: str, rule: Rule) -> str | None:
    return next((each for each in sorted(rule.names) if name == each or name.startswith(each + ".")), None)


def used(syntax: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of everything imported and of every attribute reached from an import."""
    known: dict[str, str] = {}
    for node in ast.walk(syntax):
        for local, full in _imported(node):
            known[local] = full
            yield node.lineno, full  # type: ignore[attr-defined]
    for node in ast.walk(syntax):
        if isinstance(node, ast.Attribute) and (reached := _resolve(node, known)):
            yield node.lineno, reached


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for name in node.names:
            yield (name.asname, name.name) if name.asname else (name.name.split(".")[0], name.name.split(".")[0])
            yield name.name, name.name
    if isinstance(node, ast.ImportFrom) and node.module:
        for name in node.names:
            yield name.asname or name.name, f"{node.module}.{name.name}"


def _resolve(node: ast.expr, known: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and (base := _resolve(node.value, known)):
        return f"{base}.{node.attr}"
    return None
