"""Where this machine keeps the programs that tests drive."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path


def chromium() -> Path | None:
    """Return the distribution's Chromium, or a Chrome."""
    return _first("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def postgresql() -> Path | None:
    """Return the newest folder that holds both ``initdb`` and ``postgres``."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _number(folder.parent.name))
    folders = [Path(part) for part in os.get_exec_path()] + folders
    complete = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return complete[-1] if complete else None


def aws() -> Path | None:
    """Return version 2 of the AWS CLI; the distribution's first, since a shim in front of it may be version 1."""
    found = [Path("/usr/bin/aws"), *(Path(folder) / "aws" for folder in os.get_exec_path())]
    return next((path for path in found if path.exists() and _is_version_2(path)), None)


def _first(*names: str) -> Path | None:
    found = (shutil.which(name) for name in names)
    return next((Path(path) for path in found if path), None)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


@cache
def _is_version_2(path: Path) -> bool:
    done = subprocess.run([path, "--version"], check=False, capture_output=True, text=True)
    return re.match(r"aws-cli/2\.", done.stdout) is not None
