"""Showing once more who one is: what a fresh page asks for, and what becomes of a right and a wrong answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.web import session_cookie
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.site import build_pages, discover
from tests.pages.arrivals import EMAIL, Arrivals, sign_in_root, sign_in_user
from tests.pages.client import Client
from tests.pages.office import PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock

QUARTER = timedelta(minutes=15)


def grave(request: PageRequest) -> Response:
    """Stand for a page with a grave act: whoever is let in is sent to the privacy page."""
    return request.see_other("/privacy")


@pytest.fixture
def door(desk: Desk, pools: Pools, office: Office) -> Iterator[Arrivals]:
    pages = [*discover(), Page("/grave", get=grave, post=grave, signed_in=True, fresh=True)]
    door = Arrivals(desk.store, build_pages(desk, pools, session_cookie.resolve, pages))
    yield door
    door.close()


@pytest.fixture
def browser(door: Arrivals) -> Client:
    browser = door.browser()
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    return browser


def test_whoever_has_just_signed_in_is_not_asked_again(browser: Client, clock: FrozenClock) -> None:
    clock.forward(QUARTER)
    assert browser.get("/grave").path == "/privacy"
    assert browser.get("/session/step-up?return=/privacy").path == "/privacy"


def test_later_the_password_is_asked_for_and_leads_back(browser: Client, clock: FrozenClock) -> None:
    clock.forward(QUARTER + timedelta(seconds=1))
    asked = browser.get("/grave")
    assert asked.h1 == "Show once more that it is you"
    assert asked.press("Go on", {"Password": ROOT_PASSWORD}).path == "/privacy"
    assert browser.get("/grave").path == "/privacy"


def test_it_lasts_a_quarter_of_an_hour_again(browser: Client, clock: FrozenClock) -> None:
    clock.forward(timedelta(hours=1))
    browser.get("/grave").press("Go on", {"Password": ROOT_PASSWORD})
    clock.forward(QUARTER + timedelta(seconds=1))
    assert browser.get("/grave").path == "/session/step-up"


def test_a_wrong_password_has_a_reference_and_lets_nobody_on(browser: Client, clock: FrozenClock) -> None:
    clock.forward(timedelta(hours=1))
    refused = browser.get("/grave").press("Go on", {"Password": "guess"})
    assert refused.status == 422
    assert refused.reference
    assert browser.get("/grave").path == "/session/step-up"


def test_the_secret_of_the_session_changes(browser: Client, clock: FrozenClock) -> None:
    cookies = browser.cookies["localhost"]
    before = cookies["fd-session"]
    clock.forward(timedelta(hours=1))
    browser.get("/grave").press("Go on", {"Password": ROOT_PASSWORD})
    assert cookies["fd-session"] != before
    cookies["fd-session"] = before
    assert browser.get("/console/home").path == "/signin"


def test_a_user_shows_the_own_password(door: Arrivals, office: Office, clock: FrozenClock) -> None:
    office.user("ada")
    browser = door.browser()
    sign_in_user(browser, office.alias, "ada", PASSWORD)
    clock.forward(timedelta(hours=1))
    assert browser.get("/grave").press("Go on", {"Password": ROOT_PASSWORD}).status == 422
    assert browser.get("/grave").press("Go on", {"Password": PASSWORD}).path == "/privacy"


def test_guesses_are_counted_as_at_the_door(browser: Client, clock: FrozenClock) -> None:
    clock.forward(timedelta(hours=1))
    for _ in range(12):
        last = browser.get("/grave").press("Go on", {"Password": "guess"})
    assert last.status == 429
    assert browser.get("/grave").press("Go on", {"Password": ROOT_PASSWORD}).path == "/session/step-up"


def test_a_way_back_to_another_house_is_not_taken(browser: Client) -> None:
    assert browser.get("/session/step-up?return=//evil.example/").path == "/console/home"
