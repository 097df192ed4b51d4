"""Signed requests over HTTP, beside the least that the same server can do and beside moto, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import scene, traffic, wire
from tests.bench.measure import Spent, Work, in_turn, ratio
from tests.bench.scene import Scene
from tests.bench.table import Line, micro
from tests.bench.wire import Keys
from tests.support import server, waiting

_ROUNDS, _EACH, _AT_ONCE = 16, 20, 8
_HELLO = traffic.request("GET", "/", {"Host": "localhost"})
CALLS = (("sts", "GetCallerIdentity", {}), ("iam", "GetUser", {"UserName": "user050"}), ("iam", "ListUsers", {}))
_PEER_ROUNDS, _PEER_EACH = 5, 10
_PEER_GOALS = {"GetCallerIdentity": 20, "GetUser": 10, "ListUsers": 25}


def lines(on: Scene) -> list[Line]:
    """Measure the calls in turn with bare uvicorn and with Starlette saying hello."""
    with scene.yardsticks() as servers:
        bare, hello = (_volley(servers[name], _HELLO) for name in ("asgi", "starlette"))
        ours = [_volley((on.server.process.pid, on.server.port), _signed(on, *call)) for call in CALLS]
        asgi, starlette, *spent = in_turn(_ROUNDS, bare, hello, *ours)
    first = Line("Bare uvicorn", micro(asgi.typical), f"Starlette hello: {micro(starlette.typical)}", "")
    return [first, *(_beside_hello(name, one, starlette) for (_, name, _), one in zip(CALLS, spent, strict=True))]


def _beside_hello(name: str, spent: Spent, hello: Spent) -> Line:
    times = ratio(spent, hello)
    goal = {"GetCallerIdentity": 3.0}.get(name)
    said = name + (f"({scene.USERS})" if name == "ListUsers" else "")
    return Line(
        said,
        micro(spent.typical),
        f"Starlette hello: {micro(hello.typical)}",
        f"{times:.1f} ×",
        f"≤ {goal:.0f} × hello" if goal else "",
        times <= goal if goal else None,
    )


def _signed(on: Scene, service: str, action: str, parameters: dict[str, str]) -> bytes:
    return wire.signed(on.server.port, on.keys, service, action, **parameters)


def _volley(running: tuple[int, int], request: bytes) -> Work:
    pid, port = running
    over = traffic.lines(port, _AT_ONCE)
    return Work(pid, _AT_ONCE * _EACH, lambda: traffic.volley(over, request, _EACH))


def beside_moto(on: Scene) -> list[Line]:
    """Measure the same calls in turn with moto, its checks on; nothing where moto is not installed."""
    if moto() is None:
        return []
    with _moto() as peer:
        pairs = [(_single(on, call), _single(peer, call)) for call in CALLS]
        spent = [in_turn(_PEER_ROUNDS, ours, theirs) for ours, theirs in pairs]
    return [_beside_moto(name, *found) for (_, name, _), found in zip(CALLS, spent, strict=True)]


def _beside_moto(name: str, ours: Spent, theirs: Spent) -> Line:
    times, goal = ratio(theirs, ours), _PEER_GOALS[name]
    said = f"moto: {micro(theirs.typical)}"
    return Line(name, micro(ours.typical), said, f"{times:.1f} × faster", f"≥ {goal} × faster", times >= goal)


def moto() -> str | None:
    """Return where moto's server is, or None."""
    return shutil.which("moto_server")


@dataclass(frozen=True)
class _Peer:
    server: server.Server
    keys: Keys


@contextmanager
def _moto() -> Iterator[Scene | _Peer]:
    port = waiting.free_port()
    calls = scene.USERS + 2  # so many are let through unchecked, to make who is checked afterwards
    environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(calls)}
    command = [moto() or "", "-H", "127.0.0.1", "-p", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        waiting.until(lambda: scene.answers(port), "moto to answer")
        nobody = Keys("AKIAIOSFODNN7EXAMPLE", "none")
        for number in range(scene.USERS):
            _once(port, nobody, "iam", "CreateUser", UserName=f"user{number:03}")
        _once(port, nobody, "iam", "PutUserPolicy", UserName="user000", **scene.PLAIN)
        made = _once(port, nobody, "iam", "CreateAccessKey", UserName="user000")
        keys = Keys(wire.found(made, "AccessKeyId"), wire.found(made, "SecretAccessKey"))
        yield _Peer(server.Server(port, Path(), {}, process), keys)
    finally:
        server.stop(process)


def _once(port: int, keys: Keys, service: str, action: str, **parameters: str) -> wire.Element:
    line = traffic.Line(port)
    try:
        return wire.call(line, port, keys, service, action, **parameters)
    finally:
        line.close()


def _single(on: Scene | _Peer, call: tuple[str, str, dict[str, str]]) -> Work:
    """Return calls over a new connection each, because moto keeps none."""
    service, action, parameters = call

    def act() -> None:
        for _ in range(_PEER_EACH):
            _once(on.server.port, on.keys, service, action, **parameters)

    return Work(on.server.process.pid, _PEER_EACH, act)
