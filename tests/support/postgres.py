"""A throw-away PostgreSQL cluster on a socket in a private folder; nothing listens on the network."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.support import programs, waiting

_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=100")


@dataclass
class Cluster:
    """A running cluster; ``folder`` holds its socket."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def database(self) -> str:
        """Make an empty database; return its address as ``FRONTDESK_DATABASE_URL`` takes it."""
        name = f"test_{next(self._numbers)}"
        with self._connect() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def answers(self) -> bool:
        """Say whether the cluster takes connections by now."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a new cluster for as long as the block lasts. Needs :func:`programs.postgresql`."""
    binaries = programs.postgresql()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="fdpg"))  # short: a socket's path has at most 107 letters
    try:
        with _server(binaries, folder):
            yield Cluster(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(binaries: Path, folder: Path) -> Iterator[None]:
    who = _owner()
    if who:
        shutil.chown(folder, who["user"], who["group"])
    data, log = folder / "data", folder / "log"
    make = [
        f"{binaries}/initdb",
        f"--pgdata={data}",
        "--username=postgres",
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
    ]
    subprocess.run([*make, "--locale=C.UTF-8"], check=True, cwd=folder, stdout=subprocess.DEVNULL, **who)
    options = [part for option in _OPTIONS for part in ("-c", option)]
    start = [f"{binaries}/postgres", "-D", str(data), "-k", str(folder), *options]
    with log.open("wb") as words, subprocess.Popen(start, cwd=folder, stdout=words, stderr=words, **who) as process:
        try:
            waiting.until(lambda: Cluster(folder).answers() or _still_runs(process, log), "PostgreSQL to start")
            yield
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: do not wait for clients
            process.wait(30)


def _still_runs(process: subprocess.Popen[bytes], log: Path) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"PostgreSQL ended with {process.returncode}: {log.read_text()[-2000:]}")
    return False


def _owner() -> dict[str, Any]:
    """Return how to start a process as somebody else where we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
