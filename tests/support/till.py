"""An account that pays: cards entered on the sandbox's page, charges, bills, and the worker's errands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from frontdesk.authentication.evidence import Factor
from frontdesk.billing import charges, turns
from frontdesk.billing.money import Money
from frontdesk.billing.processors import Setup, chosen
from frontdesk.billing.processors.sandbox import Sandbox, Typed
from frontdesk.billing.runner import Runner
from frontdesk.core.callers import Caller
from frontdesk.operations import catalogue
from frontdesk.store.work import Store
from tests.support.world import World

catalogue.load()

GOOD, MASTERCARD, AMEX = "4242424242424242", "5555555555554444", "378282246310005"
ASKS, ASKS_ALWAYS, ASKS_THEN_FAILS = "4000002500003155", "4000002760003184", "4000008260003178"
FAILS = "4000000000000341"
TURNS_GOOD, TURNS_BAD = "4000000000008005", "4000000000008104"
ADDRESS = {"Line1": "Quay 7", "City": "Hamburg", "PostalCode": "20457", "Country": "DE"}
CARD = {"HolderName": "Ada Lind", "Phone": "+49 40 1234567", "BillingAddress": ADDRESS}


def sandbox(store: Store) -> Sandbox:
    """Return the store's embedded processor."""
    found = chosen.processor(store)
    assert isinstance(found, Sandbox)
    return found


def work(store: Store) -> None:
    """Do every errand that is due, as the worker does between two breaths."""
    runner = Runner(store, chosen.processor(store))
    for _ in range(100):
        if not runner.turn():
            return
    raise AssertionError("the errands do not end")


def typed(number: str, now: datetime, *, year: int = 0, month: int = 12, code: str = "") -> Typed:
    """Return a card as it is typed, good for two years unless told otherwise."""
    return Typed(number, year or now.year + 2, month, code or ("1234" if number == AMEX else "123"))


@dataclass
class Till:
    """One account of a world, at whose till its root user sits, who has shown the password a moment ago."""

    world: World
    root: Caller

    @property
    def caller(self) -> Caller:
        """The root user with a fresh proof."""
        return replace(self.root, proofs={Factor.PASSWORD.value: self.world.now})

    def do(self, action: str, **params: Any) -> dict[str, Any]:
        """Perform an operation such as ``payments:MakePayment``."""
        return self.world.perform(self.caller, action, params)

    def work(self) -> None:
        """Do every errand that is due."""
        work(self.world.store)

    def begin(self, **more: Any) -> str:
        """Begin to add a card up to the processor's page; return the method's id."""
        made = self.do("payments:CreatePaymentInstrument", **CARD, **more)["PaymentInstrument"]
        self.work()
        return str(made["PaymentInstrumentId"])

    def reference(self, id: str) -> str:
        """Return the sandbox's name of a step that waits for the card's holder."""
        step = self.card(id)["Step"]["Url"]
        return str(step).rpartition("/")[2]

    def enter(self, id: str, number: str, **more: Any) -> Setup:
        """Type a card on the sandbox's page, and let the worker hear of it."""
        setup = sandbox(self.world.store).enter(self.reference(id), typed(number, self.world.now, **more))
        self.work()
        return setup

    def add(self, number: str = GOOD, **more: Any) -> str:
        """Add a card; where its bank asks, agree. Return the method's id."""
        id = self.begin()
        self.enter(id, number, **more)
        if self.card(id)["State"] == "UNVERIFIED" and "Step" in self.card(id):
            self.answer(self.reference(id))
        return id

    def answer(self, reference: str, *, agreed: bool = True) -> None:
        """Answer the bank's question."""
        sandbox(self.world.store).answer(reference, agreed)
        self.work()

    def card(self, id: str) -> dict[str, Any]:
        """Return a card as the operation shows it."""
        shown: dict[str, Any] = self.do("payments:GetPaymentInstrument", PaymentInstrumentId=id)["PaymentInstrument"]
        return shown

    def cards(self) -> list[dict[str, Any]]:
        """Return every card, the default first."""
        found: list[dict[str, Any]] = self.do("payments:ListPaymentInstruments")["PaymentInstruments"]
        return found

    def charge(self, amount: int = 1250, period: str = "2026-10", currency: str = "EUR") -> None:
        """Let the operator charge the account."""
        money = Money(amount, currency)
        self.world.run(lambda ctx: charges.enter(ctx, self.root.account_id, money, "Storage", period))

    def issue(self) -> None:
        """Let the worker issue and charge what is over."""
        self.world.run(turns.issue_bills)
        self.work()

    def retry(self) -> None:
        """Let the worker charge again what is due for it."""
        self.world.run(turns.retry_payments)
        self.work()

    def bill(self, amount: int = 1250, **more: Any) -> str:
        """Charge, issue and try to collect; return the bill's id."""
        before = {one["BillId"] for one in self.bills()}
        self.charge(amount, **more)
        self.issue()
        (made,) = {one["BillId"] for one in self.bills()} - before
        return str(made)

    def bills(self) -> list[dict[str, Any]]:
        """Return every bill."""
        found: list[dict[str, Any]] = self.do("billing:ListBills")["Bills"]
        return found

    def state(self, bill: str) -> str:
        """Return how far a bill is."""
        return str(self.do("billing:GetBill", BillId=bill)["Bill"]["State"])

    def mails(self) -> list[tuple[str, str]]:
        """Return message and recipient of every mail of the account, oldest first."""
        return [(mail.message, mail.to) for mail in self.letters()]

    def letters(self) -> list[Any]:
        """Return every mail of the account, oldest first."""
        from frontdesk.store import delivery
        from frontdesk.store.outbox import OutboxRow

        def read(ctx: Any) -> list[Any]:
            rows = ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at))
            return [delivery.opened(ctx, row) for row in rows if row.account_id == self.root.account_id]

        return [mail for mail in self.world.run(read) if mail is not None]
