"""Closing an account, what its people see then, and reopening it, on pages (behaviour 5.2, 5.5 to 5.7)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from frontdesk.core.settings import Settings
from frontdesk.credentials import access_keys
from frontdesk.directory import accounts, life_cycle, life_sweeps
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.store.base import Table
from frontdesk.store.context import Context
from frontdesk.web import session_cookie
from frontdesk.web.site import build_pages
from tests.pages.arrivals import EMAIL, Arrivals, sign_in_root, sign_in_user
from tests.pages.client import Client, Page
from tests.pages.office import EVERYTHING, PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock

QUARTER = timedelta(minutes=15, seconds=1)
TICKS = (
    "I have saved what I want to keep.",
    "Everybody is signed out, and programs with access keys of this account stop.",
    "I will pay the last bill and what is still reserved.",
    "After the day named above nothing can be brought back.",
)
CLOSE, TYPE = "Close Harbour Books", "Type the account ID to confirm"
# what a closing and a reopening may leave behind: the story, and the account's own books
BOOKS = ("accounts", "attempt_steps", "attempts", "events", "outbox", "sessions", "throttles")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Months go by here; that root needs a device by then is under test elsewhere."""
    return replace(settings, root_mfa_days=0)


@pytest.fixture
def door(desk: Desk, pools: Pools, office: Office) -> Iterator[Arrivals]:
    office.user("ada.lind", EVERYTHING)
    office.run(lambda ctx: access_keys.create(ctx, office.account_id))
    door = Arrivals(desk.store, build_pages(desk, pools, session_cookie.resolve))
    yield door
    door.close()


@pytest.fixture
def browser(door: Arrivals) -> Client:
    browser = door.browser()
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    return browser


def at_home(browser: Client) -> Page:
    """Sign in as root user and go to the console's home, past whatever is recommended on the way."""
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    return browser.get("/console/home")


def state(office: Office) -> str:
    return office.run(lambda ctx: accounts.bound(ctx).state)


def sweep(office: Office, clock: FrozenClock) -> None:
    clock.forward(timedelta(minutes=1))
    office.run(life_sweeps.close_pending)


def close(browser: Client, office: Office, clock: FrozenClock) -> Page:
    page = browser.get("/console/account/close").press(CLOSE, {**dict.fromkeys(TICKS, True), TYPE: office.account_id})
    sweep(office, clock)
    return page


def rows(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that closing and reopening must leave as they were."""
    with office.store.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in Table.metadata.sorted_tables
            if table.name not in BOOKS
        }


def test_the_page_says_what_stops_when_and_for_whom(browser: Client, clock: FrozenClock) -> None:
    page = browser.get("/console/account").follow("Close this account")
    assert page.h1 == CLOSE
    for words in ("Stopped from then on: 1 IAM user, 1 access key.", "1 December 2026", "21 February 2027"):
        assert words in page.main
    assert "frontdesk account export" in page.main


@pytest.mark.parametrize("left_out", TICKS)
def test_each_consequence_has_to_be_ticked(browser: Client, office: Office, left_out: str) -> None:
    filled = {**{one: one != left_out for one in TICKS}, TYPE: office.account_id}
    page = browser.get("/console/account/close").press(CLOSE, filled)
    assert page.status == 422
    assert page.error(left_out).startswith("Tick that")
    assert state(office) == "ACTIVE"


@pytest.mark.parametrize("typed", ["", "123456789012", "harbour-books"])
def test_the_id_of_this_account_has_to_be_typed(browser: Client, office: Office, typed: str) -> None:
    page = browser.get("/console/account/close").press(CLOSE, {**dict.fromkeys(TICKS, True), TYPE: typed})
    assert page.status == 422
    assert page.error(TYPE)
    assert state(office) == "ACTIVE"


def test_the_password_is_asked_for_first(browser: Client, clock: FrozenClock) -> None:
    clock.forward(QUARTER)
    page = browser.get("/console/account/close")
    assert page.path == "/session/step-up"
    assert page.press("Go on", {"Password": ROOT_PASSWORD}).h1 == CLOSE


def test_an_administrator_is_told_who_can(door: Arrivals, office: Office) -> None:
    """I10."""
    browser = door.browser()
    sign_in_user(browser, office.account_id, "ada.lind", PASSWORD)
    assert "Close this account" not in browser.get("/console/account").links
    page = browser.get("/console/account/close")
    assert page.status == 403
    assert "Only the root user can do this." in page.main
    assert "Ask whoever has the root user of this account" in page.main


def test_everybody_is_signed_out_and_the_date_of_the_end_is_mailed(
    door: Arrivals, browser: Client, office: Office, clock: FrozenClock
) -> None:
    user = door.browser()
    sign_in_user(user, office.account_id, "ada.lind", PASSWORD)
    assert close(browser, office, clock).h1 == "Harbour Books is being closed"
    assert state(office) == "CLOSED"
    assert browser.get("/console/home").path == "/signin"
    assert user.get("/console/home").path == "/signin/iam"
    mail = next(letter for letter in door.letters() if letter.message == "account_closed")
    assert (mail.to, mail.fields["until"][:10]) == (EMAIL, "2027-02-21")
    assert [len(office.events(name)) for name in ("CloseAccount", "CloseAccountResult")] == [1, 1]


def test_an_iam_user_hears_of_it_only_with_the_right_password(
    door: Arrivals, browser: Client, office: Office, clock: FrozenClock
) -> None:
    close(browser, office, clock)
    wrong = sign_in_user(door.browser(), office.account_id, "ada.lind", "a guess")
    right = sign_in_user(door.browser(), office.account_id, "ada.lind", PASSWORD)
    assert "The authentication information is incorrect." in wrong.summary
    assert "This account is closed. Ask the account's owner." in right.summary


def test_root_of_a_closed_account_finds_the_one_button(
    door: Arrivals, browser: Client, office: Office, clock: FrozenClock
) -> None:
    before = rows(office)
    close(browser, office, clock)
    assert rows(office) == before
    clock.forward(timedelta(days=89))
    back = door.browser()
    home = at_home(back)
    assert home.h1 == "This account is closed"
    assert "21 February 2027" in home.main
    assert "Users" not in home.links
    page = home.follow("Reopen the account").press("Reopen Harbour Books")
    assert "The account is open again" in page.main
    assert page.h1 == "Console home"
    assert state(office) == "ACTIVE"
    assert rows(office) == before
    user = door.browser()
    sign_in_user(user, office.account_id, "ada.lind", PASSWORD)
    assert user.get("/console/home").h1 == "Console home"


def test_reopening_asks_for_the_password_too(
    door: Arrivals, browser: Client, office: Office, clock: FrozenClock
) -> None:
    close(browser, office, clock)
    back = door.browser()
    sign_in_root(back, EMAIL, ROOT_PASSWORD)
    clock.forward(QUARTER)
    asked = back.get("/console/account/reopen")
    assert asked.path == "/session/step-up"
    assert asked.press("Go on", {"Password": ROOT_PASSWORD}).h1 == "Reopen Harbour Books"


def test_what_is_left_open_to_root_and_what_is_not(
    door: Arrivals, browser: Client, office: Office, clock: FrozenClock
) -> None:
    close(browser, office, clock)
    back = door.browser()
    sign_in_root(back, EMAIL, ROOT_PASSWORD)
    refused = back.get("/console/users")
    assert refused.status == 403
    assert refused.follow("See what is the matter, and what to do").h1 == "This account is closed"
    assert back.get("/console/account").status == 200
    assert back.get("/console/credentials/password").status == 200


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("unpaid", "A bill is unpaid."),
        ("abuse", "A notice about abuse was not answered."),
        ("verification", "What was given at sign-up could not be verified."),
        ("operator", "The people who run this installation decided so."),
    ],
)
def test_a_suspended_account_says_the_cause_and_the_way_back(
    door: Arrivals, office: Office, cause: str, words: str
) -> None:
    office.run(lambda ctx: life_cycle.suspend(ctx, accounts.bound(ctx), cause))
    home = at_home(door.browser())
    assert home.h1 == "This account is suspended"
    assert words in home.main
    assert "23 December 2026" in home.main
    assert "Close this account" not in home.links


def test_an_account_that_was_suspended_is_so_again(door: Arrivals, office: Office, clock: FrozenClock) -> None:
    def close_unpaid(ctx: Context) -> None:
        life_cycle.suspend(ctx, accounts.bound(ctx), "unpaid")
        life_cycle.begin_closing(ctx, accounts.bound(ctx))

    office.run(close_unpaid)
    home = at_home(door.browser())
    page = home.follow("Reopen the account")
    assert "it is suspended again at once" in page.main
    assert page.press("Reopen Harbour Books").h1 == "This account is suspended"


def test_a_pending_account_names_what_is_left(door: Arrivals, office: Office) -> None:
    office.run(lambda ctx: life_cycle.await_activation(ctx, accounts.bound(ctx)))
    home = at_home(door.browser())
    assert home.h1 == "This account is not active yet"
    assert "Add a payment method" in home.main


def test_root_takes_everything_away_and_no_secret_with_it(browser: Client, office: Office) -> None:
    token = next(value for value in browser.get("/console/account/export").html.split('"') if len(value) == 64)
    answer = browser.ask(
        "POST",
        "/console/account/export",
        f"token={token}".encode(),
        origin=browser.origin,
        sec_fetch_site="same-origin",
    )
    assert (answer.status, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"].endswith(f'"account-{office.account_id}-2026-11-23.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.body)) as zipped:
        assert zipped.testzip() is None
        users = [json.loads(line) for line in zipped.read("users.jsonl").splitlines()]
    assert [user["name"] for user in users] == ["ada.lind"]
    assert len(office.events("ExportAccount")) == 1


def test_the_reference_in_the_mail_leads_to_its_story(door: Arrivals, office: Office) -> None:
    office.run(lambda ctx: life_cycle.suspend(ctx, accounts.bound(ctx), "abuse"))
    mail = next(letter for letter in door.letters() if letter.message == "account_suspended")
    browser = door.browser()
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    page = browser.get(f"/console/history/{mail.fields['reference']}")
    assert page.status == 200
    assert "The account was suspended. Cause: abuse." in page.main
