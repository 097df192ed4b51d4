"""Payment methods and bills as pages, with the worker doing its errands in between."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from frontdesk.billing import charges, turns
from frontdesk.billing.money import Money
from frontdesk.billing.processors import signing
from frontdesk.directory import accounts
from tests.pages.client import Client, Page
from tests.pages.office import Office
from tests.support import till
from tests.support.stores import FrozenClock

METHODS, BILLS = "/console/billing/methods", "/console/billing/bills"
HOLDER = {
    "Name on the card": "Ada Lind",
    "Phone number": "+49 40 1234567",
    "Country": "DE",
    "Street and number": "Quay 7",
    "City": "Hamburg",
    "Postal code": "20457",
}
CARD = {"Card number": "4242 4242 4242 4242", "Expires": "12/29", "Security code": "123"}
EVERYTHING = {"Effect": "Allow", "Action": ["payments:*", "billing:*", "invoicing:*"], "Resource": "*"}


def begin(office: Office, desk: Client) -> Page:
    """Add a card up to the processor's page."""
    waiting = desk.get(METHODS).follow("Add a card").press("Go on to the payment processor", HOLDER)
    assert waiting.h1 == "A moment"
    till.work(office.store)
    return waiting.follow("Look again")


def add(office: Office, desk: Client, number: str = till.GOOD) -> Page:
    """Add a card and return the page of payment methods."""
    page = begin(office, desk).press("Check the card", CARD | {"Card number": number})
    if page.h1 == "Sandbox bank: is it you?":
        page = page.press("Yes, it is me")
    assert page.h1 == "A moment"
    till.work(office.store)
    return page.follow("Look again")


def bill(office: Office, amount: int = 1250) -> None:
    """Charge the account for last month, and let the worker try to collect it."""
    office.store.transact(
        lambda ctx: charges.enter(ctx, office.account_id, Money(amount, "EUR"), "Storage", "2026-10"), writes=True
    )
    office.store.transact(turns.issue_bills, writes=True)
    till.work(office.store)


def test_a_card_is_added_at_the_processor_and_becomes_the_default(office: Office) -> None:
    desk = office.at_desk()
    page = begin(office, desk)
    assert page.h1 == "Sandbox processor: enter a test card"
    assert page.path.startswith("/sandbox-processor/")
    page = page.press("Check the card", CARD)
    till.work(office.store)
    page = page.follow("Look again")
    assert (page.path, page.h1) == (METHODS, "Payment methods")
    assert "The card was added" in page.main
    assert "Visa ···· 4242 Default" in page.main
    assert "31 December 2029" in page.main


def test_a_refused_number_is_never_put_back_and_another_can_be_typed(office: Office) -> None:
    page = begin(office, office.at_desk())
    for typed, words in (
        ("4111 1111 1111 1111", "takes only test cards"),
        ("4000000000000002", "The bank declined the card"),
        ("4000000000000127", "The security code does not belong to the card"),
        ("6011-1111-1111-1117", "Cards of this kind are not accepted"),
    ):
        page = page.press("Check the card", CARD | {"Card number": typed})
        assert words in page.text
        assert (page.status, page.value("Card number"), page.value("Security code")) == (422, "", "")
        assert typed not in page.html
    assert "Enter the number" in page.press("Check the card", {"Expires": "13/29"}).error("Card number")
    assert page.press("Check the card", CARD).h1 == "A moment"


def test_a_bank_that_asks_is_answered_and_a_refusal_is_explained(office: Office) -> None:
    desk = office.at_desk()
    page = begin(office, desk).press("Check the card", CARD | {"Card number": till.ASKS})
    assert page.h1 == "Sandbox bank: is it you?"
    page = page.press("No, refuse it")
    till.work(office.store)
    page = page.follow("Look again")
    assert page.h1 == "The card was refused"
    assert "was told no" in page.main
    assert "Refused" in desk.get(METHODS).main


def test_a_card_that_is_not_verified_yet_says_so_and_is_asked_for_again(office: Office, clock: FrozenClock) -> None:
    desk = office.at_desk()
    page = add(office, desk, till.TURNS_GOOD)
    assert page.h1 == "A moment"
    page = desk.get(METHODS)
    assert "Unverified" in page.main
    page = page.press("Verify Visa ···· 8005")
    assert "We ask the payment processor" in page.main
    clock.forward(timedelta(minutes=1))
    till.work(office.store)
    assert "Verified" in desk.get(METHODS).main


def test_the_default_is_changed_with_a_bank_that_asks_and_the_old_card_removed(office: Office) -> None:
    desk = office.at_desk()
    add(office, desk)
    page = add(office, desk, till.ASKS)
    page = page.follow("Make default Visa ···· 3155")
    assert "Later bills are charged to Visa ···· 3155" in page.main
    page = page.press("Make it the default")
    assert "The default card was changed" in page.main
    page = page.follow("Remove Visa ···· 4242").press("Remove the card")
    assert "The card was removed" in page.main
    assert "4242" not in page.main
    assert "Remove Visa ···· 3155" not in page.links
    default = page.links["Edit Visa ···· 3155"].replace("/edit", "/remove")
    assert "Make another card the default first" in desk.get(default).main


def test_a_card_is_edited_but_not_its_number(office: Office) -> None:
    desk = office.at_desk()
    page = add(office, desk).follow("Edit Visa ···· 4242")
    assert (page.value("Name on the card"), page.value("Expires")) == ("Ada Lind", "12/29")
    page = page.press("Save the card", {"Expires": "10/26"})
    assert "still to come" in page.error("Expires")
    page = page.press("Save the card", {"Expires": "1/31", "Name on the card": "A. Lind"})
    assert "31 January 2031" in page.main
    assert "A. Lind" in page.main


def test_a_card_number_in_another_field_is_refused_and_not_kept(office: Office) -> None:
    page = office.at_desk().get(f"{METHODS}/add")
    page = page.press("Go on to the payment processor", HOLDER | {"Name on the card": "4242 4242 4242 4242"})
    assert "looks like the number of a card" in page.summary


@pytest.mark.parametrize("path", [f"{METHODS}/add", f"{METHODS}/pm-x/default", f"{METHODS}/pm-x/remove"])
def test_grave_pages_ask_for_the_password_again(office: Office, clock: FrozenClock, path: str) -> None:
    desk = office.at_desk()
    clock.forward(timedelta(minutes=16))
    assert desk.get(path).path == "/session/step-up"


def test_a_bill_is_read_paid_and_kept_as_pdf(office: Office) -> None:
    desk = office.at_desk()
    bill(office)
    page = desk.get(BILLS)
    assert "Payments due" in page.main
    assert "€12.50 is due" in page.main
    page = page.follow("October 2026")
    assert page.h1 == "Bill for October 2026"
    assert "There is no default card" in page.main
    assert "Storage" in page.main
    add(office, desk)
    page = page.client.get(page.url).press("Complete payment")
    assert "under way" in page.main
    till.work(office.store)
    page = desk.get(page.path)
    assert "Paid" in page.main
    assert "Complete payment" not in page.main
    answer = desk.ask("GET", page.links["Download as PDF"])
    assert (answer.headers["content-type"], answer.body[:5]) == ("application/pdf", b"%PDF-")
    assert answer.body == desk.ask("GET", page.links["Download as PDF"]).body
    assert "Payments due" not in desk.get(BILLS).main


def test_everything_due_is_paid_from_the_list_and_a_bank_that_asks_is_met(office: Office) -> None:
    desk = office.at_desk()
    add(office, desk, till.ASKS_ALWAYS)
    bill(office)
    page = desk.get(BILLS).press("Complete payment")
    assert page.h1 == "Sandbox bank: is it you?"
    assert "€12.50" in page.text
    page = page.press("Yes, it is me")
    till.work(office.store)
    assert "Paid" in desk.get(BILLS).main


def test_paying_without_a_card_says_what_is_missing(office: Office) -> None:
    desk = office.at_desk()
    bill(office)
    assert "no default card" in desk.get(BILLS).press("Complete payment").summary


def test_iam_users_see_bills_once_root_has_ticked_the_box(office: Office) -> None:
    office.user("clerk", EVERYTHING)
    clerk, root = office.at_desk("clerk"), office.at_desk()
    office.user("nobody")
    for path in (BILLS, METHODS):
        page = clerk.get(path)
        assert "for its root user" in page.main
        assert "Its root user can let you see them" in page.main
    assert clerk.get(f"{METHODS}/pm-x/edit").status == 403
    page = root.get("/console/billing/preferences").press("Save the preferences", {"Activate IAM access": True})
    assert "IAM access is activated" in page.main
    assert clerk.get(BILLS).h1 == "Bills"
    assert "No bills yet" in clerk.get(BILLS).main
    for path in (BILLS, METHODS, "/console/billing/preferences"):
        assert "An administrator of this account can allow it" in office.at_desk("nobody").get(path).main
    page = clerk.get("/console/billing/preferences")
    assert "Only the root user can change this" in page.main
    root.get("/console/billing/preferences").press("Save the preferences", {"Activate IAM access": False})
    assert "for its root user" in clerk.get(BILLS).main


@pytest.mark.parametrize("state", ["SUSPENDED", "CLOSED", "PENDING_ACTIVATION"])
def test_root_of_an_account_that_does_not_work_still_sees_bills_and_cards(office: Office, state: str) -> None:
    bill(office)
    office.run(lambda ctx: setattr(accounts.bound(ctx), "state", state))
    desk = office.at_desk()
    assert desk.get(BILLS).follow("October 2026").status == 200
    assert "Verified" in add(office, desk).main


def test_where_no_cards_are_taken_the_page_says_so(office: Office) -> None:
    from dataclasses import replace

    office.store.settings = replace(office.store.settings, payment_processor="none")
    desk = office.at_desk()
    assert "Cards are not taken here" in desk.get(METHODS).main
    assert desk.get("/sandbox-processor/sandbox-setup-x").status == 404


def test_an_unknown_step_of_the_processor_is_not_there(office: Office) -> None:
    assert office.at_desk().get("/sandbox-processor/sandbox-setup-x").status == 404


def message(office: Office, clock: FrozenClock, about: str, id: str = "ntc-1") -> tuple[bytes, dict[str, str]]:
    """Return a message as the sandbox would send it, with its signature."""
    body = json.dumps({"id": id, "type": "setup.changed", "about": about}).encode()
    secret = office.store.keyring.mac("webhook", "sandbox processor")
    return body, {"sandbox_signature": signing.signature(body, secret, clock.now())}


def test_a_message_of_the_processor_needs_no_cookie_but_a_signature(office: Office, clock: FrozenClock) -> None:
    visitor = office.at_desk()
    body, headers = message(office, clock, "x")
    kind = {"content_type": "application/json", "content_length": str(len(body))}

    def send(path: str = "/webhooks/sandbox", **more: str) -> int:
        return visitor.ask("POST", path, body, **kind, **more).status

    assert [send(**headers), send(**headers)] == [200, 200]
    assert send() == 400
    assert send(sandbox_signature=headers["sandbox_signature"] + "0") == 400
    assert send("/webhooks/stripe", **headers) == 404
    assert visitor.ask("GET", "/webhooks/sandbox").status in (404, 405)
    clock.forward(timedelta(minutes=6))
    assert send(**headers) == 400
    kind["content_length"] = str(10**6)
    assert send() == 413


@pytest.mark.parametrize("order", ["early", "late", "often"])
def test_messages_out_of_order_and_repeated_change_nothing_that_is_not_true(
    office: Office, clock: FrozenClock, order: str
) -> None:
    desk = office.at_desk()
    page = begin(office, desk)
    reference = page.path.rpartition("/")[2]

    def tell(id: str) -> None:
        body, headers = message(office, clock, reference, id)
        kind = {"content_type": "application/json", "content_length": str(len(body))}
        assert desk.ask("POST", "/webhooks/sandbox", body, **kind, **headers).status == 200
        till.work(office.store)

    if order == "early":
        tell("before anything happened")
        assert "Visa" not in desk.get(METHODS).main
    page.press("Check the card", CARD)
    for id in ("a", "b", "a", "b") if order == "often" else ("late",):
        tell(id)
    assert desk.get(METHODS).main.count("Visa ···· 4242") >= 1
    assert len(office.events("PaymentMethodChanged")) == 2, "added, and made the default"
