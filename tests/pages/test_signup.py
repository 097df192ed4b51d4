"""Opening an account (behaviour 5.1, P17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from frontdesk.core.settings import Settings
from frontdesk.directory import accounts
from frontdesk.directory.tables import Account
from tests.pages.arrivals import EMAIL, Arrivals, masked
from tests.pages.client import Client, Page
from tests.pages.office import Office
from tests.support.stores import FrozenClock

ADDRESS, NAME = "Root user e-mail address", "Account name"
PASSWORD = "Quay-side-42"
AGREE = "I agree to the terms under which this installation is run"
CONTACT = {
    "Full name": "Ada Quay", "Phone number": "+49 30 1234567", "Country": "DE", "Street and number": "Kai 1",
    "City": "Hamburg", "Postal code": "20457", "A business": True, AGREE: True,
}  # fmt: skip


@pytest.fixture
def browser(arrivals: Arrivals) -> Client:
    return arrivals.browser()


def begin(client: Client, email: str = "ada@quay.example", name: str = "Quay") -> Page:
    return client.get("/signup").press("Verify e-mail address", {ADDRESS: email, NAME: name})


def prove(arrivals: Arrivals, page: Page) -> Page:
    return page.press("Continue", {"Six-digit code": arrivals.letters()[-1].fields["code"]})


def choose(page: Page, password: str = PASSWORD, confirm: str | None = None) -> Page:
    return page.press("Continue", {"Root user's password": password, "The password, once more": confirm or password})


def made(arrivals: Arrivals, email: str = "ada@quay.example") -> Account | None:
    return arrivals.store.transact(lambda ctx: accounts.by_email(ctx, email))


def test_an_account_is_opened_and_its_owner_signs_in(arrivals: Arrivals, browser: Client) -> None:
    page = begin(browser)
    assert page.path == "/attempt/mailed-code"
    assert "step 2 of 4" in page.main
    page = prove(arrivals, page)
    assert page.path == "/signup/password"
    assert "ada@quay.example of Quay" in page.main
    page = choose(page)
    assert page.path == "/signup/contact"
    assert made(arrivals) is None
    page = page.press("Create account", CONTACT)
    assert (page.path, page.h1) == ("/signup/done", "Your account is open")
    account = made(arrivals)
    assert account
    assert account.id in page.main
    assert account.contact == {
        "kind": "business", "full_name": "Ada Quay", "phone": "+49 30 1234567", "country": "DE", "line1": "Kai 1",
        "city": "Hamburg", "postal_code": "20457",
    }  # fmt: skip
    assert f"http://{account.id}.signin.localhost:8080/console" in page.main
    assert arrivals.letters()[-1].message == "sign_up_done"
    assert not arrivals.sessions()
    advised = page.follow("Sign in").press("Sign in", {"Password": PASSWORD})
    assert advised.path == "/session/register-device"
    assert advised.follow("Not now").path == "/console/home"


def test_without_a_mail_server_this_machine_is_led_to_the_mailbox(arrivals: Arrivals) -> None:
    here, elsewhere = arrivals.browser("127.0.0.1"), arrivals.browser("192.0.2.1")
    assert "Open the mailbox" not in begin(elsewhere).links
    assert begin(here, "grace@quay.example").follow("Open the mailbox").status == 200


def test_an_address_that_has_an_account_looks_like_any_other(office: Office, arrivals: Arrivals) -> None:
    seen = []
    for email in (EMAIL, "ada@quay.example"):
        page = begin(arrivals.browser(), email)
        seen.append([masked(one.html, email) for one in (page, page.press("Continue", {"Six-digit code": "000000"}))])
    assert seen[0] == seen[1]
    assert [(letter.message, letter.to) for letter in arrivals.letters()] == [
        ("sign_up_account_exists", EMAIL), ("sign_up_code", "ada@quay.example"),
    ]  # fmt: skip
    assert "code" not in arrivals.letters()[0].fields


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [
        ("ada", "Quay", ADDRESS),
        ("", "Quay", ADDRESS),
        ("ada@quay.example", "", NAME),
        ("ada@quay.example", "<b>", NAME),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    arrivals: Arrivals, browser: Client, email: str, name: str, field: str
) -> None:
    page = begin(browser, email, name)
    assert page.status == 422
    assert page.error(field)
    assert not arrivals.letters()


@pytest.mark.parametrize(
    ("password", "confirm", "field"),
    [("short", None, "Root user's password"), (PASSWORD, "Quay-side-43", "The password, once more"),
     ("ada@quay.example", None, "Root user's password")],
)  # fmt: skip
def test_the_rules_of_the_root_password_hold(
    arrivals: Arrivals, browser: Client, password: str, confirm: str | None, field: str
) -> None:
    page = choose(prove(arrivals, begin(browser)), password, confirm)
    assert page.status == 422
    assert page.error(field)
    assert choose(page).path == "/signup/contact"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"Phone number": "030 1234567"}, "Phone number"), ({"Full name": ""}, "Full name"), ({"Country": ""}, "Country"),
     ({AGREE: False}, AGREE)],
)  # fmt: skip
def test_a_contact_that_does_not_fit_is_said_beside_its_field(
    arrivals: Arrivals, browser: Client, change: dict[str, str | bool], field: str
) -> None:
    page = choose(prove(arrivals, begin(browser))).press("Create account", CONTACT | change)
    assert page.status == 422
    assert page.error(field)
    assert made(arrivals) is None


@pytest.mark.parametrize("path", ["/signup/password", "/signup/contact"])
def test_no_step_can_be_skipped(arrivals: Arrivals, browser: Client, path: str) -> None:
    assert browser.get(path).path == "/signup"
    page = begin(browser)
    assert browser.get(path).path == "/signup"
    begin(browser)
    prove(arrivals, browser.get("/attempt/mailed-code"))
    assert browser.get(path).path == "/signup/password"
    assert page


def test_the_last_page_has_its_own_time(arrivals: Arrivals, browser: Client, clock: FrozenClock) -> None:
    page = prove(arrivals, begin(browser))
    clock.forward(timedelta(minutes=14))
    page = choose(page)
    clock.forward(timedelta(minutes=14))
    assert page.press("Create account", CONTACT).path == "/signup/done"


def test_an_address_taken_meanwhile_is_said_to_whoever_proved_it(arrivals: Arrivals) -> None:
    first, second = (choose(prove(arrivals, begin(arrivals.browser()))) for _ in range(2))
    assert first.press("Create account", CONTACT).path == "/signup/done"
    page = second.press("Create account", CONTACT)
    assert page.status == 409
    assert "This address has an account by now" in page.summary


def test_the_done_page_is_for_whoever_opened_the_account(browser: Client) -> None:
    assert browser.get("/signup/done").path == "/signin"


class TestClosed:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, signup=False)

    def test_an_installation_without_sign_up_says_so(self, arrivals: Arrivals, browser: Client) -> None:
        assert "Create an account" not in browser.get("/signin").links
        page = browser.get("/signup")
        assert page.h1 == "Accounts are not opened here"
        page = browser.get("/signin")
        token = page.html.partition('name="token" value="')[2].partition('"')[0]
        answer = browser.post("/signup", [("email", "ada@quay.example"), ("name", "Quay"), ("token", token)])
        assert answer.status == 403
        assert not arrivals.letters()
