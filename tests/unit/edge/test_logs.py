"""Logs: one line per request, in either form, and never a secret."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.settings import Settings
from frontdesk.edge import logs
from frontdesk.edge.origin import REQUEST_ID
from tests.support.stores import SeededEntropy

JSON = Settings(log_format="json", log_level="debug")
HUSH = "hunter2-¤"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize(
    "key",
    [
        "password", "new_password", "OldPassword", "secret", "SecretAccessKey", "client_secret", "token",
        "SessionToken", "csrf_token", "code", "mailed_code", "authorization", "Authorization", "cookie", "Set-Cookie",
        "X-Amz-Signature", "X-Amz-Credential", "private_key",
        "passwd",
    ],
)  # fmt: skip
@pytest.mark.parametrize("format", ["json", "text"])
def test_what_names_a_secret_is_never_written(key: str, format: str) -> None:
    stream = io.StringIO()
    logs.configure(replace(JSON, log_format=format), stream)
    structlog.get_logger("t").info("x", **{key: HUSH}, deep={"list": [{key: HUSH}], "ok": 1}, pair=({key: [HUSH]},))
    assert HUSH not in stream.getvalue()
    assert stream.getvalue().count(logs.HIDDEN) == 3


@pytest.mark.parametrize("key", ["reference", "account_id", "status", "decoded", "encode", "path", "status_code_text"])
def test_other_values_are_written(key: str) -> None:
    assert logs.redact(None, "", {key: "shown"}) == {key: "shown"}


TREES = st.recursive(
    st.just(HUSH), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@given(TREES)
def test_nothing_below_a_secret_is_written_at_any_depth(tree: Any) -> None:
    deep: Any = {"password": tree}
    for _ in range(10):
        deep = {"in": [deep]}
    assert HUSH not in json.dumps(dict(logs.redact(None, "", {"event": deep})), ensure_ascii=False)


def test_tracebacks_tell_the_story_without_the_values() -> None:
    for format in ("json", "text"):
        stream = io.StringIO()
        logs.configure(replace(JSON, log_format=format), stream)

        def fail(password: str) -> None:
            raise ValueError("the story")

        try:
            fail(HUSH)
        except ValueError as fault:
            structlog.get_logger("t").error("failed", exc_info=fault)
        assert "the story" in stream.getvalue()
        assert "test_logs.py" in stream.getvalue()
        assert HUSH not in stream.getvalue()


def test_levels_are_kept() -> None:
    stream = io.StringIO()
    logs.configure(replace(JSON, log_level="warning"), stream)
    structlog.get_logger("t").info("quiet")
    structlog.get_logger("t").warning("loud")
    logging.getLogger("library").warning("also %s", "loud")
    assert [line["event"] for line in lines(stream)] == ["loud", "also loud"]
    assert {line["level"] for line in lines(stream)} == {"warning"}
    assert all(line["timestamp"].endswith("Z") for line in lines(stream))


async def _receive() -> Any:
    return {"type": "http.request", "body": b"password=" + HUSH.encode()}


def asked(app: Any, path: str = "/console", stream: io.StringIO | None = None) -> list[dict[str, Any]]:
    stream = stream or io.StringIO()
    logs.configure(JSON, stream)
    scope = {
        "type": "http", "method": "POST", "path": path, "query_string": f"token={HUSH}".encode(),
        "headers": [(b"cookie", HUSH.encode()), (b"authorization", HUSH.encode())], "client": ("192.0.2.7", 1),
    }  # fmt: skip

    async def send(_message: Any) -> None:
        pass

    wrapped = logs.AccessLog(app, JSON, SeededEntropy())
    asyncio.run(wrapped(scope, _receive, send))
    assert HUSH not in stream.getvalue()
    return lines(stream)


async def answering(scope: Any, receive: Any, send: Any) -> None:
    structlog.get_logger("t").info("inside")
    await send({"type": "http.response.start", "status": 303, "headers": [(b"set-cookie", HUSH.encode())]})
    await send({"type": "http.response.body", "body": b"12345"})


def test_a_request_is_one_line_and_everything_in_it_shares_its_id() -> None:
    inside, line = asked(answering)
    told = {name: line[name] for name in ("event", "method", "path", "status", "bytes", "address")}
    assert told == {
        "event": "request", "method": "POST", "path": "/console", "status": 303, "bytes": 5, "address": "192.0.2.7",
    }  # fmt: skip
    assert line["ms"] >= 0
    assert inside["request_id"] == line["request_id"]


def test_health_checks_are_quiet() -> None:
    assert asked(answering, "/healthz")[-1]["level"] == "debug"
    assert asked(answering, "/console")[-1]["level"] == "info"


def test_the_doors_see_the_id_of_the_log() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope[REQUEST_ID])

    assert [line["request_id"] for line in asked(app)] == seen


def test_a_request_that_fails_is_logged_too() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("broken")

    stream = io.StringIO()
    with pytest.raises(RuntimeError):
        asked(app, stream=stream)
    assert [(line["event"], line["status"]) for line in lines(stream)] == [("request", 0)]


def test_other_kinds_of_scope_pass_untouched() -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    asyncio.run(logs.AccessLog(app, JSON, SeededEntropy())({"type": "lifespan"}, _receive, _receive))  # type: ignore[arg-type]
    assert seen == [{"type": "lifespan"}]


ESCAPES = "\x1b[2J\x1b]0;x\x07\r\n2026-11-23 [info] all is well\x9b31m\u202egood\u2028\x00"


@pytest.mark.parametrize("format", ["json", "text"])
def test_nobody_writes_to_the_operators_terminal_or_begins_a_line(format: str) -> None:
    stream = io.StringIO()
    logs.configure(replace(JSON, log_format=format), stream)
    structlog.get_logger("t").info(f"said {ESCAPES}", path=ESCAPES, deep={"one": [ESCAPES]})
    logging.getLogger("other").warning("%s", ESCAPES)
    written = stream.getvalue()
    assert len(written.splitlines()) == 2
    assert all(line.isprintable() for line in written.split("\n"))
    assert written.count("all is well") == 4


@pytest.mark.parametrize("format", ["json", "text"])
def test_neither_does_a_traceback_which_keeps_its_lines(format: str) -> None:
    stream = io.StringIO()
    logs.configure(replace(JSON, log_format=format), stream)
    for log in (structlog.get_logger("t").error, logging.getLogger("other").error):
        try:
            raise ValueError(ESCAPES)
        except ValueError:
            log("failed", exc_info=True)
    told = [json.loads(line)["exception"] for line in stream.getvalue().splitlines()] if format == "json" else []
    lines = "\n".join(told).split("\n") if told else stream.getvalue().split("\n")
    assert all(line.isprintable() for line in lines)
    assert len([line for line in lines if line.startswith("Traceback ")]) == 2
