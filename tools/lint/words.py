"""Words that have no place: empty names, hosts of package indexes, folders of somebody's machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tools.lint.finding import Finding
from tools.lint.tree import File

# written in parts, so that this file does not break its own rules
INDEX_HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "crates" + ".io",
    "rubygems" + ".org",
)
CONTENT_HOSTS = ("js" + "delivr.net", "un" + "pkg.com", "cdnjs" + ".cloudflare.com", "fonts.google" + "apis.com")
MACHINE_FOLDERS = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/opt/whe" + "els", "/tmp/br" + "ief")
EMPTY_NAMES = re.compile(
    r"_?(utils?|utilit(y|ies)|helpers?|managers?|misc|common)(_\w+)?|\w+_(utils?|helpers?|managers?)"
)
EMPTY_CLASS = re.compile(r"\w*(Utils?|Helpers?|Manager)")

_INDEX = "Requirements are installed from whatever index the machine is set up for, so no file names one."
_CONTENT = "Pages load nothing from elsewhere: the content policy forbids it and visitors would be told to strangers."
_MACHINE = "This folder exists on one machine only: use a path relative to the project or a temporary folder."
_EMPTY = "The name says nothing about what is inside: name it after the noun it is about."
_STRINGS = (
    *((re.compile(re.escape(host)), _INDEX) for host in INDEX_HOSTS),
    *((re.compile(re.escape(host)), _CONTENT) for host in CONTENT_HOSTS),
    *((re.compile(r"(?<![\w.}>)/-])" + re.escape(folder)), _MACHINE) for folder in MACHINE_FOLDERS),
)


def findings(files: Iterable[File]) -> Iterator[Finding]:
    """Yield every empty name and banned string in ``files``."""
    for file in files:
        yield from _strings(file)
        yield from _name(file)
        yield from _classes(file)


def _strings(file: File) -> Iterator[Finding]:
    for number, line in enumerate(file.text.splitlines(), 1):
        for pattern, reason in _STRINGS:
            if found := pattern.search(line):
                yield Finding(file.path, number, f"{found[0]!r} is written", reason)


def _name(file: File) -> Iterator[Finding]:
    if not file.is_python:
        return
    for part in PurePosixPath(file.path).with_suffix("").parts:
        if EMPTY_NAMES.fullmatch(part):
            yield Finding(file.path, 0, f"a module or folder is called {part}", _EMPTY)


def _classes(file: File) -> Iterator[Finding]:
    for node in ast.walk(file.syntax) if file.is_python else ():
        if isinstance(node, ast.ClassDef) and EMPTY_CLASS.fullmatch(node.name):
            yield Finding(file.path, node.lineno, f"a class is called {node.name}", _EMPTY)
