"""The house rules fire where they should, and only there."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tools import environment, links
from tools.lint import calls, requirements, sizes, tree, words
from tools.lint.finding import Finding
from tools.lint.tree import File


def function(lines: int, name: str = "act") -> str:
    return f"def {name}():\n" + "    pass\n" * (lines - 1)


def what(findings: Iterable[Finding]) -> list[str]:
    found = list(findings)
    assert all(finding.reason.endswith(".") for finding in found)
    return [finding.what for finding in found]


@pytest.mark.parametrize(("lines", "fires"), [(60, False), (61, True)])
def test_the_longest_function_has_sixty_lines(lines: int, fires: bool) -> None:
    assert what(sizes.findings([File("tests/x.py", function(lines))])) == ["act has 61 lines of 60"] * fires


@pytest.mark.parametrize(("path", "fires"), [("src/a.py", True), ("src/a.css", True), ("docs/a.md", False)])
@pytest.mark.parametrize(("lines", "long"), [(400, False), (401, True)])
def test_a_file_has_at_most_four_hundred_lines(path: str, fires: bool, lines: int, long: bool) -> None:
    assert what(sizes.findings([File(path, "\n" * lines)])) == ["401 lines of 400"] * (fires and long)


@pytest.mark.parametrize(("lines", "fires"), [(8, False), (9, True)])
def test_the_median_function_has_eight_lines(lines: int, fires: bool) -> None:
    files = [File("src/a.py", function(2) + function(lines) + function(lines))]
    assert what(sizes.findings(files)) == ["the median function has 9 lines of 8"] * fires


@pytest.mark.parametrize(("many", "fires"), [(5, False), (7, True)])
def test_at_most_one_function_in_twenty_is_longer_than_thirty_lines(many: int, fires: bool) -> None:
    files = [File("src/a.py", function(31) * many + function(2) * (100 - many))]
    assert bool(what(sizes.findings(files))) is fires


def test_functions_of_tests_do_not_count_for_the_median() -> None:
    assert not what(sizes.findings([File("tests/a.py", function(20)), File("src/a.py", function(8))]))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from datetime import datetime\ndatetime.now()", "datetime.datetime.now"),
        ("import datetime as dt\ndt.datetime.utcnow()", "datetime.datetime.utcnow"),
        ("from datetime import date\nclock = date.today", "datetime.date.today"),
        ("import time\ntime.time()", "time.time"),
        ("from time import time", "time.time"),
        ("import random", "random"),
        ("from secrets import token_bytes", "secrets"),
        ("from uuid import uuid4 as fresh", "uuid.uuid4"),
        ("import uuid\nuuid.uuid1()", "uuid.uuid1"),
        ("import os\nos.urandom(3)", "os.urandom"),
    ],
)
def test_time_and_chance_have_one_place(source: str, name: str) -> None:
    found = what(calls.findings([File("src/frontdesk/store/x.py", source)]))
    assert set(found) == {f"{name} is used"}
    assert not what(calls.findings([File("tests/x.py", source)]))


@pytest.mark.parametrize(
    "source",
    ["import uuid\nuuid.UUID(int=3)", "import os\nos.environ", "from time import monotonic", "now = ctx.time.time()"],
)
def test_neighbours_of_banned_names_are_free(source: str) -> None:
    assert not what(calls.findings([File("src/frontdesk/store/x.py", source)]))


def test_the_clock_may_read_the_time_but_not_draw() -> None:
    file = File("src/frontdesk/core/clock.py", "import time, random\ntime.time()")
    assert set(what(calls.findings([file]))) == {"random is used"}


@pytest.mark.parametrize(
    "source", ["import time\ntime.sleep(1)", "from unittest.mock import patch", "from unittest import mock"]
)
def test_tests_neither_sleep_nor_mock(source: str) -> None:
    assert what(calls.findings([File("tests/x.py", source)]))
    assert not what(calls.findings([File("src/frontdesk/x.py", source)]))


@pytest.mark.parametrize(
    "text", [*words.INDEX_HOSTS, *words.CONTENT_HOSTS, *(f'"{each}x"' for each in words.MACHINE_FOLDERS)]
)
def test_hosts_and_folders_of_a_machine_are_not_written(text: str) -> None:
    assert what(words.findings([File("docs/a.md", f"see {text} for more")]))


@pytest.mark.parametrize("text", ["frame" + "work/x", "https://example.org/home/page", "{base}/home/", "a homework/ b"])
def test_paths_of_pages_are_free(text: str) -> None:
    assert not what(words.findings([File("docs/a.md", text)]))


@pytest.mark.parametrize("part", ["utils", "helpers", "manager", "string_utils", "util", "common"])
def test_a_module_is_named_after_what_is_in_it(part: str) -> None:
    assert what(words.findings([File(f"src/frontdesk/{part}.py", ""), File(f"src/frontdesk/{part}/x.py", "")]))


def test_a_class_is_named_after_what_it_is() -> None:
    source = "class SessionManager: ...\nclass ManagedPolicy: ...\nclass CommonPrefix: ..."
    assert what(words.findings([File("src/frontdesk/x.py", source)])) == ["a class is called SessionManager"]


def test_an_import_is_asked_for_by_name() -> None:
    lists = [File("requirements/run.in", "PyYAML[c]>=6\n"), File("requirements/test.in", "-r run.in\npytest\n")]
    source = File("src/x.py", "import yaml, json, attr\nimport frontdesk.core")
    test = File("tests/x.py", "import pytest, yaml")
    known = {"yaml": ["PyYAML"], "attr": ["attrs"], "pytest": ["pytest"]}
    assert what(requirements.findings([*lists, source, test], known)) == ["attr is imported"]
    assert what(requirements.findings([*lists, File("src/y.py", "import pytest")], known)) == ["pytest is imported"]


def test_a_link_leads_to_a_path_and_a_heading() -> None:
    there = File("docs/b.md", "# The one\n\n## Second part, of two\n")
    good = File("docs/a.md", "[a](b.md) [b](b.md#second-part-of-two) [c](../docs/) [d](https://example.org/x) ![e](/)")
    bad = File("docs/a.md", "# Here\n[a](#here) [b](c.md) [c](b.md#third) ![d](d.png)\n```\n[e](f.md)\n```")
    paths = {"docs/a.md", "docs/b.md", "docs"}
    assert what(links.findings([there, good], paths)) == ["the link / leads nowhere"]
    assert len(what(links.findings([there, bad], paths))) == 3


def test_what_tools_make_is_not_the_projects(tmp_path: Path) -> None:
    for path in ("src/a.py", ".venv/b.py", "src/__pycache__/c.py", ".ruff_cache/d.py", "var/e.txt", ".ci/run"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    (tmp_path / "src/picture.png").write_bytes(b"\x89PNG\xff")
    assert [file.path for file in tree.files(tmp_path)] == [".ci/run", "src/a.py"]


def test_the_tree_holds_the_rules() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.lint"], cwd=tree.ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def locked(name: str) -> dict[str, list[str]]:
    """Return the hashes of every requirement in a lock."""
    entries = (tree.ROOT / name).read_text().replace("\\\n", "").splitlines()
    pairs = [entry.split("==", 1) for entry in entries if not entry.startswith("#")]
    return {left.split("[")[0]: right.split("--hash=sha256:")[1:] for left, right in pairs}


@pytest.mark.parametrize("name", environment.LOCKS.values())
def test_every_requirement_is_locked_by_hash(name: str) -> None:
    assert all(len(digest.strip()) == 64 for digests in locked(name).values() for digest in digests or ["none"])


def test_the_locks_hold_the_same_versions() -> None:
    run, test = locked(environment.LOCKS["run"]), locked(environment.LOCKS["test"])
    assert run == {name: test[name] for name in run}


def test_the_locks_cover_what_is_asked_for() -> None:
    for kind, lists in (("run", ("run", "build")), ("test", ("run", "build", "test"))):
        lines = "\n".join((tree.ROOT / f"requirements/{name}.in").read_text() for name in lists).splitlines()
        asked = {line.split(";")[0].split("[")[0].strip() for line in lines if line and line[0] not in "#-"}
        assert asked <= locked(environment.LOCKS[kind]).keys()


def test_news_fragments_say_what_kind_they_are() -> None:
    kinds = {"added", "changed", "fixed", "security", "removed"}
    fragments = [path.name.split(".") for path in (tree.ROOT / "changes").glob("*.md") if path.name != "README.md"]
    assert all(len(parts) == 3 and parts[1] in kinds for parts in fragments)


def test_every_package_has_its_place_in_the_layers() -> None:
    contracts = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    placed = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    here = {path.stem for path in (tree.ROOT / "src/frontdesk").iterdir() if path.suffix in ("", ".py")}
    assert here - {"__init__", "__main__", "__pycache__", "py"} <= placed
