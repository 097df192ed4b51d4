"""How long functions and files may be (architecture section 17)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from statistics import median

from tools.lint.finding import Finding
from tools.lint.tree import File

MEDIAN, P95, LONGEST, FILE = 8, 30, 60, 400
_SOURCES = (".py", ".html", ".css", ".js")
_FUNCTION = "A function of more than a screen does more than one thing: give its parts names."
_TREE = "Short functions are the habit that keeps this readable: split the longest ones below src."
_FILE = "A long file hides what is in it: split it along the nouns it is about."


def findings(files: Iterable[File]) -> Iterator[Finding]:
    """Yield every function and file that is too long, and the tree if its functions are long as a whole."""
    lengths: list[int] = []
    for file in files:
        yield from _file(file)
        for function in _functions(file):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if file.below("src"):
                lengths.append(length)
            if length > LONGEST:
                yield Finding(file.path, function.lineno, f"{function.name} has {length} lines of {LONGEST}", _FUNCTION)
    yield from _whole(sorted(lengths))


def _functions(file: File) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    if file.is_python:
        for node in ast.walk(file.syntax):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def _file(file: File) -> Iterator[Finding]:
    length = file.text.count("\n")
    if file.path.endswith(_SOURCES) and length > FILE:
        yield Finding(file.path, 0, f"{length} lines of {FILE}", _FILE)


def _whole(lengths: list[int]) -> Iterator[Finding]:
    if not lengths:
        return
    middle, most = median(lengths), lengths[int(0.95 * (len(lengths) - 1))]
    if middle > MEDIAN:
        yield Finding("src", 0, f"the median function has {middle:g} lines of {MEDIAN}", _TREE)
    if most > P95:
        yield Finding(
            "src", 0, f"one function in twenty has more than {P95} lines: {most} at the 95th percentile", _TREE
        )
