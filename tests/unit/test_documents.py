"""The documentation tells the truth where a machine can check it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import PurePosixPath

import pytest

from frontdesk.cli.app import app
from tools import links, reference
from tools.lint import tree

TEXTS = {file.path: file.text for file in tree.files() if file.path.endswith(".md")}
GUIDE = [path for path in TEXTS if path == "README.md" or path.startswith(("docs/guide/", "docs/security"))]
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+\.png)\)")


@cache
def names(path: str) -> set[str]:
    """Return what a module of tests defines at its top."""
    body = ast.parse((tree.ROOT / path).read_text()).body
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assigned = (target for node in body if isinstance(node, ast.Assign) for target in node.targets)
    return functions | {target.id for target in assigned if isinstance(target, ast.Name)}


def promises() -> list[str]:
    """Return the second cells of every table of promises."""
    tables = re.findall(
        r"^\| Promise \| Test \|\n\| --- \| --- \|\n((?:\|.*\n)+)", TEXTS["docs/security.md"], re.MULTILINE
    )
    return [row.rsplit("|", 2)[1].strip() for table in tables for row in table.splitlines()]


@pytest.mark.parametrize("test", promises())
def test_every_promise_names_a_test_that_exists(test: str) -> None:
    found = _TEST.fullmatch(test)
    assert found, f"{test} names no test"
    assert found[2] in names(found[1]), f"{found[1]} has no {found[2]}"


def test_there_are_promises() -> None:
    assert len(promises()) > 50
    assert len(set(promises())) == len(promises())


@pytest.mark.parametrize("name", reference.pages())
def test_generated_pages_are_what_would_be_generated(name: str) -> None:
    path = reference.FOLDER / name
    assert path.read_text() == reference.pages()[name], "run make reference"


def test_every_picture_that_is_shown_exists_and_every_other_is_not_kept() -> None:
    shown = {picture for path in GUIDE for picture in _PICTURE.findall(TEXTS[path])}
    kept = {path.relative_to(tree.ROOT).as_posix() for path in (tree.ROOT / "docs/pictures").iterdir()}
    assert shown == kept
    assert all((tree.ROOT / picture).stat().st_size <= 120_000 for picture in kept)


def test_every_page_of_the_guide_can_be_reached_from_the_readme() -> None:
    seen, waiting = {"README.md"}, ["README.md"]
    while waiting:
        path = waiting.pop()
        for target in links.targets(TEXTS[path]):
            there = links.join(path, target.partition("#")[0])
            if there in TEXTS and there not in seen:
                seen.add(there)
                waiting.append(there)
    assert (
        not {path for path in TEXTS if PurePosixPath(path).parts[:2] in (("docs", "guide"), ("docs", "reference"))}
        - seen
    )
    assert set(GUIDE) <= seen


def test_every_command_is_documented_and_no_other() -> None:
    text = TEXTS["docs/guide/commands.md"]
    documented = set(re.findall(r"^\| `frontdesk ([a-z ]+?)(?: FD-…)?` \|", text, re.MULTILINE))
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    for group in app.registered_groups:
        inner = group.typer_instance.registered_commands if group.typer_instance else []
        commands |= {f"{group.name} {one.name or one.callback.__name__}" for one in inner if one.callback}
    assert documented == commands
