"""A running Frontdesk with an account, an administrator with keys, and people with passwords."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import wire
from tests.bench.people import Person
from tests.bench.traffic import Line
from tests.bench.wire import Keys
from tests.support import server, waiting
from tests.support.server import Server

PASSWORD = "Correct-Horse-7-Battery"
PEOPLE, USERS = 12, 100
_DOCUMENT: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
    ],
}

POLICY = {"PolicyName": "iam", "PolicyDocument": json.dumps(_DOCUMENT)}
# moto takes a condition for met
PLAIN = {"PolicyName": "iam", "PolicyDocument": json.dumps({**_DOCUMENT, "Statement": _DOCUMENT["Statement"][:1]})}


@dataclass(frozen=True)
class Scene:
    """What is measured against."""

    server: Server
    account_id: str
    keys: Keys
    people: list[Person]


@contextmanager
def playing(folder: Path, settings: Mapping[str, str] | None = None, users: int = USERS) -> Iterator[Scene]:
    """Serve an installation with an account of so many users, 12 of them with passwords, until the block ends."""
    with server.serving(folder, settings=settings) as running:
        account = running.account("Bench", email="bench@example.org", alias="bench-books")
        root = Keys(account.access_key_id or "", account.secret_access_key or "")
        line = Line(running.port)
        for number in range(users):
            wire.call(line, running.port, root, "iam", "CreateUser", UserName=f"user{number:03}")
        for number in range(PEOPLE):
            profile = {"UserName": f"user{number:03}", "Password": PASSWORD}
            wire.call(line, running.port, root, "iam", "CreateLoginProfile", **profile)
        keys = _administrator(line, running.port, root)
        people = [Person(running.port, account.account_id, f"user{number:03}", PASSWORD) for number in range(PEOPLE)]
        yield Scene(running, account.account_id, keys, people)


def _administrator(line: Line, port: int, root: Keys) -> Keys:
    wire.call(line, port, root, "iam", "PutUserPolicy", UserName="user000", **POLICY)
    made = wire.call(line, port, root, "iam", "CreateAccessKey", UserName="user000")
    return Keys(wire.found(made, "AccessKeyId"), wire.found(made, "SecretAccessKey"))


@contextmanager
def yardsticks() -> Iterator[dict[str, tuple[int, int]]]:
    """Run the servers to measure against; gives process id and port by name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(_yardstick(name)) for name in ("asgi", "starlette")}


@contextmanager
def _yardstick(name: str) -> Iterator[tuple[int, int]]:
    port = waiting.free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.yardsticks", name, str(port)])
    try:
        waiting.until(lambda: answers(port), f"the {name} yardstick")
        yield process.pid, port
    finally:
        server.stop(process)


def answers(port: int) -> bool:
    """Say whether somebody listens."""
    try:
        Line(port).close()
    except OSError:
        return False
    return True
