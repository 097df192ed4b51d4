"""Does the errands: reads in one unit of work, asks the processor outside of any, writes down the answer in another."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import structlog

from frontdesk.billing import bills, errands, methods, notices, payments
from frontdesk.billing.errands import Task
from frontdesk.billing.faults import GIVEN_UP, PROCESSOR
from frontdesk.billing.money import Money
from frontdesk.billing.processors import BANK_ASKS, FAILED, Details, Order, Outcome, Processor, Refused, Setup
from frontdesk.billing.processors.sandbox import Sandbox
from frontdesk.billing.tables import Payment, PaymentMethod
from frontdesk.store.context import Context
from frontdesk.store.work import Store

_log = structlog.get_logger("payments")
Result = TypeVar("Result")


class Runner:
    """The worker's hand towards the processor. Any number of them may share a database."""

    def __init__(self, store: Store, processor: Processor) -> None:
        self._store = store
        self._processor = processor
        self._acts: dict[str, Callable[[Task], None]] = {
            errands.BEGIN: self._begin,
            errands.LOOK: self._look,
            errands.EDIT: self._edit,
            errands.FORGET: self._forget,
            errands.PAY: self._pay,
            errands.CANCEL: self._cancel,
        }

    def turn(self) -> bool:
        """Take the messages of an embedded processor and do one errand; return whether there was any."""
        if isinstance(self._processor, Sandbox):
            self._take_notices(self._processor)
        if not self._store.transact(errands.is_due):
            return False
        task = self._store.transact(errands.claim, writes=True)
        if task is not None:
            self._do(task)
        return task is not None

    def _take_notices(self, sandbox: Sandbox) -> None:
        for headers, body in sandbox.unsent():
            notices.receive(self._store, sandbox, headers, body)
            sandbox.sent(json.loads(body)["id"])

    def _do(self, task: Task) -> None:
        try:
            self._acts[task.act](task)
        except Refused as fault:
            self._write(task, lambda ctx: _give_up(ctx, task))
            _log.warning("the processor refused", errand=task.id, act=task.act, fault=str(fault)[:200])
        except Exception as fault:
            words = f"{type(fault).__name__}: {fault}"[:200]
            given_up = self._store.transact(lambda ctx: errands.failed(ctx, task, words), writes=True)
            if given_up:
                self._write(task, lambda ctx: _give_up(ctx, task))
            _log.warning("errand failed", errand=task.id, act=task.act, fault=words, given_up=given_up)

    def _read(self, task: Task, function: Callable[[Context], Result]) -> Result:
        return self._store.transact(lambda ctx: function(ctx.within(task.account_id)))

    def _write(self, task: Task, function: Callable[[Context], None]) -> None:
        def write(ctx: Context) -> None:
            function(ctx.within(task.account_id))
            errands.done(ctx, task)

        self._store.transact(write, writes=True)

    def _begin(self, task: Task) -> None:
        method = self._read(task, lambda ctx: _method(ctx, task))
        if method is None or method.state != methods.BEGUN:
            return self._write(task, lambda ctx: None)
        setup = self._processor.begin(method.id, method.customer, method.account_id)
        self._write(task, lambda ctx: _settle_method(ctx, task, setup))

    def _look(self, task: Task) -> None:
        method = self._read(task, lambda ctx: _method(ctx, task))
        if method is None or method.setup is None:
            return self._write(task, lambda ctx: None)
        setup = self._processor.look(method.setup)
        self._write(task, lambda ctx: _settle_method(ctx, task, setup))

    def _edit(self, task: Task) -> None:
        method = self._read(task, lambda ctx: _method(ctx, task))
        if method is not None and method.token and method.expiry_year and method.expiry_month:
            until = (method.expiry_year, method.expiry_month)
            self._processor.edit(method.token, Details(method.holder, method.phone or "", method.address, *until))
        self._write(task, lambda ctx: None)

    def _forget(self, task: Task) -> None:
        method = self._read(task, lambda ctx: _method(ctx, task))
        if method is not None and method.token:
            self._processor.forget(method.token)
        self._write(task, lambda ctx: _drop(ctx, task))

    def _pay(self, task: Task) -> None:
        payment = self._read(task, lambda ctx: payments.of(ctx, task.subject))
        if payment is None or payment.open_for is None:
            return self._write(task, lambda ctx: None)
        order = _order(payment)
        reference = payment.reference or self._open(task, order)
        outcome = self._processor.settle(reference, order)
        self._write(task, lambda ctx: _settle_payment(ctx, task, outcome))

    def _open(self, task: Task, order: Order) -> str:
        # the processor's name is kept before any money moves: whoever comes after a crash asks for the same payment
        reference = self._processor.open(order)

        def keep(ctx: Context) -> None:
            payment = payments.of(ctx.within(task.account_id), task.subject)
            if payment is not None:
                payment.reference = reference

        self._store.transact(keep, writes=True)
        return reference

    def _cancel(self, task: Task) -> None:
        payment = self._read(task, lambda ctx: payments.of(ctx, task.subject))
        if payment is None or payment.open_for is None or payment.reference is None:
            return self._write(task, lambda ctx: None)
        outcome = self._processor.cancel(payment.reference)
        self._write(task, lambda ctx: _settle_cancelled(ctx, task, outcome))


def _method(ctx: Context, task: Task) -> PaymentMethod | None:
    return ctx.first(ctx.select(PaymentMethod).where(PaymentMethod.id == task.subject))


def _settle_method(ctx: Context, task: Task, setup: Setup) -> None:
    method = _method(ctx, task)
    if method is not None:
        methods.settle(ctx, method, setup)


def _drop(ctx: Context, task: Task) -> None:
    method = _method(ctx, task)
    if method is not None and method.state == methods.REMOVED:
        ctx.delete(method)


def _order(payment: Payment) -> Order:
    money = Money(payment.amount, payment.currency)
    return Order(payment.id, money, payment.customer, payment.token, payment.automatic)


def _settle_payment(ctx: Context, task: Task, outcome: Outcome) -> None:
    payment = payments.of(ctx, task.subject)
    if payment is not None:
        payments.settle(ctx, payment, outcome)


def _settle_cancelled(ctx: Context, task: Task, outcome: Outcome) -> None:
    """Let the default card be charged in place of the payment that was given up."""
    payment = payments.of(ctx, task.subject)
    if payment is None:
        return
    payments.settle(ctx, payment, outcome)
    method = methods.default(ctx)
    if outcome.fault == GIVEN_UP and method is not None and methods.is_chargeable(ctx, method):
        payments.begin(ctx, bills.find(ctx, payment.bill_id), method)


def _give_up(ctx: Context, task: Task) -> None:
    method, payment = _method(ctx, task), payments.of(ctx, task.subject)
    if task.act in (errands.BEGIN, errands.LOOK) and method is not None:
        methods.give_up(ctx, method)
    elif task.act == errands.FORGET:
        _drop(ctx, task)
    elif task.act in (errands.PAY, errands.CANCEL) and payment is not None and payment.state != BANK_ASKS:
        payments.settle(ctx, payment, Outcome(payment.reference or payment.id, FAILED, PROCESSOR))
