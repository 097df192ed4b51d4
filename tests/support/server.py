"""``frontdesk serve`` as a process of its own, with a temporary data folder and a log that is read at the end."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from frontdesk.composition import open_store
from frontdesk.core import settings
from frontdesk.credentials import founding
from frontdesk.credentials.founding import Founding
from frontdesk.store.work import Store
from tests.support import waiting

_ERROR = re.compile(r"^Traceback |\b(ERROR|CRITICAL)\b|\[(error|critical) *\]|\bException in ")


@dataclass(frozen=True)
class Account:
    """A new account with its secrets, as ``frontdesk account create --json`` prints them."""

    account_id: str
    root_email: str
    root_password: str
    access_key_id: str | None
    secret_access_key: str | None
    endpoint: str


@dataclass(frozen=True)
class Server:
    """A running Frontdesk. ``environment`` lets further commands work on the same data."""

    port: int
    data: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """The address of pages and wire, without a slash at its end."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        """Everything the server has written so far."""
        return _log(self.data).read_text(errors="replace")

    def command(self, *arguments: str, stdin: str = "") -> str:
        """Run ``frontdesk`` with ``arguments`` on the same data; return what it prints, raise if it fails."""
        command = [_frontdesk(), *arguments]
        done = subprocess.run(
            command, env=self.environment, input=stdin, capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout

    @cached_property
    def store(self) -> Store:
        """The server's data, opened beside it as every command of the host does."""
        return open_store(settings.load(environ=self.environment))

    def account(self, name: str, *, email: str, alias: str | None = None, keys: bool = True) -> Account:
        """Create an account as the host does, with an access key of its root user unless ``keys`` is false."""
        wanted = Founding(name, email, alias=alias, root_access_key=keys)
        made = self.store.transact(lambda ctx: founding.found(ctx, wanted))
        secret = made.secret_access_key.reveal() if made.secret_access_key else None
        password, endpoint = made.password.reveal(), self.store.settings.public_origin
        return Account(made.account_id, made.email, password, made.access_key_id, secret, endpoint)

    def is_ready(self) -> bool:
        """Say whether ``/readyz`` answers 200; raise if the process has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"frontdesk serve ended with {self.process.returncode}: {self.log[-4000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@contextmanager
def serving(data: Path, *arguments: str, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve ``data`` on a free port until the block ends, then stop gently and insist on a log without errors.

    ``settings`` are ``FRONTDESK_*`` variables; ``arguments`` follow ``frontdesk serve``.
    """
    port = waiting.free_port()
    environment = clean_environment(data, port) | dict(settings or {})
    data.mkdir(parents=True, exist_ok=True)
    command = [_frontdesk(), "serve", *arguments]
    with _log(data).open("ab") as log:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    server = Server(port, data, environment, process)
    try:
        waiting.until(server.is_ready, "frontdesk serve to be ready", 60)
        yield server
    finally:
        status = stop(process)
        if "store" in vars(server):
            server.store.close()
    assert status in (0, -signal.SIGTERM), f"frontdesk serve ended with {status}: {server.log[-4000:]}"
    assert not (found := error_lines(server.log)), "the log has errors:\n" + "\n".join(found)


def stop(process: subprocess.Popen[bytes]) -> int:
    """Ask a process to end and return its status; end its whole group if it has not after 20 seconds."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def error_lines(log: str) -> list[str]:
    """Return the lines of a log that report an error, whether they are JSON or text."""
    return [line for line in log.splitlines() if _is_error(line)]


def clean_environment(data: Path, port: int) -> dict[str, str]:
    """Return our environment without settings of the caller's, pointing at ``data`` and ``port``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FRONTDESK_", "AWS_"))}
    return kept | {"FRONTDESK_DATA": str(data), "FRONTDESK_HOST": "127.0.0.1", "FRONTDESK_PORT": str(port)}


def _is_error(line: str) -> bool:
    try:
        entry = json.loads(line)
    except ValueError:
        return _ERROR.search(line) is not None
    return isinstance(entry, dict) and str(entry.get("level")).lower() in ("error", "critical")


def _frontdesk() -> str:
    return str(Path(sys.executable).with_name("frontdesk"))


def _log(data: Path) -> Path:
    return data.with_name(data.name + ".log")
