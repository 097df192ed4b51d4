"""Build or bring up to date ``.venv`` from the locked requirements: ``python -m tools.environment run|test``.

Needs nothing but the standard library. Does nothing when the lock has not changed since the last time.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
STAMP = VENV / "frontdesk.json"
LOCKS = {"run": "requirements.txt", "test": "requirements-test.txt"}
INCLUDES = {"run": ("run",), "test": ("run", "test")}
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")


def python() -> Path:
    """Return the interpreter inside ``.venv``."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(kind: str) -> str:
    """Return what the installed packages of ``kind`` depend on: its lock, the project file and the place."""
    parts = [(HERE / name).read_bytes() for name in (LOCKS[kind], "pyproject.toml")]
    return hashlib.sha256(b"\0".join([str(VENV).encode(), *parts])).hexdigest()


def stamps() -> dict[str, str]:
    """Return the digests of what was installed last, empty when nothing was."""
    try:
        found: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found


def works() -> bool:
    """Say whether ``.venv`` has an interpreter that starts, is new enough, has pip and lives where it was made."""
    question = "import pip, sys; print(sys.prefix if sys.version_info >= (3, 11) else '')"
    try:
        answer = subprocess.run([python(), "-c", question], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return Path(answer.stdout.strip()).resolve() == VENV.resolve()


def make() -> None:
    """Make ``.venv`` afresh with the interpreter that runs this script.

    Exits with words on what to install where the distribution keeps ``ensurepip`` in a package of its own.
    """
    if importlib.util.find_spec("ensurepip") is None:
        version = f"python3.{sys.version_info.minor}-venv"
        sys.exit(f"This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install {version}")
    print(f"making .venv with Python {sys.version.split()[0]}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(kind: str) -> None:
    """Install exactly what the lock names, then Frontdesk itself as an editable package."""
    print(f"installing {LOCKS[kind]}", flush=True)
    environment = {**os.environ, "PIP_USER": "0"}
    packages = ["install", "--no-deps", "--require-hashes", "-r", str(HERE / LOCKS[kind])]
    itself = ["install", "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(HERE)]
    for arguments in (packages, itself, ["check"]):
        subprocess.run([python(), *PIP, *arguments], check=True, env=environment, stdin=subprocess.DEVNULL)


def main(kind: str) -> None:
    """Bring ``.venv`` to what ``kind`` needs."""
    current = stamps()
    fresh = current.get(kind) == digest(kind) and works()
    if fresh:
        return
    if not works():
        make()
        current = {}
    install(kind)
    STAMP.write_text(json.dumps(current | {each: digest(each) for each in INCLUDES[kind]}, indent=1))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except subprocess.CalledProcessError as failure:
        sys.exit(f"stopped: {Path(str(failure.cmd[0])).name} ended with {failure.returncode}; its words are above")
