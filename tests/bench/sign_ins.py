"""Sign-ins through the real form beside the bare hash, and what others notice when there are far too many."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

from argon2 import PasswordHasher

from frontdesk.core.settings import Settings
from frontdesk.credentials import passwords
from tests.bench import people, traffic, wire
from tests.bench.measure import Spent, Work, beside, in_turn, percentile, ratio, resident
from tests.bench.scene import PASSWORD, Scene
from tests.bench.table import Line, micro

CORES = os.cpu_count() or 1
LIGHT = {"hash_memory_kib": 8192, "hash_passes": 1}
_ROUNDS, _AT_ONCE = 14, 8
_SECONDS, _QUIET_SECONDS, _PROBES = 10, 4, 40


def parameters() -> str:
    """Return the hash that an installation uses unless told otherwise."""
    settings = Settings()
    return f"Argon2id {settings.hash_memory_kib // 1024} MiB t={settings.hash_passes} p=1"


@dataclass(frozen=True)
class Pair:
    """A bare hash, and a sign-in that holds one, measured in turn."""

    hash: Spent
    sign_in: Spent
    page: Spent

    @property
    def share(self) -> float:
        """How much of a sign-in's time is the hash."""
        return ratio(self.hash, self.sign_in)

    @property
    def own(self) -> float:
        """What a sign-in costs beside its hash, in microseconds."""
        return beside(self.sign_in, self.hash)


def measure(on: Scene, settings: Settings) -> Pair:
    """Measure sign-ins, so many at once as keep every core busy, in turn with the bare hash, also on every core."""
    over = traffic.lines(on.server.port, _AT_ONCE)
    crowd = list(zip(over, on.people, strict=False))

    def ask(request: Callable[[people.Person], bytes], status: int) -> None:
        for line, person in crowd:
            line.send(request(person))
        for line, _ in crowd:
            reply = line.receive()
            assert reply.status == status, reply

    pid = on.server.process.pid
    hashing = Work(os.getpid(), _AT_ONCE, _hashing(passwords.hasher(settings)))
    signing = Work(pid, len(crowd), lambda: ask(lambda person: person.form, 303))
    looking = Work(pid, len(crowd), lambda: ask(lambda person: person.page, 200))
    return Pair(*in_turn(_ROUNDS, hashing, signing, looking))


def _hashing(hasher: PasswordHasher) -> Callable[[], object]:
    stored, threads = hasher.hash(PASSWORD), ThreadPoolExecutor(CORES)
    return lambda: list(threads.map(lambda _: hasher.verify(stored, PASSWORD), range(_AT_ONCE)))


def lines(full: Pair, light: Pair) -> list[Line]:
    """Return the share of the hash at its real size, and our own part beside a small hash, where it is told better."""
    rate = 1e6 / full.sign_in.typical
    return [
        Line("Sign-ins per second per core", f"{rate:.1f}", f"bare hash: {1e6 / full.hash.typical:.1f}",
             f"{full.share:.0%}", "≥ 85 % of the hash", full.share >= 0.85),
        Line("Own CPU of a sign-in, beside a small hash", micro(light.own), f"8 MiB t=1: {micro(light.hash.typical)}",
             "", "≤ 2.5 ms", light.own <= 2_500),
        Line("… beside a hash of real size", micro(full.own), f"{micro(full.hash.typical)}", ""),
        Line("The form before it (GET)", micro(light.page.typical), "", ""),
    ]  # fmt: skip


def crowd(on: Scene, sign_in: float) -> list[Line]:
    """Send four times as many sign-ins as the cores can check; watch them, other requests, and the memory.

    ``sign_in`` is what one costs, in seconds of CPU.
    """
    quiet = _probe(on, lambda begun: time.perf_counter() - begun < _QUIET_SECONDS)
    rate = 4 * CORES / sign_in
    command = [sys.executable, "-m", "tests.bench.storm", str(on.server.port), f"{rate:.0f}", str(_SECONDS)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps([person.form.decode() for person in on.people]))
    process.stdin.close()
    busy = _probe(on, lambda _: process.poll() is None)
    found = json.loads(process.stdout.read())
    process.stdout.close()
    return [*_refusals(found, rate, sign_in), *_others(quiet, busy), _memory(on)]


def _refusals(found: dict[str, dict[str, list[float]]], rate: float, sign_in: float) -> list[Line]:
    answers = found["answers"]
    refused, let_in = answers.get("503", []), answers.get("303", [])
    told = found["told"]
    strange = {status: len(times) for status, times in answers.items() if status not in ("303", "503")}
    return [
        Line(f"Sign-ins let in, of {rate:.0f} a second sent", f"{len(let_in) / _SECONDS:.0f} a second",
             f"{CORES} cores could: {CORES / sign_in:.0f}", f"median {median(let_in or [0]):.1f} s"),
        Line("… refused with 503", f"{len(refused) / _SECONDS:.0f} a second",
             f"with Retry-After: {told} of {len(refused)}",
             f"median {median(refused or [0]) * 1000:.0f} ms", "at once, with Retry-After", told == len(refused)),
        *([Line("… and answered otherwise", str(strange), "", "")] if strange else []),
    ]  # fmt: skip


def _others(quiet: dict[str, list[float]], busy: dict[str, list[float]]) -> list[Line]:
    return [
        Line(f"{name} meanwhile, p99", f"{percentile(times, 0.99) * 1000:.0f} ms",
             f"without sign-ins: {percentile(quiet[name], 0.99) * 1000:.0f} ms",
             f"median {median(times) * 1000:.0f} ms", "≤ 50 ms", percentile(times, 0.99) <= 0.05)
        for name, times in busy.items()
    ]  # fmt: skip


def _memory(on: Scene) -> Line:
    held = resident(on.server.process.pid)
    return Line("Memory after all that", f"{held:.0f} MB", "", "", "≤ 170 MB", held <= 170)


def _probe(on: Scene, going: Callable[[float], bool]) -> dict[str, list[float]]:
    """Ask for a user and for a page, forty times a second in all, and note the seconds until each answer."""
    port = on.server.port
    requests = {
        "GetUser": wire.signed(port, on.keys, "iam", "GetUser", UserName="user050"),
        "A page": traffic.request("GET", "/privacy", {"Host": f"localhost:{port}"}),
    }
    lines, begun = {name: traffic.Line(port) for name in requests}, time.perf_counter()
    found: dict[str, list[float]] = {name: [] for name in requests}
    while going(begun):
        for name, request in requests.items():
            asked = time.perf_counter()
            assert lines[name].ask(request).status == 200
            found[name].append(time.perf_counter() - asked)
            time.sleep(1 / _PROBES)
    return found
