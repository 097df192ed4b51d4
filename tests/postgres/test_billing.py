"""Paying at the same time, alike on both databases: one payment, one default, each errand done once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from frontdesk.audit.reads import ReadLog
from frontdesk.authentication.evidence import Factor
from frontdesk.billing import turns
from frontdesk.billing.processors import chosen
from frontdesk.billing.runner import Runner
from frontdesk.billing.tables import Payment, PaymentMethod, SandboxThing
from frontdesk.core.callers import Origin
from frontdesk.core.errors import FrontdeskError
from frontdesk.operations import catalogue
from frontdesk.operations.perform import Desk, perform
from frontdesk.store.work import Store
from tests.support.stores import FrozenClock
from tests.support.till import FAILS, MASTERCARD, Till
from tests.support.world import World

AT_ONCE = 6


@pytest.fixture
def till(store: Store, clock: FrozenClock) -> Till:
    """The till of a new account."""
    world = World(store, clock)
    return Till(world, world.account())


def together(act: Callable[[int], Any]) -> list[Any]:
    """Do something in several threads at the same moment; return what each got, refusals among it."""
    start = Barrier(AT_ONCE)

    def one(place: int) -> Any:
        start.wait()
        try:
            return act(place)
        except FrontdeskError as refusal:
            return refusal

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def everything(till: Till, table: Any) -> list[Any]:
    return till.world.run(lambda ctx: ctx.all(ctx.across_accounts(table)))


def press(till: Till, action: str, **params: Any) -> Any:
    """Perform an operation without the world's one origin, from any thread."""
    service, _, name = action.partition(":")
    caller = replace(till.root, proofs={Factor.PASSWORD.value: till.world.now})
    desk = Desk(till.world.store, ReadLog(till.world.store))
    return perform(desk, catalogue.operation(service, name), caller, Origin(), params)


def test_many_presses_at_once_make_one_payment(till: Till) -> None:
    till.add(FAILS)
    bill = till.bill()
    good = till.add()
    together(lambda _: press(till, "payments:MakePayment", BillIds=[bill], PaymentInstrumentId=good))
    assert len([one for one in everything(till, Payment) if one.state == "WAITING"]) == 1
    together(lambda _: exhaust(till.world.store))
    till.work()
    assert till.state(bill) == "PAID"
    taken = [one for one in everything(till, SandboxThing) if one.kind == "payment" and one.facts["state"] == "PAID"]
    assert len(taken) == 1


def test_many_choices_at_once_leave_one_default(till: Till) -> None:
    ids = [till.add(), till.add(MASTERCARD), till.add()]
    together(
        lambda place: press(till, "payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=ids[place % len(ids)])
    )
    assert len([one for one in everything(till, PaymentMethod) if one.default_for]) == 1


def test_many_workers_issue_and_charge_once(till: Till) -> None:
    till.add()
    for _ in range(4):
        till.charge(100)
        till.charge(50, currency="USD")

    def work(_: int) -> None:
        till.world.store.transact(turns.issue_bills, writes=True)
        exhaust(till.world.store)

    together(work)
    till.work()
    assert sorted((one["Amount"]["Value"], one["State"]) for one in till.bills()) == [(200, "PAID"), (400, "PAID")]
    assert len(everything(till, Payment)) == 2


def exhaust(store: Store) -> None:
    """Be one worker."""
    runner = Runner(store, chosen.processor(store))
    while runner.turn():
        pass
