"""What staff see and do of an account's standing."""

from __future__ import annotations

import pytest

from frontdesk.directory import accounts, life_cycle
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.store.context import Context
from tests.pages.client import Client, Page
from tests.pages.office import EVERYTHING, Office

PATH = "/console/operator/standing"


@pytest.fixture
def front(desk: Desk, pools: Pools) -> Office:
    front = Office(desk, pools, "Front Desk")

    def mark(ctx: Context) -> None:
        accounts.bound(ctx).operator = True

    front.run(mark)
    front.user("staff", EVERYTHING)
    return front


@pytest.fixture
def staff(front: Office) -> Client:
    return front.at_desk("staff")


def look(staff: Client, id: str) -> Page:
    return staff.get(PATH).press("Show", {"Account ID": id})


def test_an_account_is_suspended_for_a_cause_and_reinstated(staff: Client, office: Office) -> None:
    page = look(staff, office.account_id)
    assert "State Active" in page.main
    button = f"Suspend account {office.account_id}"
    assert "Say why." in page.press(button).summary
    page = page.press(button, {"A notice about abuse was not answered": True})
    assert "The account is suspended" in page.main
    assert "A notice about abuse was not answered." in page.main
    assert [mail.fields["cause"] for mail in office.outbox("account_suspended")] == ["abuse"]
    page = page.press(f"Reinstate account {office.account_id}")
    assert "State Active" in page.main
    assert len(office.outbox("account_reinstated")) == 1


def test_a_form_that_came_too_late_says_so(staff: Client, office: Office) -> None:
    page = look(staff, office.account_id)
    office.run(lambda ctx: life_cycle.begin_closing(ctx, accounts.bound(ctx)))
    late = page.press(f"Suspend account {office.account_id}", {"A bill is unpaid": True})
    assert late.status == 422
    assert "This account is just being closed." in late.summary
    assert "State Is being closed" in late.main


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the account ID."),
        ("12", "An account ID has twelve digits."),
        ("999999999999", "There is no account"),
    ],
)
def test_what_was_typed_is_checked(staff: Client, typed: str, words: str) -> None:
    assert words in look(staff, typed).summary


def test_the_staffs_own_account_is_spared(staff: Client, front: Office) -> None:
    page = look(staff, front.account_id).press(
        f"Suspend account {front.account_id}", {"Another decision of ours": True}
    )
    assert "neither suspended nor closed" in page.summary


def test_nobody_else_sees_or_does_any_of_it(office: Office, front: Office) -> None:
    office.user("ada.lind", EVERYTHING)
    for name in ("ada.lind", None):
        browser = office.at_desk(name)
        assert "Standing of accounts" not in browser.get("/console/home").links
        refused = browser.get(f"{PATH}?account={front.account_id}")
        assert refused.status == 403
        assert "This is for the staff of the installation." in refused.main
