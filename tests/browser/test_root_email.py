"""Root moves to another e-mail address, and whoever reads the former mailbox stops it: light and dark."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.demo import Demo
from tests.browser.keyboard import Keyboard
from tests.browser.ways import choose, go
from tests.support import browser, waiting
from tests.support.browser import Scheme


def sign_in(page: Page, demo: Demo, email: str, password: str) -> None:
    page.goto(f"{demo.url}/signin")
    page.get_by_label("Root user e-mail address").fill(email)
    go(page, "Next")
    page.get_by_label("Password", exact=True).fill(password)
    go(page, "Sign in")


def mailed(demo: Demo, address: str, pattern: str) -> str:
    """Wait for the newest mail to an address with something in it, and return that."""

    def newest() -> str | None:
        with urllib.request.urlopen(f"{demo.url}/mailbox.json?to={quote(address)}") as answer:
            found = [match for letter in json.load(answer) if (match := re.search(pattern, letter["text"]))]
        return found[0][1] if found else None

    return waiting.until(newest, f"{pattern} for {address}")


def ask(page: Page, demo: Demo, new: str, password: str) -> None:
    page.goto(f"{demo.url}/console/account")
    go(page, "Change the address", link=True)
    looking.check(page)
    page.get_by_label("New e-mail address", exact=True).fill(new)
    page.get_by_label("New e-mail address, once more").fill(new)
    page.get_by_label("Present password of the root user", exact=True).fill(password)
    go(page, "Mail a code to the new address")
    looking.check(page)
    page.get_by_label("Six-digit code").fill(demo.code_for(new))
    go(page, "Continue")


@pytest.fixture(params=["owner", "guest"])
def root(request: pytest.FixtureRequest, demo: Demo) -> dict[str, str]:
    """Root users of two accounts, so that each test has an address that was not moved yet."""
    world = demo.world["guest"] if request.param == "guest" else demo.world
    return dict(world["root"])


@pytest.fixture
def scheme(root: dict[str, str]) -> Scheme:
    """Light for one, dark for the other."""
    return "dark" if "lighthouse" in root["email"] else "light"


@pytest.fixture
def page(chromium: Browser, demo: Demo, scheme: Scheme) -> Iterator[Page]:
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        yield visitor.page()


@pytest.fixture
def reader(chromium: Browser, demo: Demo, scheme: Scheme) -> Iterator[Page]:
    """Somebody at another machine who reads the former mailbox."""
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        yield visitor.page()


def test_moved_then_stopped_from_the_old_mailbox(page: Page, reader: Page, demo: Demo, root: dict[str, str]) -> None:
    old, new = root["email"], "new." + root["email"]
    sign_in(page, demo, old, root["password"])
    ask(page, demo, new, root["password"])
    assert "The root user has a new e-mail address" in page.inner_text("main")
    assert new in page.inner_text("main")
    page.goto(f"{demo.url}/console/account/root-email")
    looking.check(page)
    assert "Not now" in page.inner_text("main")
    stop(reader, demo, old)
    page.goto(f"{demo.url}/console/account")
    assert "/signin" in page.url
    set_password(reader, demo, old)
    sign_in(reader, demo, old, "Harbour-side-2 lamps")
    assert "/signin" not in reader.url


def stop(reader: Page, demo: Demo, old: str) -> None:
    link = mailed(demo, old, r"(http://\S+/recovery/root-email\?change=\S+)")
    person = Keyboard(reader)
    person.open(link)
    looking.check(reader)
    assert old not in reader.inner_text("main")
    person.press("Stop the change")
    looking.check(reader)
    assert reader.inner_text("h1") == "The change was stopped"
    person.open(link[:-1])
    looking.check(reader)
    assert reader.inner_text("h1") == "This link stops nothing any longer"
    person.open(link)


def set_password(reader: Page, demo: Demo, old: str) -> None:
    go(reader, "Choose a new password", link=True)
    reader.get_by_label("Root user e-mail address").fill(old)
    go(reader, "Mail me a code")
    reader.get_by_label("Six-digit code").fill(demo.code_for(old))
    go(reader, "Continue")
    choose(reader, "Harbour-side-2 lamps")
    go(reader, "Set new password")
