"""Signing in with a real browser: by keyboard, in the dark, on a small screen, with the script doing its part."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe, browser, server
from tests.support.server import Account, Server

WIDTHS = (1280, 320)
PUBLIC = ("/signin", "/signin/iam", "/recovery/root-password", "/recovery/iam-user", "/recovery/done", "/signup",
          "/session/several", "/session/signed-out", "/attempt/mailed-code?code=482913")  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, so that wrong tries here slow down nobody else."""
    with server.serving(tmp_path_factory.mktemp("signin") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def owner(place: Server) -> Account:
    return place.account("Harbour Books", email="owner@harbour.example", alias="harbour-books")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_at_the_door_is_accessible(
    chromium: Browser, place: Server, width: int, scheme: browser.Scheme
) -> None:
    with browser.visiting(chromium, place.url, scheme=scheme, width=width) as visitor:
        page = visitor.page()
        for path in PUBLIC:
            page.goto(path)
            axe.check(page)
            assert fits(page), path


def test_the_root_user_signs_in_by_keyboard_alone(chromium: Browser, place: Server, owner: Account) -> None:
    with browser.visiting(chromium, place.url) as visitor:
        page = visitor.page()
        page.goto("/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        tab_to(page, "Root user e-mail address")
        page.keyboard.type(owner.root_email)
        page.keyboard.press("Enter")
        page.wait_for_url("**/signin/root#main")
        tab_to(page, "Password")
        page.keyboard.type(owner.root_password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/home#main")
        axe.check(page)


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the field with this label has the focus."""
    field = page.get_by_label(label, exact=True)
    for _ in range(30):
        if field.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {label}")


def refuse(page: Page, user: str, times: int) -> None:
    page.goto("/console?account=harbour-books")
    for _ in range(times):
        page.get_by_label("User name", exact=True).fill(user)
        page.get_by_label("Password", exact=True).fill("a guess")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_after_a_refusal_the_reader_begins_at_its_words(
    chromium: Browser, place: Server, owner: Account, width: int
) -> None:
    with browser.visiting(chromium, place.url, width=width, scheme="dark") as visitor:
        page = visitor.page()
        refuse(page, "nobody", 1)
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_role("alert")).to_contain_text(re.compile("FD-[2-9A-Z]{4}-[2-9A-Z]{4}"))
        axe.check(page)
        assert fits(page)


def test_the_script_solves_the_puzzle(chromium: Browser, place: Server, owner: Account) -> None:
    with browser.visiting(chromium, place.url) as visitor:
        page = visitor.page()
        refuse(page, "somebody", 5)
        expect(page.get_by_text("Your browser is ready")).to_be_visible(timeout=60_000)
        assert page.locator("[name=puzzle]").input_value()
        axe.check(page)


def test_without_scripts_nothing_is_missing(chromium: Browser, place: Server, owner: Account) -> None:
    with browser.visiting(chromium, place.url, javascript=False) as visitor:
        page = visitor.page()
        page.goto("/signin")
        page.get_by_label("Root user e-mail address").fill(owner.root_email)
        page.get_by_role("button", name="Next").click()
        page.get_by_label("Password", exact=True).fill(owner.root_password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("link", name="Not now").click()
        page.wait_for_url("**/console/home")
        page.get_by_role("main").get_by_role("button", name="Sign out", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def test_several_sessions_live_at_hosts_of_their_own(chromium: Browser, place: Server, owner: Account) -> None:
    second = place.account("Quay", email="owner@quay.example")
    with browser.visiting(chromium, place.url) as visitor:
        page = visitor.page()
        page.goto("/session/several")
        page.get_by_role("button", name="Keep several sessions").click()
        for who in (owner, second):
            page.goto(place.url + "/signin")
            page.get_by_label("Root user e-mail address").fill(who.root_email)
            page.get_by_role("button", name="Next").click()
            page.get_by_label("Password", exact=True).fill(who.root_password)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.get_by_role("link", name="Not now").click()
            page.wait_for_url(re.compile(rf"http://{who.account_id}-\w+\.console\.localhost:\d+/console/home"))
        page.locator("summary").first.click()
        page.get_by_role("link", name="root @ Harbour Books").click()
        page.wait_for_url(re.compile(rf"http://{owner.account_id}-"))
        expect(page.get_by_role("main")).to_contain_text(owner.account_id)
        axe.check(page)
        page.goto(place.url + "/console")
        axe.check(page)
        assert len(page.get_by_role("link", name=re.compile("^Open")).all()) == 2
