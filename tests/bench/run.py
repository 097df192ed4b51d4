"""``make bench``: what Frontdesk costs, beside yardsticks measured in turn with it (docs/performance.md)."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from frontdesk.core.settings import Settings
from tests.bench import api, inside, scene, sign_ins, start
from tests.bench.table import show

_SHOWN = ("uvicorn", "uvloop", "httptools", "starlette", "sqlalchemy", "argon2-cffi", "botocore")


def main() -> None:
    begun, console = time.perf_counter(), Console(width=None if sys.stdout.isatty() else 120)
    console.print(_about(), end="\n\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _compile_into(folder / "compiled")
        show(console, "Without a server", [*inside.signature(), *inside.decisions()])
        show(console, "Starting", start.lines(folder / "start"))
        with scene.playing(
            folder / "light", {_variable(name): str(size) for name, size in sign_ins.LIGHT.items()}
        ) as on:
            light = sign_ins.measure(on, Settings(**sign_ins.LIGHT))
        with scene.playing(folder / "full") as on:
            show(console, "Signed requests, CPU of the server for each", api.lines(on))
            if api.moto():
                show(console, "… beside moto, checks on, a new connection for each", api.beside_moto(on))
            full = sign_ins.measure(on, Settings())
            show(console, "Signing in, CPU of the server for each", sign_ins.lines(full, light))
            crowd = sign_ins.crowd(on, full.sign_in.typical / 1e6)
            show(console, "Sign-ins at four times what the cores can check", crowd)
    if not api.moto():
        console.print("Not compared with moto: there is no moto_server on the PATH.")
    console.print(f"Took {time.perf_counter() - begun:.0f} s. How to read this: docs/performance.md")


def _about() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _SHOWN)
    cores = f"{sign_ins.CORES} cores, {os.getloadavg()[0]:.1f} others' processes waiting or running"
    return f"Python {platform.python_version()}, {packages}\n{sign_ins.parameters()}; SQLite; {cores}"


def _compile_into(folder: Path) -> None:
    # an installed package starts from compiled files, whatever the caller's environment says
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def _variable(setting: str) -> str:
    return f"FRONTDESK_{setting.upper()}"


if __name__ == "__main__":
    main()
