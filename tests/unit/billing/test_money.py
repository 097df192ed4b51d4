"""Amounts, card numbers in texts, and the bill as PDF."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.billing import bill_pdf, bills, charges, money
from frontdesk.billing.money import Money
from frontdesk.core import card_numbers
from frontdesk.core.errors import ValidationError
from tests.support.till import CARD, Till

amounts = st.integers(min_value=1, max_value=10**12)


@pytest.mark.parametrize(
    ("amount", "shown", "plain"),
    [
        (Money(1250, "EUR"), "€12.50", "12.50 EUR"),
        (Money(5, "USD"), "US$0.05", "0.05 USD"),
        (Money(123456789, "GBP"), "£1,234,567.89", "1,234,567.89 GBP"),
        (Money(1250, "JPY"), "JP¥1,250", "1,250 JPY"),
        (Money(12345, "KWD"), "KWD12.345", "12.345 KWD"),
    ],
)
def test_an_amount_has_its_currencys_places(amount: Money, shown: str, plain: str) -> None:
    assert (str(amount), amount.plain) == (shown, plain)


@given(amounts, st.sampled_from(("EUR", "JPY", "KWD")))
def test_what_is_shown_plainly_can_be_typed(amount: int, currency: str) -> None:
    made = Money(amount, currency)
    assert money.read(made.plain.replace(",", "").removesuffix(f" {currency}"), currency.lower()) == made


@pytest.mark.parametrize("typed", ["", "1,5", "-1", "1.234", "0", "0.00", "1e3", "١", " ", "1.", ".5", "9" * 14])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        money.read(typed, "EUR")


@given(st.lists(amounts))
def test_sums_lose_nothing(parts: list[int]) -> None:
    assert money.total([Money(one, "EUR") for one in parts], "EUR") == Money(sum(parts), "EUR")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not add"):
        Money(1, "EUR") + Money(1, "USD")


def luhn(digits: str) -> str:
    """Return digits with the check digit that makes them valid."""
    return next(digits + check for check in "0123456789" if card_numbers.is_valid(digits + check))


numbers = st.builds(
    lambda first, rest: luhn(first + rest),
    st.sampled_from("23456"),
    st.text("0123456789", min_size=11, max_size=17),
)


@given(numbers, st.sampled_from(("", " ", "-", ".", "\N{NO-BREAK SPACE}", "\N{EN DASH}")), st.integers(1, 6))
def test_a_card_number_is_found_however_it_is_written(number: str, separator: str, group: int) -> None:
    written = separator.join(number[at : at + group] for at in range(0, len(number), group))
    for text in (written, f"my card is {written}, thanks", f"x{written}y", f"1{written}"):
        assert card_numbers.holds_one(text)
        assert number[:12] not in "".join(one for one in card_numbers.removed(text) if one.isdigit())


@given(st.text("0123456789 -", max_size=12))
def test_shorter_numbers_stay(text: str) -> None:
    assert card_numbers.removed(text) == text


@pytest.mark.parametrize(
    "text", ["111122223333", "+49 40 1234567", "2026-11-23 09:41 UTC", "arn:aws:iam::111122223333:root", "4242"]
)
def test_account_ids_times_and_last_digits_stay(text: str) -> None:
    assert not card_numbers.holds_one(text)


@pytest.mark.parametrize("text", ["0000000000000000", "9999999999999995", "1111111111111117"])
def test_what_no_card_begins_with_and_wrong_check_digits_stay(text: str) -> None:
    assert not card_numbers.holds_one(text)


@pytest.mark.parametrize("phone", ["+49 1512 3456 789", "+44 20 7946 09583", "+49 40 1234567 89 12"])
def test_a_telephone_number_is_not_taken_for_a_card(till: Till, phone: str) -> None:
    till.do("payments:CreatePaymentInstrument", **(CARD | {"Phone": phone}))


@pytest.mark.parametrize("phone", ["+4242 4242 4242 4242", "+378282246310005"])
def test_a_card_number_is_no_telephone_number(till: Till, phone: str) -> None:
    with pytest.raises(ValidationError, match="number of a card"):
        till.do("payments:CreatePaymentInstrument", **(CARD | {"Phone": phone}))


def document(till: Till, memo: str = "Storage") -> bytes:
    """Return the PDF of a bill with one charge."""
    id = till.bill(1250)
    bill = till.world.run(lambda ctx: bills.find(ctx, id), till.root.account_id)
    rows = till.world.run(lambda ctx: charges.on(ctx, id))
    for row in rows:
        row.memo = memo
    return bill_pdf.draw(bill, rows, "Harbour Cloud")


def test_a_bills_pdf_is_the_same_each_time_and_says_its_title_and_language(till: Till) -> None:
    first = document(till)
    id = till.bills()[0]["BillId"]
    pdf = till.do("billing:GetBillPDF", BillId=id)
    assert pdf["Document"] == till.do("billing:GetBillPDF", BillId=id)["Document"]
    assert pdf["FileName"] == f"{id}.pdf"
    for sign in (f"Bill {id}".encode(), b"/Lang (en-GB)", b"/DisplayDocTitle true"):
        assert sign in first


@pytest.mark.parametrize("memo", ["x" * 200, "Speicher für Größe", "存储", "a\u0301 b"])
def test_any_memo_can_be_printed(till: Till, memo: str) -> None:
    assert document(till, memo).startswith(b"%PDF-")


def test_a_bill_that_is_not_issued_has_no_pdf(till: Till) -> None:
    till.charge(period="2026-11")
    with pytest.raises(Exception, match="not issued yet"):
        till.do("billing:GetBillPDF", BillId=till.bills()[0]["BillId"])


def test_a_bill_with_many_charges_has_many_pages(till: Till) -> None:
    for _ in range(120):
        till.charge(1)
    till.issue()
    id = till.bills()[0]["BillId"]
    assert till.do("billing:GetBillPDF", BillId=id)["Document"].count(b"/Type /Page\n") > 1
