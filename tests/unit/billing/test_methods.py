"""Payment methods: verified, the default, edited, removed; one default, and nobody's card for anybody else."""

from __future__ import annotations

import pytest

from frontdesk.billing import turns
from frontdesk.billing.tables import PaymentMethod, SandboxThing
from frontdesk.core.errors import FrontdeskError, NotFound, Throttled, ValidationError
from frontdesk.directory import accounts
from frontdesk.operations.admission import StepUpRequired
from tests.support import till as tills
from tests.support.till import ADDRESS, ASKS, CARD, FAILS, GOOD, MASTERCARD, TURNS_BAD, TURNS_GOOD, Till
from tests.support.world import World, allow


def test_the_first_card_becomes_the_default_and_later_ones_do_not(till: Till) -> None:
    first, second = till.add(), till.add(MASTERCARD)
    assert [(card["PaymentInstrumentId"], card["Default"]) for card in till.cards()] == [(first, True), (second, False)]
    assert [(card["Brand"], card["LastFour"]) for card in till.cards()] == [("visa", "4242"), ("mastercard", "4444")]


def test_a_card_added_as_the_default_takes_its_place_when_it_is_verified(till: Till) -> None:
    first = till.add()
    second = till.begin(MakeDefault=True)
    assert till.card(first)["Default"]
    till.enter(second, GOOD)
    assert [card["Default"] for card in (till.card(first), till.card(second))] == [False, True]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("4000000000000002", "declined"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000069", "expired_card"),
        ("4000000000000127", "incorrect_cvc"),
        ("4000000000000010", "address_mismatch"),
        ("6011111111111117", "card_not_supported"),
        ("4111111111111111", "not_a_test_card"),
    ],
)
def test_a_refused_card_is_not_added_and_another_can_be_typed(till: Till, number: str, fault: str) -> None:
    id = till.begin()
    assert till.enter(id, number).fault == fault
    assert till.cards() == []
    assert till.enter(id, GOOD).fault is None
    assert till.card(id)["State"] == "VALID"


def test_a_card_is_refused_for_its_date_and_its_code(till: Till) -> None:
    id = till.begin()
    assert till.enter(id, GOOD, year=2026, month=10).fault == "expired_card"
    assert till.enter(id, GOOD, code="12").fault == "incorrect_cvc"
    assert till.enter(id, GOOD, year=2026, month=11).state == "VALID"


@pytest.mark.parametrize(("agreed", "state"), [(True, "VALID"), (False, "INVALID")])
def test_a_bank_that_asks_decides(till: Till, agreed: bool, state: str) -> None:
    id = till.begin()
    till.enter(id, ASKS)
    till.do("payments:VerifyPaymentInstrument", PaymentInstrumentId=id)
    till.work()
    assert till.card(id)["State"] == "UNVERIFIED"
    till.answer(till.reference(id), agreed=agreed)
    assert till.card(id)["State"] == state
    assert till.card(id)["Default"] is agreed


@pytest.mark.parametrize(("number", "state"), [(TURNS_GOOD, "VALID"), (TURNS_BAD, "INVALID")])
def test_an_unverified_card_is_decided_later_and_told_by_a_message(till: Till, number: str, state: str) -> None:
    id = till.add(number)
    assert till.card(id)["State"] == "UNVERIFIED"
    till.world.move(seconds=59)
    till.work()
    assert till.card(id)["State"] == "UNVERIFIED"
    till.world.move(seconds=1)
    till.work()
    assert till.card(id)["State"] == state


def test_the_default_changes_hands_and_there_is_always_exactly_one(till: Till) -> None:
    first, second = till.add(), till.add(MASTERCARD)
    for id in (second, first, first):
        till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=id)
        assert [card["PaymentInstrumentId"] for card in till.cards() if card["Default"]] == [id]


def test_only_a_verified_unexpired_card_can_be_the_default(till: Till) -> None:
    till.add()
    pending, old = till.add(TURNS_GOOD), till.add(year=2026, month=11)
    till.world.move(days=8)  # past the end of November
    for id in (pending, old):
        with pytest.raises(FrontdeskError, match="verified card that has not expired"):
            till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=id)


def test_a_card_is_good_through_the_last_day_of_its_month(till: Till) -> None:
    id = till.add(year=2026, month=11)
    till.world.move(days=7, hours=14)  # 30 November, 23:41 UTC
    assert (till.card(id)["Expired"], till.card(id)["ExpiresOn"]) == (False, "2026-11-30")
    till.world.move(minutes=20)
    assert till.card(id)["Expired"]


def test_the_default_cannot_be_removed_while_it_is_the_default(till: Till) -> None:
    first, second = till.add(), till.add(MASTERCARD)
    with pytest.raises(FrontdeskError, match="Make another card the default first"):
        till.do("payments:DeletePaymentInstrument", PaymentInstrumentId=first)
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=second)
    till.do("payments:DeletePaymentInstrument", PaymentInstrumentId=first)
    till.work()
    assert [card["PaymentInstrumentId"] for card in till.cards()] == [second]
    assert len(till.world.run(lambda ctx: ctx.all(ctx.across_accounts(PaymentMethod)))) == 1


def test_name_address_telephone_and_expiry_can_be_edited(till: Till) -> None:
    id = till.add(year=2026, month=11)
    moved = ADDRESS | {"Line1": "Pier 3"}
    new = {"HolderName": "A. Lind", "Phone": "+49 40 7654321", "BillingAddress": moved}
    till.do("payments:UpdatePaymentInstrument", PaymentInstrumentId=id, **new, ExpiryYear=2029, ExpiryMonth=2)
    till.work()
    card = till.card(id)
    assert {name: card[name] for name in new} == new
    assert card["ExpiresOn"] == "2029-02-28"
    till.world.move(days=60)
    assert till.bill(period="2026-11")
    assert till.bills()[0]["State"] == "PAID", "the processor knows the new date"


@pytest.mark.parametrize(
    "change", [{"ExpiryYear": 2026, "ExpiryMonth": 10}, {"ExpiryYear": 2090, "ExpiryMonth": 1}, {"ExpiryMonth": 3}]
)
def test_an_expiry_has_to_be_to_come(till: Till, change: dict[str, int]) -> None:
    id = till.add()
    with pytest.raises(ValidationError):
        till.do("payments:UpdatePaymentInstrument", PaymentInstrumentId=id, **CARD, **change)


def test_an_account_keeps_ten_methods(till: Till) -> None:
    for _ in range(10):
        till.begin()
    with pytest.raises(FrontdeskError, match="at most 10"):
        till.begin()
    till.world.move(days=2)
    till.world.run(turns.forget)
    till.begin()


def test_nobody_tries_out_many_cards_with_us(till: Till) -> None:
    for _ in range(20):
        till.do("payments:DeletePaymentInstrument", PaymentInstrumentId=till.begin())
    with pytest.raises(Throttled):
        till.begin()
    till.world.move(days=1)
    till.begin()


GRAVE = {
    "payments:CreatePaymentInstrument": CARD,
    "payments:UpdatePaymentPreferences": {"DefaultPaymentInstrumentId": "pm-x"},
    "payments:DeletePaymentInstrument": {"PaymentInstrumentId": "pm-x"},
    "billing:UpdateIAMAccessPreference": {"Activated": True},
}


@pytest.mark.parametrize("action", GRAVE)
def test_grave_acts_need_the_password_shown_a_moment_ago(till: Till, action: str) -> None:
    with pytest.raises(StepUpRequired):
        till.world.perform(till.root, action, GRAVE[action])


READS = {
    "payments:ListPaymentInstruments": {},
    "payments:GetPaymentStatus": {},
    "billing:ListBills": {},
}


@pytest.mark.parametrize("action", READS)
def test_iam_users_see_money_only_with_the_ticked_box_and_a_policy(till: Till, world: World, action: str) -> None:
    allowed = world.user(till.root, "allowed", allow("payments:*", "billing:*", "invoicing:*"))
    nobody = world.user(till.root, "nobody")
    for caller in (allowed, nobody):
        with pytest.raises(FrontdeskError, match="for its root user"):
            world.perform(caller, action, READS[action])
    till.do("billing:UpdateIAMAccessPreference", Activated=True)
    world.perform(allowed, action, READS[action])
    with pytest.raises(FrontdeskError, match="not authorized"):
        world.perform(nobody, action, READS[action])
    till.do("billing:UpdateIAMAccessPreference", Activated=False)
    with pytest.raises(FrontdeskError, match="for its root user"):
        world.perform(allowed, action, READS[action])


def test_only_root_activates_iam_access(till: Till, world: World) -> None:
    administrator = world.administrator(till.root)
    with pytest.raises(FrontdeskError):
        world.perform(administrator, "billing:UpdateIAMAccessPreference", {"Activated": True})
    assert till.do("billing:GetIAMAccessPreference") == {"Activated": False}


def test_another_accounts_card_and_bill_are_unknown(till: Till, world: World) -> None:
    id, bill = till.add(), till.bill()
    other = Till(world, world.account("Other"))
    other.add()
    for action, params in (
        ("payments:GetPaymentInstrument", {"PaymentInstrumentId": id}),
        ("payments:VerifyPaymentInstrument", {"PaymentInstrumentId": id}),
        ("payments:DeletePaymentInstrument", {"PaymentInstrumentId": id}),
        ("payments:UpdatePaymentPreferences", {"DefaultPaymentInstrumentId": id}),
        ("payments:UpdatePaymentInstrument", {"PaymentInstrumentId": id, **CARD}),
        ("payments:MakePayment", {"BillIds": [bill]}),
        ("payments:GetPaymentStatus", {"BillId": bill}),
        ("billing:GetBill", {"BillId": bill}),
        ("billing:GetBillPDF", {"BillId": bill}),
    ):
        with pytest.raises(NotFound):
            other.do(action, **params)
    own = other.bill()
    with pytest.raises(FrontdeskError):
        other.do("payments:MakePayment", BillIds=[own], PaymentInstrumentId=id)


def test_every_change_is_an_event_with_actor_and_last_four_and_a_mail(till: Till) -> None:
    first, second = till.add(), till.add(MASTERCARD)
    till.do("payments:UpdatePaymentPreferences", DefaultPaymentInstrumentId=second)
    till.do("payments:UpdatePaymentInstrument", PaymentInstrumentId=first, **CARD)
    till.do("payments:DeletePaymentInstrument", PaymentInstrumentId=first)
    changes = [event for event in till.world.events(till.root) if event.name == "PaymentMethodChanged"]
    facts = [event.record["serviceEventDetails"] for event in changes]
    assert [(one["change"], one["lastFour"]) for one in facts] == [
        ("added", "4242"), ("default", "4242"), ("added", "4444"), ("default", "4444"), ("edited", "4242"),
        ("removed", "4242"),
    ]  # fmt: skip
    assert {one["actor"] for one in facts} == {till.root.arn}
    assert till.mails().count(("payment_method_changed", "example@example.org")) == len(facts)


def test_a_card_about_to_expire_is_announced_three_times_each_once(till: Till) -> None:
    till.add(year=2027, month=1)
    told = []
    for _ in range(80):
        till.world.move(days=1)
        for _ in range(2):
            till.world.run(turns.announce_expiry)
        told.append([mail.fields["when"] for mail in till.letters() if mail.message == "card_expires"])
    days = [place for place, mails in enumerate(told) if len(mails) > len(told[place - 1] if place else [])]
    assert told[-1] == ["soon", "soon", "today"]
    assert [(till.world.now.date().toordinal() - 79 + place) for place in days] == [
        day.toordinal() for day in _days("2027-01-01", "2027-01-24", "2027-01-31")
    ]


def _days(*texts: str):  # type: ignore[no-untyped-def]
    from datetime import date

    return [date.fromisoformat(text) for text in texts]


def test_the_billing_contact_hears_of_money_beside_root(till: Till) -> None:
    contact = {"Name": "Bo", "Title": "Books", "EmailAddress": "bills@example.org", "PhoneNumber": "+49 40 1"}
    till.do("account:PutAlternateContact", AlternateContactType="BILLING", **contact)
    till.add(FAILS, year=2026, month=11)
    till.bill()
    till.world.run(turns.announce_expiry)
    for message in ("payment_method_changed", "payment_failed", "card_expires"):
        assert {to for name, to in till.mails() if name == message} == {"example@example.org", "bills@example.org"}


def test_a_worker_that_slept_announces_only_what_is_true_now(till: Till) -> None:
    till.add(year=2026, month=12)
    till.world.move(days=33)  # five days before the end
    till.world.run(turns.announce_expiry)
    till.world.run(turns.announce_expiry)
    assert [mail.fields["when"] for mail in till.letters() if mail.message == "card_expires"] == ["soon"]


def test_the_cards_of_an_account_that_is_closed_for_good_are_forgotten_at_the_processor_too(till: Till) -> None:
    till.add()
    till.add(MASTERCARD)
    other = Till(till.world, till.world.account("Other"))
    other.add()
    till.world.run(lambda ctx: setattr(accounts.bound(ctx), "state", "PERMANENTLY_CLOSED"), till.root.account_id)
    for _ in range(2):
        till.world.run(turns.forget_ended)
    till.work()
    left = till.world.run(lambda ctx: ctx.all(ctx.across_accounts(PaymentMethod)))
    things = till.world.run(lambda ctx: ctx.all(ctx.across_accounts(SandboxThing)))
    assert {method.account_id for method in left} == {other.root.account_id}
    assert [one.facts["last4"] for one in things if one.kind == "card"] == ["4242"]


def test_where_no_processor_is_set_no_card_is_taken(till: Till) -> None:
    from dataclasses import replace

    till.world.store.settings = replace(till.world.store.settings, payment_processor="none")
    with pytest.raises(FrontdeskError, match="takes no cards"):
        till.do("payments:CreatePaymentInstrument", **CARD)
    assert till.do("payments:ListPaymentInstruments")["TakesCards"] is False


def test_work_of_the_processor_is_done_once_by_many_workers(till: Till) -> None:
    till.do("payments:CreatePaymentInstrument", **CARD)
    for _ in range(3):
        tills.work(till.world.store)
    assert len(till.world.run(lambda ctx: ctx.all(ctx.across_accounts(PaymentMethod)))) == 1
