"""The owner closes the account with the keyboard, sees what stops, and opens it again, without a ticket or a script."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.demo import Demo
from tests.browser.keyboard import Keyboard
from tests.browser.ways import go
from tests.support import browser, waiting

TICKS = (
    "I have saved what I want to keep.",
    "Everybody is signed out, and programs with access keys of this account stop.",
    "I will pay the last bill and what is still reserved.",
    "After the day named above nothing can be brought back.",
)


def sign_in(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/signin")
    page.get_by_label("Root user e-mail address").fill(demo.world["guest"]["root"]["email"])
    go(page, "Next")
    page.get_by_label("Password", exact=True).fill(demo.world["guest"]["root"]["password"])
    go(page, "Sign in")
    page.goto(f"{demo.url}/console/home")  # past whatever is recommended on the way


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def owner(request: pytest.FixtureRequest, chromium: Browser, demo: Demo) -> Iterator[Page]:
    with browser.visiting(chromium, demo.url, javascript=request.param) as visitor:
        page = visitor.page()
        sign_in(page, demo)
        yield page


def test_the_account_is_closed_and_reopened(owner: Page, demo: Demo, request: pytest.FixtureRequest) -> None:
    look = looking.check if "with script" in request.node.name else Page.title
    owner.goto(f"{demo.url}/console/account")
    go(owner, "Close this account", link=True)
    assert "Stopped from then on: 2 IAM users" in owner.inner_text("main")
    for words in TICKS:
        owner.get_by_label(words).check()
    owner.get_by_label("Type the account ID to confirm").fill(demo.world["guest"]["account_id"])
    go(owner, "Close Lighthouse Keepers")
    assert owner.inner_text("h1") == "Lighthouse Keepers is being closed"
    look(owner)

    def signed_out() -> bool:
        owner.goto(f"{demo.url}/console/home")
        return "/signin" in owner.url

    waiting.until(signed_out, "the worker to close the account")
    sign_in(owner, demo)
    assert owner.inner_text("h1") == "This account is closed"
    go(owner, "Reopen the account", link=True)
    look(owner)
    go(owner, "Reopen Lighthouse Keepers")
    assert owner.inner_text("h1") == "Console home"
    with urllib.request.urlopen(f"{demo.url}/mailbox.json?to={demo.world['guest']['root']['email']}") as answer:
        told = answer.read().decode()
    assert "Your account is closed" in told
    assert "Your account is open again" in told


def test_every_page_of_it_is_reached_by_key_and_fits(chromium: Browser, demo: Demo) -> None:
    with browser.visiting(chromium, demo.url) as visitor:
        page = visitor.page()
        sign_in(page, demo)
        owner = Keyboard(page)
        owner.open(f"{demo.url}/console/account/export")
        looking.check(page)
        owner.open(f"{demo.url}/console/account/close")
        looking.check(page)
        for words in TICKS:
            owner.choose(words)
        owner.press("Close Lighthouse Keepers")
        looking.check(page)
        assert page.locator("[role=alert]").inner_text().count("\n") == 1
