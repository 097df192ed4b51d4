"""The outbox: each row to one worker at a time, tried again, given up, never forgotten too early (architecture 8)."""

from __future__ import annotations

import threading
from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from frontdesk.core.errors import NotFound
from frontdesk.core.settings import Settings
from frontdesk.mail.delivery import Undeliverable
from frontdesk.store import delivery
from frontdesk.store.base import Table
from frontdesk.store.context import Context
from frontdesk.store.delivery import BACK_OFF, LEASE, Parcel
from frontdesk.store.events import EventRow
from frontdesk.store.outbox import OutboxRow
from frontdesk.store.work import Store
from frontdesk.worker import JOBS, Job, Worker
from tests.postgres import trials
from tests.support import stores, waiting

SECOND = timedelta(seconds=1)


class Book:
    """Notes what it is given, and fails as often as it is told to."""

    def __init__(self, *faults: Exception) -> None:
        self.ids: list[str] = []
        self.names: list[str] = []
        self.faults = list(faults)

    def deliver(self, parcel: Parcel) -> None:
        assert parcel.mail is not None
        self.ids.append(parcel.id)
        self.names.append(parcel.mail.fields["reference"])
        if self.faults:
            raise self.faults.pop(0)


def send(store: Store, *names: str, discard: bool = False) -> None:
    for name in names:
        store.transact(lambda ctx, name=name: ctx.send(trials.mail(name, discard=discard)))


def states(store: Store) -> list[tuple[str, int]]:
    query = select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.id)
    return store.transact(lambda ctx: [(row.state, row.tries) for row in ctx.all(query)])


def only(store: Store) -> OutboxRow:
    row = store.transact(lambda ctx: ctx.first(select(OutboxRow)))
    assert row is not None
    return row


def test_a_claimed_row_is_nobody_elses_until_the_lease_ends(store: Store, clock: stores.FrozenClock) -> None:
    send(store, "one")
    first = store.transact(delivery.claim, writes=True)
    assert first is not None
    assert not store.transact(delivery.is_due)
    assert store.transact(delivery.claim, writes=True) is None
    clock.forward(LEASE - SECOND)
    assert store.transact(delivery.claim, writes=True) is None
    clock.forward(SECOND)
    again = store.transact(delivery.claim, writes=True)
    assert again is not None
    assert again.id == first.id


def test_workers_at_once_deliver_everything_once(store: Store) -> None:
    send(store, *(f"mail-{number}" for number in range(40)))
    books = [Book() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        tried = sum(pool.map(lambda book: Worker(store, book, ()).turn(), books))
    names = Tally(name for book in books for name in book.names)
    assert names == {f"mail-{number}": 1 for number in range(40)}
    assert tried == 40
    assert states(store) == [("delivered", 1)] * 40


def test_a_claim_waiting_on_nobody_passes_over_what_another_is_claiming(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time, so no claim can be half-made")
    send(store, "one", "two")

    def outer(ctx: Context) -> tuple[Parcel | None, Parcel | None]:
        return delivery.claim(ctx), store.transact(delivery.claim)

    one, two = store.transact(outer)
    assert one is not None
    assert two is not None
    assert one.id != two.id


def test_the_longest_due_goes_first(store: Store, clock: stores.FrozenClock) -> None:
    for name in ("c", "a", "b"):
        send(store, name)
        clock.forward(SECOND)
    book = Book()
    assert Worker(store, book, ()).turn() == 3
    assert book.names == ["c", "a", "b"]


def test_a_failing_mail_is_tried_with_growing_pauses_and_then_given_up(store: Store, clock: stores.FrozenClock) -> None:
    send(store, "one")
    book = Book(*[ConnectionRefusedError("no answer")] * 100)
    worker = Worker(store, book, ())
    for pause in BACK_OFF:
        assert worker.turn() == 1
        clock.forward(pause - SECOND)
        assert worker.turn() == 0
        clock.forward(SECOND)
    assert worker.turn() == 1
    assert states(store) == [("dead", len(BACK_OFF) + 1)]
    assert only(store).fault == "ConnectionRefusedError: no answer"
    clock.forward(timedelta(days=1000))
    assert worker.turn() == 0


def test_the_pauses_are_those_promised() -> None:
    assert [pause / timedelta(minutes=1) for pause in BACK_OFF] == [1, 5, 15, 60, 240, 720, 1440]


def test_one_failing_mail_does_not_hold_up_the_others(store: Store) -> None:
    send(store, "one", "two", "three")
    book = Book(OSError("no"))
    assert Worker(store, book, ()).turn() == 3
    assert sorted(states(store)) == [("delivered", 1), ("delivered", 1), ("waiting", 1)]


def test_what_cannot_be_delivered_at_all_is_dead_at_once_and_shown_to_the_operator(
    store: Store, clock: stores.FrozenClock
) -> None:
    send(store, "one")
    assert Worker(store, Book(Undeliverable("550 no root@example.org here")), ()).turn() == 1
    (letter,) = store.transact(delivery.dead)
    assert (letter.state, letter.fault, letter.finished_at) == ("dead", "550 no (recipient) here", clock.now())


def test_a_dead_letter_can_be_sent_again(store: Store) -> None:
    send(store, "one")
    book = Book(Undeliverable("no"))
    worker = Worker(store, book, ())
    worker.turn()
    (letter,) = store.transact(delivery.dead)
    store.transact(lambda ctx: delivery.requeue(ctx, letter.id))
    assert store.transact(delivery.dead) == []
    assert worker.turn() == 1
    assert states(store) == [("delivered", 1)]
    assert book.ids == [letter.id, letter.id], "the same mail, under the same idempotency key"


@pytest.mark.parametrize("state", ["delivered", "waiting", "discarded", "no such row"])
def test_only_a_dead_letter_can_be_sent_again(store: Store, state: str) -> None:
    send(store, "one", discard=state == "discarded")
    if state == "delivered":
        Worker(store, Book(), ()).turn()
    id = only(store).id if state != "no such row" else "none"
    with pytest.raises(NotFound):
        store.transact(lambda ctx: delivery.requeue(ctx, id))


def test_a_discarded_mail_is_never_delivered(store: Store, clock: stores.FrozenClock) -> None:
    send(store, "one", discard=True)
    clock.forward(timedelta(days=1))
    assert Worker(store, Book(), ()).turn() == 0


def test_known_and_unknown_addresses_leave_rows_of_the_same_shape(store: Store) -> None:
    send(store, "one")
    send(store, "two", discard=True)
    rows = store.transact(lambda ctx: ctx.all(select(OutboxRow)))
    assert len({len(row.sealed) for row in rows}) == 1


def test_a_row_that_no_key_opens_is_a_dead_letter(store: Store) -> None:
    send(store, "one")
    store.transact(lambda ctx: ctx.db.execute(update(OutboxRow).values(sealed="k1.AAAA")))

    class Opens:
        def deliver(self, parcel: Parcel) -> None:
            if parcel.mail is None:
                raise Undeliverable("No key of the keyring opens it.")

    assert Worker(store, Opens(), ()).turn() == 1
    assert states(store) == [("dead", 1)]


def test_a_late_failure_does_not_touch_a_row_that_somebody_else_holds(store: Store, clock: stores.FrozenClock) -> None:
    send(store, "one")
    slow = store.transact(delivery.claim, writes=True)
    clock.forward(LEASE)
    quick = store.transact(delivery.claim, writes=True)
    assert slow is not None
    assert quick is not None
    assert store.transact(lambda ctx: delivery.failed(ctx, slow, "late")) is None
    assert states(store) == [("waiting", 0)]
    assert not store.transact(delivery.is_due), "still held"
    store.transact(lambda ctx: delivery.delivered(ctx, slow))
    assert store.transact(lambda ctx: delivery.failed(ctx, quick, "too late")) is None
    assert states(store) == [("delivered", 1)]


def test_without_a_way_out_mail_waits(store: Store) -> None:
    send(store, "one")
    assert Worker(store, None, ()).turn() == 0
    assert states(store) == [("waiting", 0)]
    assert Worker(store, Book(), ()).turn() == 1


def test_a_running_worker_wakes_when_mail_is_sent_and_finishes_the_one_in_hand(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.worker.POLL_SECONDS", 3600.0)  # so that only the bell can wake it
    arrived, may_go_on = threading.Event(), threading.Event()

    class Slow(Book):
        def deliver(self, parcel: Parcel) -> None:
            arrived.set()
            assert may_go_on.wait(30)
            super().deliver(parcel)

    idle, book = threading.Event(), Slow()
    worker = Worker(store, book, (Job("say so", timedelta(hours=1), lambda _ctx: idle.set()),))
    worker.start()
    assert idle.wait(30)
    send(store, "one")
    assert arrived.wait(30)
    stopping = threading.Thread(target=worker.stop)
    stopping.start()
    may_go_on.set()
    stopping.join(30)
    assert not stopping.is_alive()
    assert states(store) == [("delivered", 1)]


def test_a_worker_goes_on_after_a_turn_that_failed(store: Store) -> None:
    calls: list[int] = []

    def job(_ctx: object) -> None:
        calls.append(1)
        raise RuntimeError("the job is broken")

    book = Book()
    send(store, "one")
    worker = Worker(store, book, (Job("broken", timedelta(0), job),))
    worker.start()
    waiting.until(lambda: states(store) == [("delivered", 1)], "delivery")
    worker.stop()
    assert calls


def test_a_job_runs_at_once_and_then_at_its_intervals(store: Store, clock: stores.FrozenClock) -> None:
    runs: list[int] = []
    worker = Worker(store, None, (Job("count", timedelta(hours=1), lambda _ctx: runs.append(1)),))
    for length, expected in ((0, 1), (0, 1), (59, 1), (1, 2), (600, 3), (-900, 4)):
        clock.forward(timedelta(minutes=length))
        worker.turn()
        assert len(runs) == expected, "a clock that went backwards must not stop a job for hours"


def test_a_job_with_more_to_do_runs_again_at_once(store: Store) -> None:
    left = [3]

    def job(_ctx: object) -> bool:
        left[0] -= 1
        return left[0] > 0

    Worker(store, None, (Job("count", timedelta(hours=1), job),)).turn()
    assert left == [0]


def count(store: Store, table: type[Table]) -> int:
    return store.transact(lambda ctx: ctx.db.scalar(select(func.count()).select_from(table))) or 0


FORGETTING = {"forget old events", "forget finished mail"}  # the others have tests of their own, with rows of theirs


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_each_job_run_twice_leaves_what_it_left_the_first_time(
    settings: Settings, clock: stores.FrozenClock, job: Job
) -> None:
    with stores.opened(replace(settings, mail_host="mail.example.org"), clock) as store:
        trials.make(store.engine)
        for number in range(6):
            store.transact(lambda ctx, number=number: trials.write(ctx, f"thing-{number}"))
            Worker(store, Book(*[Undeliverable("no")] * (number % 2)), ()).turn()
            clock.forward(timedelta(days=30))
        before = everything(store)
        store.transact(job.run)
        once = everything(store)
        store.transact(job.run)
        assert everything(store) == once
    assert len(once) < len(before) or job.name not in FORGETTING, "the job had something to do"


def everything(store: Store) -> list[str]:
    tables = [table for table in Table.metadata.sorted_tables if table.name in ("events", "outbox")]
    return store.transact(lambda ctx: [repr(row) for table in tables for row in ctx.db.execute(select(table))])


def test_events_are_kept_for_as_long_as_the_installation_says(store: Store, clock: stores.FrozenClock) -> None:
    job = next(job for job in JOBS if job.name == "forget old events")
    store.transact(lambda ctx: ctx.record(trials.event("one")))
    clock.forward(timedelta(days=store.settings.event_days))
    store.transact(job.run)
    assert count(store, EventRow) == 1
    clock.forward(SECOND)
    store.transact(job.run)
    assert count(store, EventRow) == 0


@pytest.mark.parametrize("mail_host", ["", "mail.example.org"])
def test_finished_mail_is_forgotten_but_for_the_embedded_mailboxs_newest(
    settings: Settings, clock: stores.FrozenClock, monkeypatch: pytest.MonkeyPatch, mail_host: str
) -> None:
    monkeypatch.setattr(delivery, "MAILBOX_KEPT", 2)
    with stores.opened(replace(settings, mail_host=mail_host), clock) as store:
        for name in ("one", "two", "three"):
            send(store, name)
            Worker(store, Book(), ()).turn()
            clock.forward(SECOND)
        send(store, "unknown", discard=True)
        send(store, "dead")
        Worker(store, Book(Undeliverable("no")), ()).turn()
        send(store, "waiting")
        store.transact(delivery.forget_finished)
        assert len(states(store)) == 6, "nothing is old yet"
        clock.forward(delivery.KEPT + SECOND)
        store.transact(delivery.forget_finished)
        left = sorted(state for state, _ in states(store))
    kept = [] if mail_host else ["delivered", "delivered"]
    assert left == ["dead", *kept, "waiting"]
