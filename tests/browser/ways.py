"""Steps that several ways through the pages have in common."""

from __future__ import annotations

from playwright.sync_api import Page


def choose(page: Page, password: str) -> None:
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password, once more", exact=True).fill(password)


def go(page: Page, words: str, *, link: bool = False) -> None:
    """Press a button, or follow a link, and wait for what comes."""
    with page.expect_navigation():
        page.get_by_role("link" if link else "button", name=words, exact=True).first.click()


def contact(page: Page) -> None:
    """Fill in the last step of a sign-up, and open the account."""
    page.get_by_label("Yourself").check()
    page.get_by_label("Full name").fill("Ada Lind")
    page.get_by_label("Phone number").fill("+4922123456")
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("Street and number").fill("Kai 1")
    page.get_by_label("City").fill("Bergen")
    page.get_by_label("Postal code").fill("5003")
    page.get_by_label("I agree to the terms").check()
    go(page, "Create account")
