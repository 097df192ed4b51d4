"""The files that belong to the project."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
_MADE = {".git", ".venv", "var", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class File:
    """A text file; ``path`` is relative to the project, with slashes."""

    path: str
    text: str

    @cached_property
    def syntax(self) -> ast.Module:
        """The parsed Python source."""
        return ast.parse(self.text, self.path)

    @property
    def is_python(self) -> bool:
        """Whether this is Python source."""
        return self.path.endswith(".py")

    def below(self, *folders: str) -> bool:
        """Say whether the file lies in one of these folders, or is one of these files."""
        return any(PurePosixPath(self.path).is_relative_to(folder) for folder in folders)


def files(root: Path = ROOT) -> list[File]:
    """Return every text file that is committed or could be, without what tools made."""
    return [file for path in sorted(_paths(root)) if (file := _read(root, path))]


def _paths(root: Path) -> set[str]:
    listed = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        return set(subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split("\0")) - {""}
    except (OSError, subprocess.CalledProcessError):
        return set(_walk(root))  # an unpacked archive has no git


def _walk(root: Path) -> Iterator[str]:
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name not in _MADE and not name.endswith(("_cache", ".egg-info"))]
        yield from (Path(folder, name).relative_to(root).as_posix() for name in names)


def _read(root: Path, path: str) -> File | None:
    try:
        return File(path, (root / path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return None  # a picture, or deleted and not yet committed
