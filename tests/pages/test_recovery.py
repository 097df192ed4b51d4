"""Getting back in: the root user by a mailed code, IAM users through their administrator (behaviour 4.1, 4.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frontdesk.core.reasons import Reason
from tests.pages.arrivals import EMAIL, Arrivals, masked, sign_in_root, sign_in_user
from tests.pages.client import Client, Page
from tests.pages.markup import every
from tests.pages.office import PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock

ADDRESS = "Root user e-mail address"
NEW = "Harbour-root-2"
REFUSED = str(Reason.WRONG_CODE.words.public)


@pytest.fixture
def browser(arrivals: Arrivals) -> Client:
    return arrivals.browser()


def ask(client: Client, email: str = EMAIL) -> Page:
    return client.get("/recovery/root-password").press("Mail me a code", {ADDRESS: email})


def choose(page: Page, new: str = NEW, confirm: str | None = None) -> Page:
    return page.press("Set new password", {"New password": new, "New password, once more": confirm or new})


def test_the_root_user_replaces_a_forgotten_password(office: Office, arrivals: Arrivals, browser: Client) -> None:
    elsewhere = arrivals.browser()
    sign_in_root(elsewhere, EMAIL, ROOT_PASSWORD)
    page = browser.get("/signin").press("Next", {ADDRESS: EMAIL}).follow("Forgot password?")
    assert page.value(ADDRESS) == EMAIL
    page = page.press("Mail me a code")
    assert page.path == "/attempt/mailed-code"
    assert "no-reply@localhost" in page.main
    [letter] = arrivals.letters()
    assert (letter.message, letter.to) == ("root_password_code", EMAIL)
    page = page.press("Continue", {"Six-digit code": letter.fields["code"]})
    assert page.path == "/recovery/new-password"
    page = choose(page)
    assert (page.path, page.h1) == ("/recovery/done", "Your password is set")
    assert not arrivals.sessions()
    assert not arrivals.is_live(elsewhere)
    assert arrivals.letters()[-1].message == "root_password_changed"
    page = page.follow("Sign in")
    assert page.path == "/signin/root"
    assert page.press("Sign in", {"Password": ROOT_PASSWORD}).status == 422
    assert page.press("Sign in", {"Password": NEW}).follow("Not now").path == "/console/home"


def test_an_unknown_address_gets_the_same_pages_and_no_mail(office: Office, arrivals: Arrivals) -> None:
    nobody, seen = "nobody@harbour.example", []
    for email in (EMAIL, nobody):
        client = arrivals.browser()
        page = ask(client, email)
        wrong = page.press("Continue", {"Six-digit code": "000000"})
        again = page.press("Send a new code")
        seen.append([masked(one.html, email) for one in (page, wrong, again)])
        assert (page.status, wrong.status) == (200, 422)
    assert seen[0] == seen[1]
    assert [letter.discarded for letter in arrivals.letters()] == [False, False, True, True]


def test_nobody_is_let_in_by_a_code_that_was_not_mailed(office: Office, arrivals: Arrivals, browser: Client) -> None:
    page = ask(browser, "nobody@harbour.example")
    page = page.press("Continue", {"Six-digit code": arrivals.letters()[0].code})
    assert REFUSED in page.summary


def test_the_link_fills_in_the_code_in_the_browser_that_asked(
    office: Office, arrivals: Arrivals, browser: Client
) -> None:
    ask(browser)
    [letter] = arrivals.letters()
    page = browser.get(letter.fields["link"])
    assert page.value("Six-digit code") == letter.code
    assert not arrivals.steps()
    assert page.press("Continue").path == "/recovery/new-password"
    assert browser.get(letter.fields["link"]).path == "/recovery/new-password"


def test_the_link_only_shows_the_code_in_any_other_browser(office: Office, arrivals: Arrivals, browser: Client) -> None:
    ask(browser)
    [letter] = arrivals.letters()
    other = arrivals.browser()
    page = other.get(letter.fields["link"])
    assert letter.fields["code"] in page.main
    assert not every(page.root, "form", "button", "input")
    assert other.cookies["localhost"] == {}
    assert not arrivals.steps()
    assert browser.get(letter.fields["link"]).press("Continue").path == "/recovery/new-password"


@pytest.mark.parametrize("code", ["", "12345", "<b>123</b>", "1234567"])
def test_a_link_without_a_code_leads_back(office: Office, browser: Client, code: str) -> None:
    page = browser.get(f"/attempt/mailed-code?code={code}")
    assert page.path == "/signin"
    assert "Begin once more" in page.main


def test_a_code_is_tried_five_times(office: Office, arrivals: Arrivals, browser: Client) -> None:
    page = ask(browser)
    [letter] = arrivals.letters()
    wrong = "000000" if letter.code != "000000" else "111111"
    for _ in range(5):
        page = page.press("Continue", {"Six-digit code": wrong})
        assert REFUSED in page.summary
        assert page.reference
    page = page.press("Continue", {"Six-digit code": letter.code})
    assert REFUSED in page.summary
    assert arrivals.reasons() == ["wrong-code"] * 5 + ["too-many-codes"]
    page = page.press("Send a new code")
    assert "Asked for a new code" in page.main
    assert page.press("Continue", {"Six-digit code": arrivals.letters()[-1].code}).path == "/recovery/new-password"


def test_a_newer_code_replaces_the_former_one(office: Office, arrivals: Arrivals, browser: Client) -> None:
    page = ask(browser).press("Send a new code")
    first, second = arrivals.letters()
    assert REFUSED in page.press("Continue", {"Six-digit code": first.code}).summary
    assert page.press("Continue", {"Six-digit code": second.code}).path == "/recovery/new-password"


def test_beyond_the_limit_no_mail_is_sent_and_the_last_code_stays_good(
    office: Office, arrivals: Arrivals, browser: Client
) -> None:
    page = ask(browser)
    for _ in range(8):
        page = page.press("Send a new code")
    sent = arrivals.letters()
    assert len(sent) == 5
    assert page.press("Continue", {"Six-digit code": sent[-1].code}).path == "/recovery/new-password"


def test_beyond_the_limit_a_new_attempt_has_no_code_to_guess(
    office: Office, arrivals: Arrivals, browser: Client
) -> None:
    for number in range(6):
        page = ask(arrivals.browser(f"192.0.2.{number}"))
    assert [letter.discarded for letter in arrivals.letters()] == [False] * 5 + [True]
    assert REFUSED in page.press("Continue", {"Six-digit code": arrivals.letters()[-1].code}).summary


def test_a_code_runs_out(office: Office, arrivals: Arrivals, browser: Client, clock: FrozenClock) -> None:
    page = ask(browser)
    clock.forward(timedelta(minutes=60))
    late = page.press("Continue", {"Six-digit code": arrivals.letters()[0].code})
    assert "Begin once more" in late.main


@pytest.mark.parametrize(
    ("new", "confirm", "field", "words"),
    [
        ("short", None, "New password", "8 to 128"),
        ("onlysmallletters", None, "New password", "at least three"),
        ("Harbour Books", None, "New password", "at least three"),
        (EMAIL.title(), None, "New password", "must not be"),
        (ROOT_PASSWORD, None, "New password", "not the present one"),
        (NEW, "Harbour-root-3", "New password, once more", "differ"),
    ],
)
def test_the_rules_of_the_root_password_hold(
    office: Office, arrivals: Arrivals, browser: Client, new: str, confirm: str | None, field: str, words: str
) -> None:
    page = ask(browser).press("Continue", {"Six-digit code": arrivals.letters()[0].code})
    refused = choose(page, new, confirm)
    assert refused.status == 422
    assert words in refused.error(field)
    assert choose(refused).path == "/recovery/done"


def test_only_the_browser_that_proved_the_mailbox_sets_a_password(
    office: Office, arrivals: Arrivals, browser: Client
) -> None:
    page = ask(browser).press("Continue", {"Six-digit code": arrivals.letters()[0].code})
    other = arrivals.browser()
    assert other.get("/recovery/new-password").path == "/recovery/root-password"
    other.cookies["localhost"]["fd-attempt"] = browser.cookies["localhost"]["fd-attempt"]
    assert other.get("/recovery/new-password").path == "/recovery/root-password"
    choose(page)
    assert browser.get("/recovery/new-password").path == "/recovery/root-password"


def test_after_three_mailed_resets_in_a_week_one_proof_is_not_enough(
    office: Office, arrivals: Arrivals, browser: Client, clock: FrozenClock
) -> None:
    for number in range(4):
        clock.forward(timedelta(hours=12))
        page = ask(browser).press("Continue", {"Six-digit code": arrivals.letters()[-1].code})
        if number < 3:
            assert choose(page, f"Harbour-root-{number + 2}").path == "/recovery/done"
    assert (page.status, page.h1) == (403, "One proof is not enough here")
    assert page.reference


def test_an_iam_user_signs_out_before_the_root_password_is_replaced(
    office: Office, arrivals: Arrivals, browser: Client
) -> None:
    office.user("alice")
    sign_in_user(browser, "harbour-books", "alice", PASSWORD)
    page = browser.get("/recovery/root-password")
    assert "Sign out first" in page.main
    token = next(one.get("value") for one in every(page.root, "input") if one.get("name") == "token")
    browser.post("/recovery/root-password", [("email", EMAIL), ("token", token)])
    assert not arrivals.letters()
    page = page.press("Sign out and go on")
    assert page.path == "/recovery/root-password"
    assert not arrivals.sessions()
    assert page.press("Mail me a code", {ADDRESS: EMAIL}).path == "/attempt/mailed-code"


def test_an_address_of_impossible_shape_is_refused_beside_its_field(arrivals: Arrivals, browser: Client) -> None:
    assert "e-mail address" in ask(browser, "alice").error(ADDRESS)
    assert "missing" not in ask(browser, "").error(ADDRESS)
    assert not arrivals.letters()


def test_after_many_requests_from_one_place_a_puzzle_is_asked(
    office: Office, arrivals: Arrivals, clock: FrozenClock
) -> None:
    for number in range(5):
        assert ask(arrivals.browser(), f"somebody-{number}@harbour.example").path == "/attempt/mailed-code"
    page = ask(arrivals.browser())
    assert "One moment more" in page.summary
    assert len(arrivals.letters()) == 5
    clock.forward(timedelta(seconds=30))
    assert page.press("Mail me a code").path == "/attempt/mailed-code"
    assert arrivals.letters()[-1].to == EMAIL


def test_iam_users_hear_whom_to_ask_and_nobody_is_named(office: Office, browser: Client) -> None:
    page = browser.get("/signin/iam").follow("How to ask")
    assert "Only an administrator of your account can help" in page.main
    assert "Harbour Books" not in page.html
    assert EMAIL not in page.html
