"""Opening an account, getting back in and running users, in a browser that runs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo import Demo
from tests.browser.ways import choose, contact, go
from tests.support import browser


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """A tab without scripts."""
    with browser.visiting(chromium, demo.url, javascript=False) as visitor:
        yield visitor.page()


def test_an_account_is_opened_and_its_password_replaced(page: Page, demo: Demo, serial: Callable[[], int]) -> None:
    address = f"plain-{serial()}@quay.example"
    page.goto("/signup")
    page.get_by_label("Root user e-mail address").fill(address)
    page.get_by_label("Account name").fill("Quay")
    go(page, "Verify e-mail address")
    page.get_by_label("Six-digit code").fill(demo.code_for(address))
    go(page, "Continue")
    page.get_by_label("Root user's password", exact=True).fill("Quay-side-1 lamps")
    page.get_by_label("The password, once more", exact=True).fill("Quay-side-1 lamps")
    go(page, "Continue")
    contact(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is open")
    replace_password(page, demo, address)
    page.goto("/signin")
    page.get_by_label("Root user e-mail address").fill(address)
    go(page, "Next")
    page.get_by_label("Password", exact=True).fill("Quay-side-2 lamps")
    go(page, "Sign in")
    go(page, "Not now", link=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Console home")


def replace_password(page: Page, demo: Demo, address: str) -> None:
    page.goto("/recovery/root-password")
    page.get_by_label("Root user e-mail address").fill(address)
    go(page, "Mail me a code")
    page.get_by_label("Six-digit code").fill(demo.code_for(address, 2))
    go(page, "Continue")
    choose(page, "Quay-side-2 lamps")
    go(page, "Set new password")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your password is set")


def test_an_administrator_makes_resets_and_deletes_a_user(page: Page, demo: Demo, serial: Callable[[], int]) -> None:
    name = f"plain-{serial()}"
    demo.sign_in(page)
    go(page, "Users", link=True)
    go(page, "Create a user", link=True)
    page.get_by_label("User name").fill(name)
    page.get_by_label("Make one for me").check()
    go(page, "Create the user")
    go(page, "Go to the user", link=True)
    go(page, "Reset password", link=True)
    page.get_by_label("I type one").check()
    page.get_by_label("The password that you type").fill("Typed-by-admin-1")
    go(page, "Set the new password")
    go(page, "Go to the user", link=True)
    go(page, "Delete user", link=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.get_by_label("Type the user name").fill(name)
    go(page, "Delete the user")
    expect(page.get_by_role("main")).to_contain_text("The user was deleted")
    expect(page.get_by_role("link", name=name)).to_have_count(0)


def test_what_only_a_script_can_do_is_not_shown(page: Page) -> None:
    page.goto("/signin/iam")
    expect(page.get_by_role("button", name="Show")).to_have_count(0)
