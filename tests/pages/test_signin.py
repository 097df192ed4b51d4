"""Signing in, as somebody without scripts sees it (behaviour 2.1 to 2.5, 2.9)."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from altcha import Challenge, solve_challenge

from frontdesk.core.reasons import Reason
from tests.pages.arrivals import EMAIL, Arrivals, masked, sign_in_root, sign_in_user
from tests.pages.client import Answer, Client, Page
from tests.pages.markup import every
from tests.pages.office import PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock

HOME = "/console/home"
INCORRECT = str(Reason.WRONG_PASSWORD.words.public)


@pytest.fixture
def browser(arrivals: Arrivals) -> Client:
    return arrivals.browser()


@pytest.fixture
def alice(office: Office) -> str:
    office.user("alice")
    return "alice"


@pytest.mark.parametrize("path", ["/", "/console", "/console?as=root"])
def test_somebody_new_is_asked_which_way_in(browser: Client, path: str) -> None:
    page = browser.get(path)
    assert (page.path, page.h1) == ("/signin", "Sign in")
    assert page.links["IAM userYou have an account ID or alias, and a user name"] == "/signin/iam"
    assert page.links["Create an account"] == "/signup"


@pytest.mark.parametrize(
    "address",
    ["/console?account=harbour-books", "http://harbour-books.signin.localhost:8080/console",
     "http://HARBOUR-BOOKS.signin.localhost:8080/console/"],
)  # fmt: skip
def test_an_accounts_address_opens_its_page(office: Office, browser: Client, address: str) -> None:
    page = browser.get(address)
    assert page.url == "http://localhost:8080/signin/iam"
    assert page.value("Account ID or alias") == "harbour-books"


def test_an_unknown_label_is_shown_as_typed(office: Office, browser: Client) -> None:
    assert browser.get("http://nobody-here.signin.localhost:8080/").value("Account ID or alias") == "nobody-here"
    assert browser.get("/console?account=Not%20There").value("Account ID or alias") == "Not There"


def test_the_root_user_comes_in(arrivals: Arrivals, browser: Client) -> None:
    page = sign_in_root(browser, EMAIL.upper(), ROOT_PASSWORD)
    assert page.path == HOME
    assert arrivals.is_live(browser)
    assert [row.kind for row in arrivals.sessions()] == ["Root"]
    assert "fd-attempt" not in browser.cookies["localhost"]


@pytest.mark.parametrize("account", ["harbour-books", " Harbour-Books ", "id"])
def test_an_iam_user_comes_in_by_alias_or_id(
    office: Office, arrivals: Arrivals, browser: Client, alice: str, account: str
) -> None:
    page = sign_in_user(browser, office.account_id if account == "id" else account, "ALICE", PASSWORD)
    assert page.path == HOME
    assert arrivals.is_live(browser)


def test_the_email_address_is_in_no_address(browser: Client, office: Office) -> None:
    page = browser.get("/signin").press("Next", {"Root user e-mail address": EMAIL})
    assert page.url == "http://localhost:8080/signin/root"
    assert EMAIL in page.main
    assert EMAIL not in " ".join(browser.cookies["localhost"].values())


def test_the_page_that_was_asked_for_comes_after_sign_in(office: Office, browser: Client, alice: str) -> None:
    page = browser.get("/console/users?find=b")
    assert page.path == "/signin"
    browser.get("/signin/iam")
    arrived = sign_in_user(browser, "harbour-books", alice, PASSWORD)
    assert arrived.url == "http://localhost:8080/console/users?find=b"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_away_after_sign_in(office: Office, browser: Client, target: str) -> None:
    browser.get("/console?" + urlencode({"return": target}))
    assert sign_in_root(browser, EMAIL, ROOT_PASSWORD).url == "http://localhost:8080" + HOME
    assert browser.get("/console?" + urlencode({"return": target})).url == "http://localhost:8080" + HOME


def test_whoever_is_signed_in_goes_straight_to_the_console(office: Office, browser: Client) -> None:
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    for path in ("/", "/console", "/console?account=harbour-books", f"/console?account={office.account_id}"):
        assert browser.get(path).path == HOME
    other = browser.get("/console?account=somebody-else")
    assert (other.path, other.value("Account ID or alias")) == ("/signin/iam", "somebody-else")


def test_what_is_remembered_is_what_was_ticked(office: Office, browser: Client, alice: str) -> None:
    sign_in_user(browser, "harbour-books", alice, PASSWORD, remember=True).press("Sign out")
    page = browser.get("/console")
    assert (page.path, page.value("Account ID or alias"), page.value("User name")) == (
        "/signin/iam", "harbour-books", "alice",
    )  # fmt: skip
    assert page.value("Password") == ""
    first = page.press("Sign in to a different account")
    assert first.path == "/signin"
    assert browser.get("/console").path == "/signin"


def test_without_the_tick_only_the_page_is_remembered(office: Office, browser: Client, alice: str) -> None:
    sign_in_user(browser, "harbour-books", alice, PASSWORD).press("Sign out")
    page = browser.get("/console")
    assert (page.path, page.value("Account ID or alias"), page.value("User name")) == ("/signin/iam", "", "")


def test_a_remembered_root_user_is_asked_for_the_password_at_once(office: Office, browser: Client) -> None:
    sign_in_root(browser, EMAIL, ROOT_PASSWORD, remember=True).press("Sign out")
    page = browser.get("/console")
    assert page.path == "/signin/root"
    assert EMAIL in page.main
    assert page.follow("Not you?").path == "/signin"


def test_a_password_counts_only_on_the_page_of_its_kind(
    office: Office, arrivals: Arrivals, browser: Client, alice: str
) -> None:
    assert sign_in_root(browser, EMAIL, PASSWORD).status == 422
    assert sign_in_user(browser, "harbour-books", alice, ROOT_PASSWORD).status == 422
    assert sign_in_user(browser, "harbour-books", EMAIL, ROOT_PASSWORD).status == 422
    assert not arrivals.sessions()


def test_a_refusal_keeps_the_names_and_shows_a_reference(
    office: Office, arrivals: Arrivals, browser: Client, alice: str
) -> None:
    page = sign_in_user(browser, "harbour-books", alice, "wrong-password")
    assert INCORRECT in page.summary
    assert (page.value("Account ID or alias"), page.value("User name")) == ("harbour-books", "alice")
    assert page.value("Password") == ""
    assert "wrong-password" not in page.html
    [step] = arrivals.steps()
    assert page.reference == step.reference
    assert page.links["What does it mean?"] == f"/reference/{step.reference}"


WRONG = {
    "wrong password": ("harbour-books", "alice"),
    "no console access": ("harbour-books", "robot"),
    "unknown user": ("harbour-books", "nobody"),
    "unknown account": ("nowhere-at-all", "alice"),
    "unknown account id": ("123456789012", "alice"),
}


def test_a_refusal_does_not_tell_what_was_wrong(office: Office, arrivals: Arrivals, alice: str) -> None:
    office.user("robot", console=False)
    seen = set()
    for account, user in WRONG.values():
        client = arrivals.browser()
        shown = sign_in_user(client, account, user, "guess").answer
        seen.add(fingerprint(shown, account, user))
        assert sorted(client.cookies["localhost"]) == ["fd-attempt", "fd-browser", "fd-claim"]
    assert len(seen) == 1
    assert set(arrivals.reasons()) == {
        "wrong-password", "no-console-access", "no-such-user", "no-such-account",
    }  # fmt: skip


def test_a_refused_root_user_is_told_nothing_either(office: Office, arrivals: Arrivals) -> None:
    nobody = "nobody@harbour.example"
    shown = {fingerprint(sign_in_root(arrivals.browser(), email, "guess").answer, email) for email in (EMAIL, nobody)}
    assert len(shown) == 1


def fingerprint(answer: Answer, *typed: str) -> str:
    """Everything of an answer but what has to differ."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("content-length", "set-cookie")}
    cookies = [line.partition("=")[0] + line.partition(";")[2] for line in answer.cookies]
    return f"{answer.status} {headers} {cookies} {masked(answer.body.decode(), *typed)}"


def test_tries_with_the_same_names_are_one_attempt(
    office: Office, arrivals: Arrivals, browser: Client, alice: str
) -> None:
    for guess in ("one", "two"):
        sign_in_user(browser, "harbour-books", alice, guess)
    assert arrivals.attempts() == [("sign_in_iam_user", "OPEN", 2)]
    sign_in_user(browser, "harbour-books", "bob", "three")
    assert sorted((steps, state) for _, state, steps in arrivals.attempts()) == [(1, "OPEN"), (2, "EXPIRED")]


def test_somebody_made_after_the_first_try_can_come_in(office: Office, browser: Client) -> None:
    assert sign_in_user(browser, "harbour-books", "late", PASSWORD).status == 422
    office.user("late")
    assert sign_in_user(browser, "harbour-books", "late", PASSWORD).path == HOME


def test_an_empty_form_says_what_is_missing(arrivals: Arrivals, browser: Client) -> None:
    page = browser.get("/signin/iam").press("Sign in")
    assert page.error("Password") == "Enter your password."
    assert not arrivals.attempts()
    page = browser.get("/signin").press("Next", {"Root user e-mail address": "alice"})
    assert "IAM users sign in on their own page" in page.error("Root user e-mail address")


def test_without_an_address_there_is_no_root_password_page(office: Office, browser: Client) -> None:
    assert browser.get("/signin/root").path == "/signin"


def test_a_form_of_another_site_signs_nobody_in(
    office: Office, arrivals: Arrivals, browser: Client, alice: str
) -> None:
    typed = {"account": "harbour-books", "user": alice, "password": PASSWORD}
    assert browser.post("/signin/iam", typed.items()).status == 403
    assert browser.post("/signin/iam", typed.items(), origin="https://evil.example").status == 403
    assert not arrivals.attempts()


def test_signing_in_as_somebody_else_ends_the_session_before(
    office: Office, arrivals: Arrivals, browser: Client, alice: str
) -> None:
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    before = browser.cookies["localhost"]["fd-session"]
    sign_in_user(browser, "harbour-books", alice, PASSWORD)
    assert browser.cookies["localhost"]["fd-session"] != before
    assert [row.kind for row in arrivals.sessions()] == ["IAMUser"]


def test_another_browser_keeps_its_session(office: Office, arrivals: Arrivals, alice: str) -> None:
    first, second = arrivals.browser(), arrivals.browser()
    for one in (first, second):
        sign_in_user(one, "harbour-books", alice, PASSWORD)
    assert arrivals.is_live(first)
    assert arrivals.is_live(second)


@pytest.mark.parametrize("user", ["alice", "nobody"])
def test_too_many_tries_say_until_when(
    office: Office, arrivals: Arrivals, browser: Client, alice: str, user: str
) -> None:
    for number in range(5):
        page = sign_in_user(browser, "harbour-books", user, f"guess-{number}")
        assert page.status == (429 if number == 4 else 422)
    assert "until 09:41 UTC (15 seconds)" in page.main
    assert next(one.get("datetime") for one in every(page.root, "time")) == "2026-11-23T09:41:15Z"
    assert page.headers["retry-after"] == "15"
    again = sign_in_user(browser, "harbour-books", user, PASSWORD)
    assert again.status == 429
    assert str(Reason.THROTTLED.words.public) in again.summary
    assert arrivals.reasons()[-1] == "throttled"
    assert not arrivals.sessions()


def test_a_pause_looks_the_same_for_known_and_unknown_names(office: Office, arrivals: Arrivals, alice: str) -> None:
    shown = {}
    for address, (account, user) in enumerate(WRONG.values()):
        client = arrivals.browser(f"192.0.2.{address}")
        answers = [sign_in_user(client, account, user, "guess").answer for _ in range(7)]
        shown[user, account] = tuple(fingerprint(answer, account, user) for answer in answers)
    assert len(set(shown.values())) == 1


@pytest.mark.parametrize("user", ["alice", "nobody"])
def test_counting_does_not_tell_whether_alias_and_id_are_one(
    office: Office, arrivals: Arrivals, alice: str, user: str
) -> None:
    for _ in range(5):
        sign_in_user(arrivals.browser(), "harbour-books", user, "guess")
    assert sign_in_user(arrivals.browser("192.0.2.99"), office.account_id, user, "guess").status == 429


def fail(client: Client, clock: FrozenClock, times: int, user: str = "alice") -> None:
    for _ in range(times):
        sign_in_user(client, "harbour-books", user, "guess")
    clock.forward(timedelta(minutes=10))


@pytest.mark.parametrize("user", ["alice", "nobody"])
def test_after_five_wrong_tries_a_puzzle_is_asked(
    office: Office, arrivals: Arrivals, browser: Client, clock: FrozenClock, alice: str, user: str
) -> None:
    fail(browser, clock, 5, user)
    page = sign_in_user(browser, "harbour-books", user, PASSWORD)
    assert str(Reason.PUZZLE_UNSOLVED.words.public) in page.summary
    assert arrivals.reasons()[-1] == "puzzle-unsolved"
    clock.forward(timedelta(seconds=30))
    waited = page.press("Sign in", {"Password": PASSWORD})
    assert waited.path == (HOME if user == "alice" else "/signin/iam")
    assert arrivals.reasons()[-1] == (None if user == "alice" else "no-such-user")


def test_a_solved_puzzle_lets_the_password_count_once(
    office: Office, arrivals: Arrivals, browser: Client, clock: FrozenClock, alice: str
) -> None:
    fail(browser, clock, 5)
    page = browser.get("/signin/iam")
    sent = {"account": "harbour-books", "user": alice, "puzzle": solve(page)}
    token = next(one.get("value") for one in every(page.root, "input") if one.get("name") == "token")
    for password, reason in (("guess", "wrong-password"), ("again", "puzzle-unsolved")):
        browser.post("/signin/iam", [*sent.items(), ("password", password), ("token", token)])
        assert arrivals.reasons()[-1] == reason
        clock.forward(timedelta(minutes=2))


def test_another_browsers_puzzle_does_not_count(
    office: Office, arrivals: Arrivals, browser: Client, clock: FrozenClock, alice: str
) -> None:
    fail(browser, clock, 5)
    solution, other = solve(browser.get("/signin/iam")), arrivals.browser()
    page = sign_in_user(other, "harbour-books", alice, "guess")
    token = next(one.get("value") for one in every(page.root, "input") if one.get("name") == "token")
    sent = {"account": "harbour-books", "user": alice, "password": PASSWORD, "puzzle": solution, "token": token}
    assert other.post("/signin/iam", sent.items()).status == 422
    assert arrivals.reasons()[-1] == "puzzle-unsolved"


def solve(page: Page) -> str:
    """Do what the page's script does."""
    box = next(one for one in every(page.root) if one.get("data-puzzle"))
    challenge = json.loads(box.get("data-puzzle", ""))
    solution = solve_challenge(Challenge.from_dict(challenge))
    assert solution
    answer = {"challenge": challenge, "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(answer).encode()).decode()
