"""Random lives of accounts that pay: whatever happens in whatever order, money adds up."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from frontdesk.billing import bills, turns
from frontdesk.billing.tables import Bill, Charge, Payment, PaymentMethod, SandboxThing
from frontdesk.core.errors import FrontdeskError
from frontdesk.directory import accounts
from tests.support import till as tills
from tests.support import world as worlds
from tests.support.till import ASKS_ALWAYS, ASKS_THEN_FAILS, FAILS, GOOD, MASTERCARD, TURNS_GOOD, Till

NUMBERS = (GOOD, MASTERCARD, FAILS, ASKS_ALWAYS, ASKS_THEN_FAILS, TURNS_GOOD)


class Life(RuleBasedStateMachine):
    """An account with cards, charges and a worker that comes now and then."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._opened = worlds.opened(Path(self._folder.name))
        self.world = self._opened.__enter__()
        self.till = Till(self.world, self.world.account())

    def teardown(self) -> None:
        """Close the store."""
        self._opened.__exit__(None, None, None)
        self._folder.cleanup()

    @rule(number=st.sampled_from(NUMBERS), month=st.integers(11, 12))
    def add(self, number: str, month: int) -> None:
        """Add a card that may expire soon."""
        with suppress(FrontdeskError, KeyError, AssertionError):
            self.till.add(number, year=2026 + (month == 11), month=month)

    @rule(place=st.integers(0, 4))
    def make_default(self, place: int) -> None:
        """Choose another default."""
        self._with_card(place, "payments:UpdatePaymentPreferences", "DefaultPaymentInstrumentId")

    @rule(place=st.integers(0, 4))
    def remove(self, place: int) -> None:
        """Remove a card."""
        self._with_card(place, "payments:DeletePaymentInstrument", "PaymentInstrumentId")

    def _with_card(self, place: int, action: str, member: str) -> None:
        cards = self.till.cards()
        if place < len(cards):
            with suppress(FrontdeskError):
                self.till.do(action, **{member: cards[place]["PaymentInstrumentId"]})

    @rule(amount=st.integers(1, 10**6), back=st.integers(0, 2), currency=st.sampled_from(("EUR", "JPY")))
    def charge(self, amount: int, back: int, currency: str) -> None:
        """Charge this month or one before."""
        month = self.world.now.month - back
        self.till.charge(
            amount, period=f"{self.world.now.year - (month < 1)}-{(month - 1) % 12 + 1:02}", currency=currency
        )

    @rule(days=st.sampled_from((0, 1, 3, 5, 20)))
    def time(self, days: int) -> None:
        """Let time pass and the worker do all it has to, twice."""
        self.world.move(days=days, minutes=10)
        for _ in range(2):
            for job in (turns.issue_bills, turns.retry_payments, turns.announce_expiry, turns.forget):
                self.world.run(job)
        self.till.work()

    @rule(place=st.integers(0, 4), twice=st.booleans(), at_once=st.booleans())
    def pay(self, place: int, twice: bool, at_once: bool) -> None:
        """Pay everything, with some card, perhaps pressing twice."""
        cards = self.till.cards()
        chosen = {"PaymentInstrumentId": cards[place]["PaymentInstrumentId"]} if place < len(cards) else {}
        for _ in range(2 if twice else 1):
            with suppress(FrontdeskError):
                self.till.do("payments:MakePayment", **chosen)
        if at_once:
            self.till.work()

    @rule(agreed=st.booleans())
    def answer(self, agreed: bool) -> None:
        """Answer whatever banks ask."""
        for thing in self._all(SandboxThing):
            if thing.facts.get("state") == "BANK_ASKS":
                tills.sandbox(self.world.store).answer(thing.id, agreed)
        self.till.work()

    def _all(self, table: Any) -> list[Any]:
        return self.world.run(lambda ctx: ctx.all(ctx.across_accounts(table)))

    @invariant()
    def bills_hold_their_charges_and_payments(self) -> None:
        """Charges sum to bills, successful payments to what is paid, and nobody pays more than is owed."""
        charged, paid = self._all(Charge), self._all(Payment)
        for bill in self._all(Bill):
            assert bill.amount == sum(one.amount for one in charged if one.bill_id == bill.id)
            assert bill.paid == sum(one.amount for one in paid if one.bill_id == bill.id and one.state == "PAID")
            assert bill.paid <= bill.amount
            assert (bill.paid == bill.amount) == (bill.state == bills.PAID)
            assert sum(one.open_for == bill.id for one in paid) <= 1

    @invariant()
    def the_processor_took_what_the_bills_say(self) -> None:
        """What was taken and not yet told is on its way; nothing else differs."""
        taken = {one.id: one.facts for one in self._all(SandboxThing) if one.kind == "payment"}
        for payment in self._all(Payment):
            facts = taken.get(payment.reference or "", {})
            if payment.state == "PAID":
                assert (facts["state"], facts["amount"], facts["currency"]) == (
                    "PAID",
                    payment.amount,
                    payment.currency,
                )
            if facts.get("state") == "PAID":
                assert payment.state == "PAID" or payment.open_for

    @invariant()
    def there_is_one_default_among_good_cards(self) -> None:
        """An account that has verified a card has exactly one default, which was verified."""
        cards = self._all(PaymentMethod)
        defaults = [one for one in cards if one.default_for]
        assert len(defaults) <= 1
        assert all(one.state == "VALID" for one in defaults)
        assert bool(defaults) >= any(one.state == "VALID" and one.expiry_year > 2026 for one in cards)

    @invariant()
    def debt_and_only_debt_suspends(self) -> None:
        """Suspended is only who owes something past due."""
        state = self.world.run(lambda ctx: accounts.bound(ctx).state, self.till.root.account_id)
        if state == "SUSPENDED":
            assert any(bill.state == bills.PAST_DUE for bill in self._all(Bill))


TestLives = Life.TestCase
TestLives.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)
