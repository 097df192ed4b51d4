"""Alive, and ready."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from frontdesk.core.clock import SystemClock
from frontdesk.core.settings import Settings
from frontdesk.edge.health import Health
from frontdesk.edge.pools import Pools
from frontdesk.store.engine import open_engine
from frontdesk.store.work import Store
from tests.support.stores import SeededEntropy


@pytest.fixture
def pools(settings: Settings) -> Iterator[Pools]:
    made = Pools(settings)
    yield made
    made.work.close()
    made.hash.close()


async def _elsewhere(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def ask(store: Store, pools: Pools, path: str, method: str = "GET") -> tuple[int, bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    health = Health(store, pools, _elsewhere)
    scope = {"type": "http", "method": method, "path": path, "headers": []}
    asyncio.run(health(scope, receive, send))
    return sent[0]["status"], sent[1]["body"]


def test_a_store_at_its_newest_shape_is_ready(store: Store, pools: Pools) -> None:
    status, body = ask(store, pools, "/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "reasons": []})
    assert ask(store, pools, "/healthz") == (200, b"alive\n")


def test_an_older_shape_is_not(store: Store, settings: Settings, pools: Pools, tmp_path: Any) -> None:
    empty = Settings(data=tmp_path / "empty")
    old = Store(open_engine(empty), empty, store.keyring, SystemClock(), SeededEntropy())
    status, body = ask(old, pools, "/readyz")
    assert status == 503
    assert json.loads(body)["reasons"] == ["The database has an older shape. Run `frontdesk migrate`."]
    assert ask(old, pools, "/healthz")[0] == 200
    old.close()


def test_a_store_that_does_not_answer_is_not_and_keeps_its_address_to_itself(store: Store, pools: Pools) -> None:
    away = Settings(database_url="postgresql://nobody:hush@127.0.0.1:1/none")
    gone = Store(open_engine(away), away, store.keyring, SystemClock(), SeededEntropy())
    status, body = ask(gone, pools, "/readyz")
    assert (status, json.loads(body)["ready"]) == (503, False)
    assert b"hush" not in body
    assert b"does not answer" in body
    assert ask(gone, pools, "/healthz")[0] == 200
    gone.close()


def test_a_full_house_is_alive_and_not_ready(store: Store, pools: Pools) -> None:
    pools.work.close()
    assert ask(store, pools, "/readyz")[0] == 503
    assert ask(store, pools, "/healthz")[0] == 200


@pytest.mark.parametrize(("path", "method"), [("/", "GET"), ("/readyz", "POST"), ("/healthz/x", "GET")])
def test_everything_else_is_for_others(store: Store, pools: Pools, path: str, method: str) -> None:
    assert ask(store, pools, path, method)[0] == 299
