"""Signing out, and several sessions in one browser (behaviour 2.5, 2.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from frontdesk.core.settings import Settings
from tests.pages.arrivals import EMAIL, Arrivals, sign_in_root, sign_in_user
from tests.pages.client import Client, Page
from tests.pages.office import PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock

HOME = "/console/home"


@pytest.fixture
def browser(arrivals: Arrivals) -> Client:
    return arrivals.browser()


@pytest.fixture
def alice(office: Office) -> str:
    office.user("alice")
    return "alice"


def several(client: Client) -> Page:
    return client.get("/session/several").press("Keep several sessions")


def host(page: Page) -> str:
    return urlsplit(page.url).hostname or ""


def token(page: Page) -> str:
    return page.html.partition('name="token" value="')[2].partition('"')[0]


def test_signing_out_ends_the_session_on_our_side_too(arrivals: Arrivals, office: Office, browser: Client) -> None:
    page = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    copied = dict(browser.cookies["localhost"])
    page = page.press("Sign out")
    assert (page.path, page.h1) == ("/session/signed-out", "You are signed out")
    assert "fd-session" not in browser.cookies["localhost"]
    browser.cookies["localhost"] = copied
    assert browser.get(HOME).path == "/signin"
    assert not arrivals.sessions()


def test_an_address_alone_signs_nobody_out(arrivals: Arrivals, office: Office, browser: Client) -> None:
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    assert browser.get("/session/sign-out").h1 == "Sign out"
    assert browser.post("/session/sign-out").status == 403
    assert arrivals.is_live(browser)
    assert arrivals.browser().get("/session/sign-out").path == "/session/signed-out"


def test_signing_out_everywhere_ends_ones_own_sessions_only(
    arrivals: Arrivals, office: Office, browser: Client, alice: str
) -> None:
    other, root = arrivals.browser(), arrivals.browser()
    for one in (browser, other):
        sign_in_user(one, "harbour-books", alice, PASSWORD)
    sign_in_root(root, EMAIL, ROOT_PASSWORD)
    assert browser.get("/session/sign-out").press("Sign out everywhere").path == "/session/signed-out"
    assert (arrivals.is_live(browser), arrivals.is_live(other), arrivals.is_live(root)) == (False, False, True)


def test_signing_out_ends_a_half_finished_attempt(
    arrivals: Arrivals, office: Office, browser: Client, alice: str
) -> None:
    """R15."""
    page = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    sign_in_user(browser, "harbour-books", alice, "guess")
    page.press("Sign out")
    assert [state for _, state, _ in arrivals.attempts()] == ["COMPLETED", "EXPIRED"]


def test_a_session_of_another_browser_cannot_be_ended(arrivals: Arrivals, office: Office, browser: Client) -> None:
    other = arrivals.browser()
    sign_in_root(other, EMAIL, ROOT_PASSWORD)
    page = several(browser)
    [row] = arrivals.sessions()
    browser.post("/session/sign-out", [("session", row.id), ("token", token(page))])
    assert arrivals.is_live(other)


def test_it_is_off_until_somebody_wants_it(arrivals: Arrivals, office: Office, browser: Client) -> None:
    page = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    assert host(page) == "localhost"
    assert page.follow("Several sessions").path == "/session/several"


def test_switching_on_moves_the_present_session_to_its_own_host(
    arrivals: Arrivals, office: Office, browser: Client
) -> None:
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    page = several(browser)
    [row] = arrivals.sessions()
    assert host(page) == f"{row.label}.console.localhost"
    assert host(page).startswith(office.account_id + "-")
    assert page.path == HOME
    assert arrivals.is_live(browser, host(page))
    assert sorted(browser.cookies["localhost"]) == ["fd-browser", "fd-remembered", "fd-several"]


def test_every_session_lives_at_its_own_host(arrivals: Arrivals, office: Office, browser: Client, alice: str) -> None:
    several(browser)
    root = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    user = sign_in_user(browser, "harbour-books", alice, PASSWORD)
    assert host(root) != host(user)
    assert arrivals.is_live(browser, host(root))
    assert arrivals.is_live(browser, host(user))
    assert "fd-session" not in browser.cookies["localhost"]
    assert browser.get(user.url).links["root @ Harbour Books"] == f"http://{host(root)}:8080{HOME}"
    assert browser.get(root.url).follow("alice @ Harbour Books").url == user.url
    listed = browser.get("/console")
    assert listed.path == "/session/several"
    assert [listed.links[f"Open {who} in Harbour Books"] for who in ("root user", "alice")] == [root.url, user.url]


def test_the_page_that_was_asked_for_comes_after_the_hand_over(
    arrivals: Arrivals, office: Office, browser: Client
) -> None:
    several(browser)
    browser.get("/console?return=/console/users?find=b")
    page = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    assert urlsplit(page.url)[2:4] == ("/console/users", "find=b")


def test_a_sessions_cookie_counts_at_its_own_host_only(
    arrivals: Arrivals, office: Office, browser: Client, alice: str
) -> None:
    several(browser)
    root = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    user = sign_in_user(browser, "harbour-books", alice, PASSWORD)
    browser.cookies[host(user)]["fd-session"] = browser.cookies[host(root)]["fd-session"]
    assert browser.get(user.url).path == "/session/several"


def test_the_same_identity_has_one_session(arrivals: Arrivals, office: Office, browser: Client) -> None:
    several(browser)
    first = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    second = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    assert (arrivals.is_live(browser, host(first)), arrivals.is_live(browser, host(second))) == (False, True)


def test_a_sixth_sign_in_asks_which_session_to_end(arrivals: Arrivals, office: Office, browser: Client) -> None:
    several(browser)
    for number in range(5):
        office.user(f"user-{number}")
        sign_in_user(browser, "harbour-books", f"user-{number}", PASSWORD)
    for path in ("/signin", "/signin/iam", "/signin/root"):
        page = browser.get(path)
        assert page.path == "/session/several"
        assert "Five sessions are the most" in page.main
    assert "Add a session" not in page.links
    page = page.press("Sign out user-2 in Harbour Books")
    assert "That session has ended" in page.main
    assert len(arrivals.sessions()) == 4
    assert page.follow("Add a session").path == "/signin"


def test_each_session_is_signed_out_alone_or_all_together(
    arrivals: Arrivals, office: Office, browser: Client, alice: str
) -> None:
    several(browser)
    root = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    user = sign_in_user(browser, "harbour-books", alice, PASSWORD)
    page = browser.get(user.url).press("Sign out")
    assert page.url == "http://localhost:8080/session/several"
    assert arrivals.is_live(browser, host(root))
    user = sign_in_user(browser, "harbour-books", alice, PASSWORD)
    page = browser.get(user.url).press("Sign out of all")
    assert page.path == "/session/signed-out"
    assert not arrivals.sessions()


def test_switching_off_ends_them_all(arrivals: Arrivals, office: Office, browser: Client, alice: str) -> None:
    several(browser)
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    sign_in_user(browser, "harbour-books", alice, PASSWORD)
    page = browser.get("/session/several").press("Sign out of all and switch this off")
    assert page.path == "/session/signed-out"
    assert not arrivals.sessions()
    assert host(sign_in_root(browser, EMAIL, ROOT_PASSWORD)) == "localhost"


def step_by_step(client: Client) -> list[str]:
    """Sign in and return every address on the way to the session's host, without going to the last."""
    page = client.get("/signin").press("Next", {"Root user e-mail address": EMAIL})
    body = f"token={token(page)}&password={ROOT_PASSWORD}".encode()
    answer = client.ask("POST", "/signin/root", body, origin="http://localhost:8080")
    way = [answer.headers["location"]]
    while "grant=" not in way[-1]:
        way.append(urljoin(way[-1], client.ask("GET", way[-1]).headers["location"]))
    return way


def test_a_grant_counts_once_in_one_browser_for_a_minute(
    arrivals: Arrivals, office: Office, browser: Client, clock: FrozenClock
) -> None:
    several(browser)
    *_, last = step_by_step(browser)
    name = urlsplit(last).hostname or ""
    stranger = arrivals.browser()
    stranger.cookies[name] = {"fd-nonce": "another"}
    stranger.ask("GET", last)
    assert "fd-session" not in stranger.cookies[name]
    jar = dict(browser.cookies[name])
    clock.forward(timedelta(seconds=60))
    browser.ask("GET", last)
    assert not arrivals.is_live(browser, name)
    clock.forward(timedelta(seconds=-1))
    browser.cookies[name] = dict(jar)
    browser.ask("GET", last)
    assert arrivals.is_live(browser, name)
    browser.cookies[name] = dict(jar)
    browser.ask("GET", last)
    assert "fd-session" not in browser.cookies[name]


def test_nobody_is_led_into_a_session_of_somebody_else(arrivals: Arrivals, office: Office, browser: Client) -> None:
    """What a browser that started no session asks of the main host leads nowhere."""
    several(browser)
    begin, ask, _ = step_by_step(browser)
    victim = arrivals.browser()
    assert victim.get(begin).path == "/signin"
    assert victim.get(ask).path == "/signin"
    assert not any("fd-session" in jar for jar in victim.cookies.values())
    label = parse_qs(urlsplit(ask).query)["label"][0]
    assert browser.get(f"/session/hand-over?label={label}-x&nonce=n").path != HOME


class TestWithoutADomain:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, base_domain="")

    def test_there_is_one_session_at_a_time(self, arrivals: Arrivals, office: Office, browser: Client) -> None:
        page = browser.get("/session/several")
        assert "Not available here" in page.main
        browser.post("/session/several", [("keep", "several"), ("token", token(browser.get("/signin")))])
        page = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
        assert page.url == "http://localhost:8080" + HOME
