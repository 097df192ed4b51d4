"""Outbox delivery and timed jobs, in one thread of the server or a process of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from frontdesk.audit import retention
from frontdesk.billing import turns
from frontdesk.credentials.devices import devices
from frontdesk.directory import life_sweeps
from frontdesk.directory.organizations import handshakes
from frontdesk.mail.delivery import Deliverer, Undeliverable
from frontdesk.operations.organizations import sweeps
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.delivery import Parcel
from frontdesk.store.work import Store
from frontdesk.support.abuse import deadlines
from frontdesk.support.abuse import retention as abuse_retention
from frontdesk.support.cases import attachments, visitors

POLL_SECONDS = 5.0  # for what other processes sent, and for retries; our own commits ring at once
_log = structlog.get_logger("worker")


@dataclass(frozen=True)
class Job:
    """Something done again and again. ``run`` returns True when there is more to do at once.

    Run twice at the same moment, by whomever, it must leave what running it once leaves.
    """

    name: str
    every: timedelta
    run: Callable[[Context], bool | None]


JOBS: tuple[Job, ...] = (
    Job("forget old events", timedelta(hours=1), retention.forget_old),
    Job("forget finished mail", timedelta(hours=1), delivery.forget_finished),
    Job("close accounts", timedelta(seconds=10), life_sweeps.close_pending),
    Job("close suspended accounts", timedelta(minutes=10), life_sweeps.close_suspended),
    Job("warn of the end", timedelta(hours=1), life_sweeps.warn),
    Job("end closed accounts", timedelta(hours=1), life_sweeps.end),
    Job("take ended accounts out of organizations", timedelta(minutes=10), sweeps.clean),
    Job("erase ended accounts", timedelta(minutes=10), life_sweeps.erase),
    Job("issue bills", timedelta(seconds=15), turns.issue_bills),
    Job("retry payments", timedelta(minutes=1), turns.retry_payments),
    Job("announce expiring cards", timedelta(hours=1), turns.announce_expiry),
    Job("forget unfinished cards", timedelta(hours=1), turns.forget),
    Job("forget cards of ended accounts", timedelta(hours=1), turns.forget_ended),
    Job("forget old handshakes", timedelta(hours=1), handshakes.forget_old),
    Job("abuse deadlines", timedelta(minutes=1), deadlines.keep),
    Job("forget abuse cases", timedelta(hours=1), abuse_retention.forget_old),
    Job("forget unassigned devices", timedelta(minutes=10), devices.forget_unassigned),
    Job("forget unsent attachments", timedelta(minutes=10), attachments.forget_unsent),
    Job("forget visitors' cases", timedelta(hours=1), visitors.forget_old),
)


class Runner(Protocol):
    """Does what waits for a network outside of any unit of work, such as asking a payment processor."""

    def turn(self) -> bool:
        """Do one thing that is due; return whether there was any."""
        ...


class Worker:
    """Delivers what is due and runs jobs. Any number of workers may share a database."""

    def __init__(
        self,
        store: Store,
        deliverer: Deliverer | None,
        jobs: Sequence[Job] = JOBS,
        runners: Sequence[Runner] = (),
    ) -> None:
        self._store = store
        self._deliverer = deliverer
        self._jobs = jobs
        self._runners = runners
        self._ran: dict[str, datetime] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in a thread of our own."""
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 30) -> None:
        """End after the mail in hand, waiting for it at most ``seconds``; call it from another thread."""
        self._stopping.set()
        self._store.mail_waits.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Work until :meth:`stop`. A fault is logged and the work goes on at the next turn."""
        if self._deliverer is None:
            _log.warning("mail waits: no mail server is set and the server is not on loopback")
        while True:
            self._store.mail_waits.clear()
            if self._stopping.is_set():  # asked after clearing, so that a stop in between is not slept through
                return
            try:
                self.turn()
            except Exception:
                _log.exception("the worker's turn failed")
            self._store.mail_waits.wait(POLL_SECONDS)

    def turn(self) -> int:
        """Run every job and runner, deliver all that is due, and return how many deliveries were tried."""
        for job in self._jobs:
            self._run_if_due(job)
        for runner in self._runners:
            self._run_out(runner)
        tried = 0
        while not self._stopping.is_set() and self._deliver_next():
            tried += 1
        return tried

    def _run_if_due(self, job: Job) -> None:
        now = self._store.clock.now()
        last = self._ran.get(job.name)
        if last is not None and last <= now < last + job.every:
            return
        self._ran[job.name] = now
        try:
            while self._store.transact(job.run, writes=True) and not self._stopping.is_set():
                pass
        except Exception:
            _log.exception("job failed", job=job.name)

    def _run_out(self, runner: Runner) -> None:
        try:
            while not self._stopping.is_set() and runner.turn():
                pass
        except Exception:
            _log.exception("errand failed")

    def _deliver_next(self) -> bool:
        # asking first keeps an idle worker from taking the write lock every few seconds
        if self._deliverer is None or not self._store.transact(delivery.is_due):
            return False
        parcel = self._store.transact(delivery.claim, writes=True)
        if parcel is not None:
            self._deliver(self._deliverer, parcel)
        return parcel is not None

    def _deliver(self, deliverer: Deliverer, parcel: Parcel) -> None:
        try:
            deliverer.deliver(parcel)
        except Exception as fault:
            self._failed(parcel, fault)
        else:
            self._store.transact(lambda ctx: delivery.delivered(ctx, parcel), writes=True)
            _log.info("mail delivered", id=parcel.id)

    def _failed(self, parcel: Parcel, fault: Exception) -> None:
        for_good = isinstance(fault, Undeliverable)
        words = str(fault) if for_good else f"{type(fault).__name__}: {fault}"
        if parcel.mail and parcel.mail.to:
            words = words.replace(parcel.mail.to, "(recipient)")
        due = self._store.transact(lambda ctx: delivery.failed(ctx, parcel, words, for_good=for_good), writes=True)
        _log.warning("mail not delivered", id=parcel.id, fault=words, again_at=due and due.isoformat())
