"""What is imported has to be asked for by name, not merely be there because something else needs it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import packages_distributions

from tools.lint.calls import used
from tools.lint.finding import Finding
from tools.lint.tree import File

_OWN = {"frontdesk", "tests", "tools"}
_REASON = "What is imported is named in requirements/{}, or it vanishes when another package stops needing it."
_LISTS = (("src", ("run",)), ("tests", ("run", "test")), ("tools", ("run", "test")))


def findings(files: Iterable[File], dists: Mapping[str, list[str]] | None = None) -> Iterator[Finding]:
    """Yield every import whose distribution is in none of the requirement files that apply to its folder."""
    everything = list(files)
    known = packages_distributions() if dists is None else dists
    for folder, lists in _LISTS:
        asked = _asked(everything, lists)
        for file in everything:
            if file.is_python and file.below(folder):
                yield from _in_file(file, asked, known, f"{lists[-1]}.in")


def _asked(files: Iterable[File], lists: tuple[str, ...]) -> set[str]:
    paths = {f"requirements/{name}.in" for name in lists}
    lines = [line for file in files if file.path in paths for line in file.text.splitlines()]
    return {_normal(found[0]) for line in lines if (found := re.match(r"[\w.-]+", line)) and not line.startswith("-")}


def _in_file(file: File, asked: set[str], known: Mapping[str, list[str]], where: str) -> Iterator[Finding]:
    ours = _OWN | sys.stdlib_module_names
    for line, name in sorted({(line, name.split(".")[0]) for line, name in used(file.syntax)}):
        if name not in ours and not asked & {_normal(each) for each in known.get(name, [name])}:
            yield Finding(file.path, line, f"{name} is imported", _REASON.format(where))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
