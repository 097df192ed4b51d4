"""Two pools: what waits, what is refused, what is finished."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextvars import ContextVar

import pytest

from frontdesk.core.settings import Settings
from frontdesk.edge.pools import Busy, Pool, Pools

HERE: ContextVar[str] = ContextVar("here")


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool("test", threads=1, queue=2)
    yield made
    made.close()


def test_a_function_runs_in_a_thread_with_its_arguments(pool: Pool) -> None:
    async def act() -> tuple[int, str]:
        return await pool.run(lambda a, b: (a + b, threading.current_thread().name), 1, 2)

    assert asyncio.run(act()) == (3, "test_0")


def test_context_variables_travel_along(pool: Pool) -> None:
    async def act() -> str:
        HERE.set("there")
        return await pool.run(HERE.get)

    assert asyncio.run(act()) == "there"


def test_what_the_function_raises_is_raised(pool: Pool) -> None:
    async def act() -> float:
        return await pool.run(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(act())


def test_past_the_queue_each_is_refused_at_once_and_places_come_back(pool: Pool) -> None:
    door = threading.Event()

    async def act() -> None:
        taken = [asyncio.create_task(pool.run(door.wait, 30)) for _ in range(3)]
        await asyncio.wait(taken, timeout=0)
        for _ in range(2):
            with pytest.raises(Busy) as refused:
                await pool.run(door.is_set)
            assert refused.value.retry_after > 0
        door.set()
        assert await asyncio.gather(*taken) == [True] * 3
        assert [await pool.run(door.is_set) for _ in range(10)] == [True] * 10

    asyncio.run(act())


def test_whoever_stops_waiting_leaves_no_hole(pool: Pool) -> None:
    begun, door, seen = threading.Event(), threading.Event(), []

    def work() -> None:
        begun.set()
        door.wait(30)
        seen.append(1)

    async def act() -> None:
        tasks = [asyncio.create_task(pool.run(work)) for _ in range(3)]
        await asyncio.to_thread(begun.wait, 30)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        door.set()
        assert await pool.run(len, seen) == 1  # what was begun is finished, what waited is dropped
        many = await asyncio.gather(*(pool.run(int) for _ in range(3)))
        assert many == [0, 0, 0]

    asyncio.run(act())


def test_draining_finishes_what_was_taken_and_takes_no_more() -> None:
    pools = Pools(Settings(work_threads=1, hash_threads=1))
    door, done = threading.Event(), []

    def work(name: str) -> None:
        door.wait(30)
        done.append(name)

    async def act() -> None:
        begun = [asyncio.create_task(pools.run(name, work, name)) for name in ("work", "hash", "hash")]
        await asyncio.wait(begun, timeout=0)
        door.set()
        await pools.drain()
        with pytest.raises(Busy):
            await pools.run("work", work, "late")
        await asyncio.gather(*begun)

    asyncio.run(act())
    assert sorted(done) == ["hash", "hash", "work"]


def test_hashing_leaves_work_alone() -> None:
    pools = Pools(Settings(work_threads=1, hash_threads=1, queue=1))
    door = threading.Event()

    async def act() -> None:
        hashing = [asyncio.create_task(pools.run("hash", door.wait, 30)) for _ in range(2)]
        await asyncio.wait(hashing, timeout=0)
        with pytest.raises(Busy):
            await pools.run("hash", int)
        assert await pools.run("work", int) == 0
        door.set()
        await asyncio.gather(*hashing)
        await pools.drain()

    asyncio.run(act())
