"""Every processor keeps the same promises: the embedded sandbox, and Stripe's library against a stand-in of Stripe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from frontdesk.billing import notices
from frontdesk.billing.money import Money
from frontdesk.billing.processors import (
    Details,
    Forged,
    Order,
    Outcome,
    Processor,
    Refused,
    Setup,
    Unreachable,
    signing,
)
from frontdesk.billing.processors.sandbox import HEADER, Sandbox
from frontdesk.billing.processors.stripe import Stripe
from frontdesk.billing.tables import Errand, Notice
from tests.support import stripes, till
from tests.support.till import ASKS, ASKS_ALWAYS, FAILS, GOOD
from tests.support.world import World

EUR = Money(1250, "EUR")


@dataclass
class Bench:
    """A processor and whoever holds the cards in front of it."""

    world: World
    processor: Processor
    stripe: stripes.Stripe | None

    def enter(self, setup: Setup, number: str) -> Setup:
        """Type a card where the processor asks for it, and look what became of it."""
        assert setup.secret
        until = self.world.now.year + 2
        if self.stripe:
            self.stripe.enter(setup.secret, number, until, 12)
        else:
            till.sandbox(self.world.store).enter(setup.reference, till.typed(number, self.world.now))
        return self.processor.look(setup.reference)

    def answer(self, secret: str | None, *, agreed: bool) -> None:
        """Answer the bank."""
        assert secret
        if self.stripe:
            self.stripe.answer(secret, agreed=agreed)
        else:
            till.sandbox(self.world.store).answer(secret, agreed)

    def card(self, number: str = GOOD, key: str = "method") -> Setup:
        """Add a card; where the bank asks, agree."""
        setup = self.enter(self.processor.begin(key, None, "111122223333"), number)
        if setup.state == "BANK_ASKS":
            self.answer(setup.secret, agreed=True)
        return self.processor.look(setup.reference)

    def order(self, number: str = GOOD, key: str = "payment") -> Order:
        """Add a card and order a payment with it."""
        setup = self.card(number, f"card-of-{key}")
        assert setup.card
        return Order(key, EUR, setup.customer, setup.card.token, automatic=True)

    def pay(self, order: Order) -> Outcome:
        """Pay, as the worker does."""
        return self.processor.settle(self.processor.open(order), order)

    def taken(self) -> int:
        """Return how much money was taken."""
        if self.stripe:
            found = json.loads(self.stripe.ask("GET", "/v1/payment_intents?limit=100")[1])["data"]
            return sum(one["amount"] for one in found if one["status"] == "succeeded")
        return till_taken(self.world)


def till_taken(world: World) -> int:
    from frontdesk.billing.tables import SandboxThing

    things = world.run(lambda ctx: ctx.all(ctx.across_accounts(SandboxThing)))
    return sum(one.facts["amount"] for one in things if one.kind == "payment" and one.facts["state"] == "PAID")


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stripes.Stripe]:
    """A stand-in of Stripe for this module."""
    with stripes.running(tmp_path_factory.mktemp("stripe")) as running:
        yield running


@pytest.fixture(params=["sandbox", "stripe"])
def bench(world: World, request: pytest.FixtureRequest) -> Bench:
    """Each processor in turn, without any memory."""
    if request.param == "sandbox":
        return Bench(world, Sandbox(world.store), None)
    stand_in: stripes.Stripe = request.getfixturevalue("stand_in")
    stand_in.answers.clear()
    stand_in.ask("DELETE", "/_config/data")
    return Bench(world, Stripe(stripes.settings_of(stand_in, world.settings)), stand_in)


def test_a_card_is_entered_at_the_processor_and_told_by_its_end(bench: Bench) -> None:
    begun = bench.processor.begin("method", None, "111122223333")
    assert (begun.state, begun.card, bool(begun.secret)) == ("CARD_AWAITED", None, True)
    assert bench.processor.begin("method", None, "111122223333").reference == begun.reference
    done = bench.enter(begun, GOOD)
    assert done.card
    assert (done.state, done.card.brand, done.card.last4, done.secret) == ("VALID", "visa", "4242", None)
    assert (done.card.expiry_year, done.card.expiry_month) == (bench.world.now.year + 2, 12)
    assert GOOD not in repr(done)


def test_a_second_card_belongs_to_the_same_customer(bench: Bench) -> None:
    first = bench.card()
    assert bench.processor.begin("other", first.customer, "111122223333").customer == first.customer


@pytest.mark.parametrize(("agreed", "state"), [(True, "VALID"), (False, "INVALID")])
def test_a_bank_that_asks_decides_about_a_card(bench: Bench, agreed: bool, state: str) -> None:
    asked = bench.enter(bench.processor.begin("method", None, "111122223333"), ASKS)
    assert (asked.state, bool(asked.secret)) == ("BANK_ASKS", True)
    bench.answer(asked.secret, agreed=agreed)
    after = bench.processor.look(asked.reference)
    assert (after.state, after.secret, bool(after.fault)) == (state, None, not agreed)


@pytest.mark.parametrize("number", ["4000000000000002", "4000000000009995", "4000000000000069"])
def test_a_declined_card_is_never_valid(bench: Bench, number: str) -> None:
    begun = bench.processor.begin("method", None, "111122223333")
    assert bench.enter(begun, number).state in ("CARD_AWAITED", "INVALID")


def test_a_payment_takes_money_once_however_often_it_is_asked_for(bench: Bench) -> None:
    order = bench.order()
    outcomes = [bench.pay(order) for _ in range(3)]
    assert {one.state for one in outcomes} == {"PAID"}
    assert len({one.reference for one in outcomes}) == 1
    assert bench.taken() == EUR.amount


def test_opening_a_payment_takes_no_money(bench: Bench) -> None:
    bench.processor.open(bench.order())
    assert bench.taken() == 0


def test_a_declined_payment_says_so_each_time(bench: Bench) -> None:
    order = bench.order(FAILS)
    first, second = bench.pay(order), bench.pay(order)
    assert (first.state, first.fault) == (second.state, second.fault) == ("FAILED", "declined")
    assert bench.taken() == 0


@pytest.mark.parametrize(("agreed", "state"), [(True, "PAID"), (False, "FAILED")])
def test_a_bank_that_asks_decides_about_a_payment(bench: Bench, agreed: bool, state: str) -> None:
    order = bench.order(ASKS_ALWAYS)
    asked = bench.pay(order)
    assert (asked.state, bool(asked.secret)) == ("BANK_ASKS", True)
    bench.answer(asked.secret, agreed=agreed)
    after = bench.processor.settle(asked.reference, order)
    assert (after.state, after.secret) == (state, None)
    assert bench.taken() == (EUR.amount if agreed else 0)


def test_a_payment_that_was_given_up_takes_no_money_and_one_that_was_made_stays(bench: Bench) -> None:
    asking, paid = bench.order(ASKS_ALWAYS, "asking"), bench.order(key="paid")
    reference = bench.pay(asking).reference
    assert bench.processor.cancel(reference).fault == "given_up"
    assert bench.processor.settle(reference, asking).state == "FAILED"
    assert bench.processor.cancel(bench.pay(paid).reference).state == "PAID"
    assert bench.taken() == EUR.amount


def test_what_is_unknown_is_refused_for_good(bench: Bench) -> None:
    unknown = "seti_0000000000000a" if bench.stripe else "sandbox-setup-x"
    with pytest.raises(Refused):
        bench.processor.look(unknown)


def test_a_card_can_be_changed_and_forgotten(bench: Bench) -> None:
    card = bench.card().card
    assert card
    address = {"line1": "Pier 3", "city": "Hamburg", "postal_code": "20457", "country": "DE"}
    bench.processor.edit(card.token, Details("A. Lind", "+49 40 7654321", address, 2031, 1))
    bench.processor.forget(card.token)


HEADERS = {"sandbox": HEADER, "stripe": "stripe-signature"}


def message(bench: Bench, id: str = "evt_1", about: str = "x") -> bytes:
    """Return a message as the processor would send it."""
    said: dict[str, Any] = {"id": id, "type": "setup.changed", "about": about, "data": {"object": {"id": about}}}
    return json.dumps(said).encode()


def secret(bench: Bench) -> str:
    """Return what the processor signs with."""
    return stripes.WEBHOOK if bench.stripe else bench.world.keyring.mac("webhook", "sandbox processor")


def signed(bench: Bench, body: bytes, **other: str) -> dict[str, str]:
    """Return the header that signs a message now."""
    value = signing.signature(body, other.get("secret", secret(bench)), bench.world.now)
    return {HEADERS[bench.processor.name]: value}


def test_a_signed_message_is_read(bench: Bench) -> None:
    body = message(bench, about="seti_1")
    notice = bench.processor.read(signed(bench, body), body, bench.world.now)
    assert (notice.id, notice.about) == ("evt_1", "seti_1")


def test_forged_and_old_messages_are_refused(bench: Bench) -> None:
    body = message(bench)
    good = signed(bench, body)
    (name, value), now = next(iter(good.items())), bench.world.now
    for headers, sent in (
        ({}, body),
        ({name: ""}, body),
        ({name: "t=1,v1="}, body),
        ({name: value[:-1] + ("0" if value[-1] != "0" else "1")}, body),
        ({name: value.replace("t=", "t=1")}, body),
        ({name: f"t=1,{value}"}, body),
        ({name: value.replace("v1=", "v0=")}, body),
        (signed(bench, body, secret="another"), body),
        (good, body + b" "),
        (signed(bench, b"{}"), b"{}"),
        (signed(bench, b"\xff"), b"\xff"),
        (signed(bench, b"[]"), b"[]"),
    ):
        with pytest.raises(Forged):
            bench.processor.read(headers, sent, now)
    for minutes in (-5.1, 5.1):
        with pytest.raises(Forged, match="old"):
            bench.processor.read(good, body, now.__class__.fromtimestamp(now.timestamp() + minutes * 60, now.tzinfo))


def test_without_a_secret_no_message_is_believed(bench: Bench) -> None:
    if not isinstance(bench.processor, Stripe) or not bench.stripe:
        return  # the sandbox always has one
    from dataclasses import replace

    processor = Stripe(replace(stripes.settings_of(bench.stripe, bench.world.settings), stripe_webhook_secret=""))
    body = message(bench)
    with pytest.raises(Forged):
        processor.read(signed(bench, body, secret=""), body, bench.world.now)


def test_a_message_counts_once(bench: Bench) -> None:
    body = message(bench)
    for _ in range(3):
        notices.receive(bench.world.store, bench.processor, signed(bench, body), body)
    assert len(bench.world.run(lambda ctx: ctx.all(ctx.across_accounts(Notice)))) == 1
    assert bench.world.run(lambda ctx: ctx.all(ctx.across_accounts(Errand))) == []


def test_a_lost_answer_is_no_refusal_and_the_next_question_finds_what_was_done(
    stand_in: stripes.Stripe, world: World
) -> None:
    stand_in.answers.clear()
    bench = Bench(world, Stripe(stripes.settings_of(stand_in, world.settings)), stand_in)
    order = bench.order(key="lost")
    before = bench.taken()
    stand_in.lost = 1
    with pytest.raises(Unreachable):
        bench.processor.open(order)
    reference = bench.processor.open(order)
    bench.processor.settle(reference, order)
    stand_in.lost = 1
    with pytest.raises(Unreachable):
        bench.processor.settle(reference, order)
    assert bench.processor.settle(reference, order).state == "PAID"
    assert bench.taken() == before + EUR.amount


def test_a_wrong_key_is_a_matter_of_settings_and_fails_no_payment(stand_in: stripes.Stripe, world: World) -> None:
    from dataclasses import replace

    wrong = replace(stripes.settings_of(stand_in, world.settings), stripe_secret_key="rk")
    with pytest.raises(Unreachable):
        Stripe(wrong).look("seti_1")
