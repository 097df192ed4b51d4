"""What needs no server: verifying a signature, deciding by policies."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median

from frontdesk.authentication import signatures
from frontdesk.core.http import HttpRequest
from frontdesk.core.secret import SecretKey
from tests.bench import policies, wire
from tests.bench.table import Line, micro
from tests.bench.wire import Keys

_KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
_ROUNDS, _TIMES = 25, 200
_BUDGETS = {5: 15, 20: 30, 500: 150}


def signature() -> list[Line]:
    """Measure a verification with a remembered key against botocore's signing of the same request."""
    call, signer = wire.unsigned(8080, "sts", "GetCallerIdentity", {}), wire.signer(_KEYS, "sts")
    signer.add_auth(call)
    headers = tuple((name.lower(), value) for name, value in call.headers.items())
    http, secret = HttpRequest("POST", b"/", b"", headers, call.data), SecretKey(_KEYS.secret)

    def verify() -> None:
        signed = signatures.parse(http)
        signatures.check(signed, "sts", datetime.now(UTC))
        signatures.verify(signed, http, secret)

    def sign() -> None:
        signer.add_auth(wire.unsigned(8080, "sts", "GetCallerIdentity", {}))

    ours, theirs = _in_turn(verify, sign)
    met = ours <= 20 or ours / theirs <= 20 / 82
    return [
        Line(
            "SigV4 verification",
            micro(ours),
            f"botocore signs: {micro(theirs)}",
            f"{ours / theirs:.2f} ×",
            "≤ 20 µs where signing takes 82",
            met,
        )
    ]


def _in_turn(ours: Callable[[], None], theirs: Callable[[], None]) -> tuple[float, float]:
    table = [(_microseconds(ours), _microseconds(theirs)) for _ in range(_ROUNDS)]
    return median(row[0] for row in table), median(row[1] for row in table)


def _microseconds(function: Callable[[], None]) -> float:
    begin = time.thread_time()
    for _ in range(_TIMES):
        function()
    return (time.thread_time() - begin) / _TIMES * 1e6


def decisions() -> list[Line]:
    """Measure decisions over statements with conditions, of three kinds (see ``policies``)."""
    return [_decision(*found) for found in policies.measured()]


def _decision(count: int, kind: str, spent: float) -> Line:
    # an index by action can leave out only statements about other actions
    budget = _BUDGETS[count] if count < 500 or kind == "scattered" else None
    said = f"Policy decision, {count} statements {kind}"
    return Line(said, micro(spent), "", "", f"≤ {budget} µs" if budget else "", spent <= budget if budget else None)
