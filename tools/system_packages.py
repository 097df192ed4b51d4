"""Install what the tests need beside Python packages, or say what is left out and why.

On Debian as root the distribution's packages are installed when missing. Elsewhere nothing is touched; the tests
that need a missing program skip themselves and name it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.support import programs


@dataclass(frozen=True)
class Need:
    """A program, the Debian packages that bring it, and what is left out without it."""

    name: str
    packages: tuple[str, ...]
    present: Callable[[], bool]
    without: str


def _fonts() -> bool:
    return any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))


NEEDS = (
    Need("Chromium", ("chromium",), lambda: programs.chromium() is not None, "tests in a real browser"),
    Need("PostgreSQL", ("postgresql",), lambda: programs.postgresql() is not None, "tests on PostgreSQL"),
    Need("AWS CLI 2", ("awscli",), lambda: programs.aws() is not None, "tests with the AWS CLI"),
    Need("fonts", ("fonts-dejavu-core", "fonts-liberation"), _fonts, "nothing, but screenshots look different"),
)


def missing(needs: Iterable[Need] = NEEDS) -> list[Need]:
    """Return the needs that this machine does not meet."""
    return [need for need in needs if not need.present()]


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().split()


def obstacle() -> str:
    """Return why packages cannot be installed here, or nothing."""
    if not _is_debian():
        return "this is not Debian"
    return "" if os.geteuid() == 0 else "only root can install packages"


def _apt(*arguments: str) -> str:
    """Run apt-get quietly; return its last words if it failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *arguments], check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
        )  # fmt: skip
    except OSError as failure:
        return str(failure)
    return done.stdout.strip()[-500:] or "no words" if done.returncode else ""


def install(needs: Iterable[Need]) -> str:
    """Install the packages of ``needs``; return what went wrong, or nothing."""
    names = [name for need in needs for name in need.packages]
    print(f"installing from the distribution: {' '.join(names)}", flush=True)
    problem = _apt("update") or _apt("install", "--yes", "--no-install-recommends", *names)
    return f"apt-get failed: {problem}" if problem else ""


def main() -> None:
    """Meet the needs that can be met and name the others."""
    absent = missing()
    reason = obstacle()
    if absent and not reason:
        reason = install(absent)
    for need in missing(absent):
        print(f"left out: {need.without}; {need.name} is not installed and {reason or 'stayed missing'}", flush=True)


if __name__ == "__main__":
    main()
