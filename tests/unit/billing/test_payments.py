"""Charges, bills and payments: money adds up, nobody pays twice, and debt leads to suspension and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdesk.authentication import explanations
from frontdesk.authentication.explanations import Audience
from frontdesk.billing import charges, errands, payments, turns
from frontdesk.billing.money import Money
from frontdesk.billing.processors import Outcome, Processor, Unreachable, chosen
from frontdesk.billing.processors.sandbox import Sandbox
from frontdesk.billing.runner import Runner
from frontdesk.billing.tables import Errand, Payment, SandboxThing
from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.core.errors import FrontdeskError, ValidationError
from frontdesk.directory import accounts
from frontdesk.store.context import Context
from tests.support.till import ASKS_ALWAYS, ASKS_THEN_FAILS, FAILS, GOOD, MASTERCARD, Till
from tests.support.world import World


def account(till: Till) -> tuple[str, str | None]:
    """Return the account's state, and what it is suspended for."""
    row = till.world.run(accounts.bound, till.root.account_id)
    return row.state, row.suspended_for


def taken(till: Till) -> int:
    """Return how much money the processor took."""
    things = till.world.run(lambda ctx: ctx.all(ctx.across_accounts(SandboxThing)))
    return sum(one.facts["amount"] for one in things if one.kind == "payment" and one.facts["state"] == "PAID")


def test_charges_of_a_month_stand_on_one_bill_which_is_paid_when_the_month_is_over(till: Till) -> None:
    till.add()
    till.charge(1000, period="2026-11")
    till.charge(234, period="2026-11")
    till.charge(5, period="2026-11", currency="USD")
    till.issue()
    assert sorted((one["Amount"]["Value"], one["State"]) for one in till.bills()) == [
        (5, "COLLECTING"), (1234, "COLLECTING"),
    ]  # fmt: skip
    till.world.move(days=8)
    till.issue()
    assert {one["State"] for one in till.bills()} == {"PAID"}
    assert taken(till) == 1239
    till.charge(7, period="2026-11")
    till.issue()
    assert sorted(one["Amount"]["Value"] for one in till.bills()) == [5, 7, 1234], "a late charge has a bill of its own"


def test_issuing_twice_charges_once(till: Till) -> None:
    till.add()
    till.charge()
    for _ in range(3):
        till.issue()
    assert taken(till) == 1250


@pytest.mark.parametrize("amount", [0, -5, 10**12 + 1])
def test_a_charge_is_more_than_nothing(till: Till, amount: int) -> None:
    with pytest.raises(ValidationError):
        till.charge(amount)


@pytest.mark.parametrize(("period", "currency"), [("2026-12", "EUR"), ("2026-13", "EUR"), ("2026-10", "ABC")])
def test_a_charge_is_for_a_month_that_has_begun_in_a_known_currency(till: Till, period: str, currency: str) -> None:
    with pytest.raises(ValidationError):
        till.charge(1, period=period, currency=currency)


def test_the_management_account_pays_for_its_members(till: Till, world: World) -> None:
    till.add()
    till.do("organizations:CreateOrganization", FeatureSet="ALL")
    till.do("organizations:CreateAccount", Email="member@example.org", AccountName="Member")
    (member,) = {one["Id"] for one in till.do("organizations:ListAccounts")["Accounts"]} - {till.root.account_id}
    world.run(lambda ctx: charges.enter(ctx, member, Money(300, "EUR"), "Storage", "2026-10"))
    till.charge(1000)
    till.issue()
    (bill,) = till.bills()
    shown = till.do("billing:GetBill", BillId=bill["BillId"])
    assert (shown["Bill"]["State"], shown["Bill"]["Amount"]["Value"]) == ("PAID", 1300)
    assert {one["AccountId"] for one in shown["Charges"]} == {till.root.account_id, member}
    own = Till(world, Caller("Root", member, member, arns.root(member)))
    assert own.bills() == []
    assert [event.name for event in world.events(member)].count("ChargeEntered") == 1


def test_charges_are_entered_by_staff_alone(till: Till, world: World) -> None:
    given = {"AccountId": till.root.account_id, "Amount": {"Value": 900, "Currency": "EUR"}, "Memo": "Support"}
    with pytest.raises(FrontdeskError, match="staff"):
        till.do("billing:CreateCharge", **given)
    staff = world.administrator(world.account("Staff", operator=True))
    charge = world.perform(staff, "billing:CreateCharge", given)["Charge"]
    assert (charge["Memo"], charge["Period"], charge["Amount"]["Value"]) == ("Support", "2026-11", 900)
    entered = [event for event in world.events(till.root) if event.name == "ChargeEntered"]
    assert [event.record["serviceEventDetails"]["memo"] for event in entered] == ["Support"]


def test_a_failed_charge_is_tried_again_told_and_at_last_suspends(till: Till) -> None:
    till.add(FAILS)
    bill = till.bill()
    seen = []
    for days in (0, 1, 3, 5, 30):
        till.world.move(days=days)
        till.retry()
        failures = till.mails().count(("payment_failed", "example@example.org"))
        seen.append((till.state(bill), account(till)[0], failures))
    assert seen == [
        ("PAST_DUE", "ACTIVE", 1),
        ("PAST_DUE", "ACTIVE", 2),
        ("PAST_DUE", "ACTIVE", 3),
        ("PAST_DUE", "SUSPENDED", 4),
        ("PAST_DUE", "SUSPENDED", 4),
    ]
    assert account(till)[1] == "unpaid"
    assert ("account_suspended", "example@example.org") in till.mails()


@pytest.mark.parametrize("why", ["no card", "expired"])
def test_without_a_card_that_can_be_charged_the_same_follows(till: Till, why: str) -> None:
    if why == "expired":
        till.add(year=2026, month=11)
        till.world.move(days=10)
    bill = till.bill()
    cause = till.do("billing:GetBill", BillId=bill)["Bill"]["Fault"]["Cause"]
    assert cause == {"no card": "no_default_card", "expired": "expired_card"}[why]
    for days in (1, 3, 5):
        till.world.move(days=days)
        till.retry()
    assert account(till) == ("SUSPENDED", "unpaid")


def suspended(till: Till) -> list[str]:
    """Let two bills fail until the account is suspended; return them."""
    till.add(FAILS)
    bills = [till.bill(700, period="2026-09"), till.bill(1250)]
    for days in (1, 3, 5):
        till.world.move(days=days)
        till.retry()
    assert account(till)[0] == "SUSPENDED"
    return bills


def test_paying_everything_reinstates_and_paying_a_part_does_not(till: Till) -> None:
    first, second = suspended(till)
    good = till.add()
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=good)
    till.do("payments:MakePayment", BillIds=[first])
    till.work()
    assert (till.state(first), account(till)[0]) == ("PAID", "SUSPENDED")
    till.do("payments:MakePayment")
    till.work()
    assert (till.state(second), account(till)[0]) == ("PAID", "ACTIVE")
    assert taken(till) == 1950


def test_the_reference_in_the_mail_tells_staff_why_a_payment_failed(till: Till) -> None:
    till.add(FAILS)
    till.bill()
    (letter,) = [mail for mail in till.letters() if mail.message == "payment_failed"]
    told = till.world.run(lambda ctx: explanations.find(ctx, letter.fields["reference"], Audience.OPERATOR))
    assert told
    assert "The bank declined the card" in str(told.cause)


def test_who_is_suspended_for_something_else_stays_suspended(till: Till) -> None:
    suspended(till)
    till.world.run(lambda ctx: setattr(accounts.bound(ctx), "suspended_for", "abuse"), till.root.account_id)
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=till.add())
    till.do("payments:MakePayment")
    till.work()
    assert account(till) == ("SUSPENDED", "abuse")


def test_later_tries_use_the_new_default(till: Till) -> None:
    till.add(FAILS)
    bill = till.bill()
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=till.add(MASTERCARD))
    till.world.move(days=1)
    till.retry()
    assert till.state(bill) == "PAID"
    payments = till.do("payments:GetPaymentStatus", BillId=bill)["Payments"]
    assert [(one["LastFour"], one["State"]) for one in payments] == [("0341", "FAILED"), ("4444", "PAID")]


def test_two_presses_make_one_payment(till: Till) -> None:
    till.add(FAILS)
    bill = till.bill()
    good = till.add()
    pressed = [till.do("payments:MakePayment", BillIds=[bill], PaymentInstrumentId=good) for _ in range(3)]
    assert len({one["Payments"][0]["PaymentId"] for one in pressed}) == 1
    till.work()
    with pytest.raises(FrontdeskError, match="nothing to pay"):
        till.do("payments:MakePayment", BillIds=[bill])
    assert taken(till) == 1250


@pytest.mark.parametrize(("agreed", "state"), [(True, "PAID"), (False, "PAST_DUE")])
def test_a_bank_that_asks_at_a_payment_is_answered_by_the_cards_holder(till: Till, agreed: bool, state: str) -> None:
    till.add(ASKS_ALWAYS)
    bill = till.bill()
    assert till.state(bill) == "PAST_DUE"
    (payment,) = till.do("payments:MakePayment", BillIds=[bill])["Payments"]
    assert payment["State"] == "BANK_ASKS"
    till.answer(payment["Step"]["Url"].rpartition("/")[2], agreed=agreed)
    assert till.state(bill) == state
    assert till.mails().count(("payment_failed", "example@example.org")) == 1


def test_a_bank_that_is_never_answered_leads_to_suspension_and_a_late_answer_back(till: Till) -> None:
    till.add(ASKS_ALWAYS)
    bill = till.bill()
    for days in (1, 3, 5):
        till.world.move(days=days)
        till.retry()
    assert account(till)[0] == "SUSPENDED"
    (payment,) = till.do("payments:GetPaymentStatus", BillId=bill)["Payments"]
    till.answer(payment["Step"]["Url"].rpartition("/")[2])
    assert (till.state(bill), account(till)[0], taken(till)) == ("PAID", "ACTIVE", 1250)


def test_another_card_takes_the_place_of_one_whose_bank_asks(till: Till) -> None:
    till.add(ASKS_ALWAYS)
    bill = till.bill()
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=till.add())
    till.do("payments:MakePayment", BillIds=[bill])
    till.work()
    assert till.state(bill) == "PAID"
    assert taken(till) == 1250


def test_a_card_whose_charges_fail_is_added_all_the_same(till: Till) -> None:
    till.add(ASKS_THEN_FAILS)
    assert till.do("billing:GetBill", BillId=till.bill())["Bill"]["Fault"]["Cause"] == "insufficient_funds"


def exhaust(runner: Runner) -> None:
    """Let one worker do whatever is due."""
    while runner.turn():
        pass


class Crash(BaseException):
    """The worker is killed."""


def crashing(processor: Processor, name: str, *, after: bool) -> Processor:
    """Return the processor, but whoever calls ``name`` dies before or after it has done its work."""

    class Deadly(Sandbox):
        pass

    made = Deadly(processor._store)  # type: ignore[attr-defined]
    real: Callable[..., object] = getattr(processor, name)

    def act(*arguments: object) -> object:
        if after:
            real(*arguments)
        raise Crash

    setattr(made, name, act)
    return made


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ["open", "settle"])
def test_a_worker_killed_around_the_processor_makes_nobody_pay_twice(till: Till, name: str, after: bool) -> None:
    till.add()
    till.charge()
    till.world.run(turns.issue_bills)
    deadly = Runner(till.world.store, crashing(chosen.processor(till.world.store), name, after=after))
    with pytest.raises(Crash):
        exhaust(deadly)
    till.work()  # another worker waits until the claim has run out, unless the processor's message comes first
    till.world.move(seconds=errands.LEASE.total_seconds())
    till.work()
    assert till.bills()[0]["State"] == "PAID"
    assert taken(till) == 1250


@pytest.mark.parametrize("later", ["PAID", "FAILED", "BANK_ASKS", "PENDING"])
def test_an_end_that_two_workers_tell_counts_once_and_old_news_change_nothing(till: Till, later: str) -> None:
    till.add()
    bill = till.bill()
    (payment,) = till.world.run(lambda ctx: ctx.all(ctx.across_accounts(Payment)))
    before = till.world.rows()

    def tell(ctx: Context) -> None:
        again = payments.of(ctx, payment.id)
        assert again
        payments.settle(ctx, again, Outcome(payment.reference or "", later, "declined", "secret"))

    till.world.run(tell, till.root.account_id)
    assert till.world.rows() == before
    assert till.state(bill) == "PAID"


class Silent(Sandbox):
    """A processor that cannot be reached."""

    def open(self, order: object) -> str:
        raise Unreachable("no route")


def test_a_processor_out_of_reach_is_asked_again_later_and_nothing_fails_meanwhile(till: Till) -> None:
    till.add()
    till.charge()
    till.world.run(turns.issue_bills)
    silent = Runner(till.world.store, Silent(till.world.store))
    for _ in range(12):
        while silent.turn():
            pass
        till.world.move(hours=6)
    assert till.bills()[0]["State"] == "DUE"
    assert not [mail for mail in till.letters() if mail.message == "payment_failed"]
    till.work()
    assert till.bills()[0]["State"] == "PAID"


def test_what_is_over_is_forgotten_and_what_is_open_is_not(till: Till) -> None:
    till.add()
    till.bill()
    till.world.move(days=40)
    till.world.run(turns.forget)
    rows = till.world.run(lambda ctx: ctx.all(ctx.across_accounts(Errand)))
    assert [row for row in rows if row.state != "waiting"] == []
    assert till.world.run(lambda ctx: ctx.all(ctx.across_accounts(Payment)))


def test_a_card_with_a_payment_under_way_is_not_removed(till: Till) -> None:
    till.add(GOOD)
    asks = till.add(ASKS_ALWAYS)
    till.add(FAILS)
    bill = till.bill()
    assert till.state(bill) == "PAID"
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=asks)
    till.bill(99)
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=till.add())
    with pytest.raises(FrontdeskError, match="under way"):
        till.do("payments:DeletePaymentInstrument", PaymentInstrumentId=asks)


@pytest.mark.parametrize("state", ["SUSPENDED", "CLOSED", "PENDING_ACTIVATION"])
def test_root_still_sees_and_pays_where_nothing_else_goes(till: Till, state: str) -> None:
    till.add()
    till.add(FAILS)
    till.world.run(lambda ctx: setattr(accounts.bound(ctx), "state", state), till.root.account_id)
    bill = till.bill()
    assert till.state(bill) == "PAID"
    till.add(MASTERCARD)
    assert len(till.cards()) == 3
    assert till.do("billing:GetBillPDF", BillId=bill)["Document"].startswith(b"%PDF")
