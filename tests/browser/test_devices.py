"""Devices with a real browser: its own virtual authenticator makes a passkey, shows it and signs in with it alone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from frontdesk.credentials.devices import totp
from tests.browser import looking
from tests.support import axe, browser, server
from tests.support.server import Account, Server

_AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server.serving(tmp_path_factory.mktemp("devices") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def owner(place: Server) -> Account:
    return place.account("Harbour Books", email="owner@harbour.example", alias="harbour-books")


def enter_as_root(page: Page, place: Server, owner: Account) -> None:
    page.goto(f"{place.url}/signin")
    page.get_by_label("Root user e-mail address").fill("owner@harbour.example")
    page.get_by_role("button", name="Next").click()
    show_password(page, owner, "Sign in")


def show_password(page: Page, owner: Account, button: str) -> None:
    page.get_by_label("Password", exact=True).fill(owner.root_password)
    page.get_by_role("button", name=button, exact=True).click()


def code(seed: str, steps: int = 0) -> str:
    return totp.code(seed, int(time.time()) // totp.STEP_SECONDS + steps)


def test_root_registers_shows_and_signs_in_alone(chromium: Browser, place: Server, owner: Account) -> None:
    with browser.visiting(chromium, place.url) as visitor:
        page = visitor.page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
        enter_as_root(page, place, owner)
        expect(page.get_by_role("heading", level=1)).to_have_text("Register an MFA device")
        page.get_by_role("link", name="Register now").click()
        page.get_by_role("link", name=re.compile("Passkey")).click()
        page.get_by_label("Device name").fill("laptop")
        page.get_by_role("button", name="Next").click()
        axe.check(page)
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_text("The device was added")).to_be_visible()
        page.get_by_role("link", name="Add a device").click()
        looking.check(page)
        show_password(page, owner, "Go on")
        page.get_by_role("button", name="Touch your key").click()
        page.get_by_role("link", name=re.compile("Authenticator app")).click()
        page.get_by_label("Device name").fill("phone")
        page.get_by_role("button", name="Next").click()
        seed = page.locator("#seed").inner_text().strip()
        page.get_by_label("First code").fill(code(seed, -1))
        page.get_by_label("Second code").fill(code(seed))
        page.get_by_role("button", name="Add the device").click()
        expect(page.get_by_text("The device was added")).to_be_visible()
        page.context.clear_cookies()
        page.goto(f"{place.url}/signin/passkey")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/console/home")
