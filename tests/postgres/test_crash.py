"""kill -9 in the middle: nothing half-done, no mail lost, none sent twice but under the same Message-ID."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from frontdesk.core.settings import Settings
from frontdesk.mail import delivery as outgoing
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.delivery import LEASE, Parcel
from frontdesk.store.events import EventRow
from frontdesk.store.outbox import OutboxRow
from frontdesk.store.work import Store
from frontdesk.worker import Worker
from tests.postgres import trials
from tests.support import mail, stores, waiting

WRITES = 1000
ROOT = Path(__file__).parent.parent.parent


@contextmanager
def child(act: str, settings: Settings, clock: stores.FrozenClock) -> Iterator[subprocess.Popen[str]]:
    asked = json.dumps({"settings": asdict(settings), "at": clock.now(), "most": WRITES}, default=str)
    command = [sys.executable, "-m", "tests.postgres.crashing", act, asked]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def killed_after(settings: Settings, clock: stores.FrozenClock, writes: int) -> int:
    """Let a process write, kill it once it has said so often that a unit of work stands; return the last number."""
    with child("write", settings, clock) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(writes)]
        process.kill()
        said += [int(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -9
    return said[-1]


def kept(store: Store) -> tuple[set[str], set[str], set[str]]:
    """Return which things have a row, an event and a mail; fails when one has two of them."""

    def act(ctx: Context) -> list[list[str]]:
        rows = [row.name for row in ctx.all(ctx.across_accounts(trials.Counter))]
        events = [row.resource_name or "" for row in ctx.all(select(EventRow))]
        mails = [opened for row in ctx.all(select(OutboxRow)) if (opened := delivery.opened(ctx, row))]
        return [rows, events, [opened.fields["reference"] for opened in mails]]

    lists = store.transact(act)
    assert all(len(names) == len(set(names)) for names in lists)
    return set(lists[0]), set(lists[1]), set(lists[2])


class Book:
    def __init__(self) -> None:
        self.delivered: Tally[str] = Tally()

    def deliver(self, parcel: Parcel) -> None:
        assert parcel.mail is not None
        self.delivered[parcel.mail.fields["reference"]] += 1


def test_a_thousand_writes_killed_again_and_again_leave_nothing_half_done(
    settings: Settings, clock: stores.FrozenClock
) -> None:
    with stores.opened(settings, clock) as store:
        trials.make(store.engine)
        for writes in (1, 90, 230, 310):
            last = killed_after(settings, clock, writes)
            rows, events, mails = kept(store)
            assert rows == events == mails
            assert rows >= {f"thing-{number}" for number in range(last + 1)}, "what was said to stand stands"
        with child("write", settings, clock) as process:
            process.communicate(timeout=120)
            assert process.returncode == 0
        assert kept(store) == ({f"thing-{number}" for number in range(WRITES)},) * 3
        deliver_everything(store)


def deliver_everything(store: Store) -> None:
    book = Book()
    assert Worker(store, book, ()).turn() == WRITES
    assert book.delivered == {f"thing-{number}": 1 for number in range(WRITES)}


class Killer(mail.Mailbox):
    """A mail server that keeps the third mail and then kills the sender before it hears of it."""

    victim: subprocess.Popen[str] | None = None

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None and len(self._messages) % 3 == 0:
            self.victim.kill()
            self.victim.wait()
        return answer


@pytest.fixture
def killer() -> Iterator[Killer]:
    server = Killer("127.0.0.1", waiting.free_port())
    controller = Controller(server, hostname=server.host, port=server.port)
    controller.start()
    yield server
    controller.stop()


def test_a_worker_killed_after_the_server_accepted_repeats_the_mail_under_the_same_message_id(
    settings: Settings, clock: stores.FrozenClock, killer: Killer
) -> None:
    settings = replace(settings, mail_host=killer.host, mail_port=killer.port, mail_security="none")
    with stores.opened(settings, clock) as store:
        for number in range(8):
            store.transact(lambda ctx, number=number: ctx.send(trials.mail(f"thing-{number}")))
        ids = store.transact(lambda ctx: [row.id for row in ctx.all(select(OutboxRow))])
        for _ in range(10):
            if not waits(store):
                break
            with child("deliver", settings, clock) as killer.victim:
                killer.victim.wait(60)
            clock.forward(LEASE)
        assert not waits(store)
    received = Tally(message["Message-ID"] for message in killer.to("root@example.org"))
    assert set(received) == {f"<{id}@localhost>" for id in ids}, "every mail arrived"
    assert sum(received.values()) > len(ids), "a worker was killed at the worst moment"
    same = {}
    for message in killer.to("root@example.org"):
        assert same.setdefault(message["Message-ID"], contents(message)) == contents(message)


def waits(store: Store) -> bool:
    return any(store.transact(lambda ctx: [row.state == "waiting" for row in ctx.all(select(OutboxRow))]))


def contents(message: EmailMessage) -> str:
    """Return a message without what the receiving server put in front of it."""
    for name in ("Received", "X-Peer", "X-MailFrom", "X-RcptTo"):
        del message[name]
    return message.as_string()


def test_a_worker_that_dies_between_acceptance_and_marking_leaves_the_mail_to_the_next_one(
    settings: Settings, clock: stores.FrozenClock, mail_server: mail.Mailbox
) -> None:
    class Dies(outgoing.Smtp):
        def deliver(self, parcel: Parcel) -> None:
            super().deliver(parcel)
            raise SystemExit

    settings = replace(settings, mail_host=mail_server.host, mail_port=mail_server.port, mail_security="none")
    with stores.opened(settings, clock) as store:
        store.transact(lambda ctx: ctx.send(trials.mail("one")))
        with pytest.raises(SystemExit):
            Worker(store, Dies(settings), ()).turn()
        assert Worker(store, outgoing.Smtp(settings), ()).turn() == 0, "still leased"
        clock.forward(LEASE)
        assert Worker(store, outgoing.Smtp(settings), ()).turn() == 1
    first, second = mail_server.to("root@example.org")
    assert first["Message-ID"] == second["Message-ID"]
    assert contents(first) == contents(second)
