"""Abuse from its report to its end, in a browser: stranger, staff and account; each page looked at on the way."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from frontdesk.support.abuse.kinds import KINDS
from tests.browser import looking
from tests.browser.demo import Demo
from tests.browser.ways import go
from tests.support import browser, waiting

PNG = b"\x89PNG\r\n\x1a\n" + b"." * 40
LOG = b"198.51.100.9,2026-11-23T09:14:00Z,refused\n198.51.100.10,2026-11-23T09:15:00Z,refused\n"


def mailed(demo: Demo, address: str) -> str:
    """Return the link in the newest mail to an address, waiting for it."""

    def newest() -> str | None:
        with urllib.request.urlopen(f"{demo.url}/mailbox.json?to={quote(address)}") as answer:
            texts = [letter["text"] for letter in json.load(answer)]
        return next((found[0] for text in texts if (found := re.search(r"http\S+/abuse/report/\S+", text))), None)

    return waiting.until(newest, f"the link for {address}")


def report(page: Page, demo: Demo, address: str) -> str:
    """Report many addresses with two files; return the number."""
    page.goto(f"{demo.url}/trouble")
    go(page, "Report abuse", link=True)
    page.get_by_label("Network activity").check()
    go(page, "Next")
    page.get_by_label("List of many addresses").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": LOG}
    )
    page.get_by_label("What happened, and why it is abuse").fill("Torhild Aas saw this all night.")
    page.get_by_label("Attachments").set_input_files({"name": "torhild.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_label("Your name").fill("Torhild Aas")
    page.get_by_label("Your e-mail address").fill(address)
    go(page, "Send the report")
    return page.inner_text(".ref")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_abuse_is_reported_and_handled_to_its_end(
    chromium: Browser, demo: Demo, script: bool, serial: Callable[[], int]
) -> None:
    address, account = f"reporter.{serial()}@fjordpost.example", demo.world["account_id"]
    look = looking.check if script else str  # without a script nothing can look at the page from within
    with (
        browser.visiting(chromium, demo.url, javascript=script) as stranger,
        browser.visiting(chromium, demo.url, javascript=script) as employee,
        browser.visiting(chromium, demo.url, javascript=script) as owner,
    ):
        visitor, staff, administrator = stranger.page(), employee.page(), owner.page()
        number = report(visitor, demo, address)
        look(visitor)
        visitor.goto(mailed(demo, address))
        go(visitor, "Keep me informed by mail")
        look(visitor)
        demo.sign_in(staff, "staff")
        case = f"{demo.url}/console/operator/abuse/{number}"
        ask_the_reporter(staff, visitor, case, number, look)
        match_and_tell(staff, case, account, look)
        demo.sign_in(administrator)
        answer(administrator, number, demo, look)
        staff.goto(case)
        look(staff)
        assert "It was a test machine" in staff.inner_text("main")
        block_and_close(staff, case, account, look)
        visitor.reload()
        look(visitor)
        words = visitor.inner_text("main")
        assert "Nothing more happens here." in words
        assert "test machine" not in words
        assert account not in visitor.content()


def ask_the_reporter(staff: Page, visitor: Page, case: str, number: str, look: Callable[[Page], object]) -> None:
    staff.goto(case)
    look(staff)
    with staff.expect_download() as saved:
        staff.get_by_role("link", name="torhild.png").click()
    assert saved.value.suggested_filename == "torhild.png"
    go(staff, f"Ask the reporter {number}", link=True)
    staff.get_by_label("Your words").fill("Does it go on?")
    go(staff, "Send the question")
    visitor.reload()
    assert "We need something more from you" in visitor.inner_text("main")
    look(visitor)
    visitor.get_by_label("Your words").fill("Yes, since nine.")
    go(visitor, "Send")


def match_and_tell(staff: Page, case: str, account: str, look: Callable[[Page], object]) -> None:
    staff.goto(case)
    go(staff, "Match to an account", link=True)
    staff.get_by_label("Account ID or alias").fill(account)
    go(staff, "Match the case")
    look(staff)
    staff.goto(f"{case}/unmatch?account={account}")
    look(staff)
    staff.goto(f"{case}/notice?account={account}")
    look(staff)
    assert "Torhild" not in staff.inner_text("main")
    staff.get_by_label("Your words").fill("Stop it.")
    go(staff, "Tell the account")


def answer(page: Page, number: str, demo: Demo, look: Callable[[Page], object]) -> None:
    page.goto(f"{demo.url}/console/notices")
    look(page)
    go(page, number, link=True)
    look(page)
    assert "Torhild" not in page.content()
    assert "198.51.100.9" in page.inner_text("main")
    page.get_by_label("An answer").check()
    page.get_by_label("Your words").fill("It was a test machine. It is off.")
    go(page, "Send")
    assert "Your answer has arrived" in page.inner_text("main")


def block_and_close(staff: Page, case: str, account: str, look: Callable[[Page], object]) -> None:
    staff.goto(f"{case}/block?account={account}")
    staff.get_by_label("Resource").fill("198.51.100.9")
    staff.get_by_label("Why, and what frees it").fill("Until it is new.")
    go(staff, "Write down the block")
    for act in ("unblock", "reinstate"):
        staff.goto(f"{case}/{act}?account={account}")
        look(staff)
    staff.goto(f"{case}/close")
    staff.get_by_label("It was handled").check()
    go(staff, "Close the case")
    look(staff)


def test_each_kind_has_a_page_that_is_fit_to_be_seen(chromium: Browser, demo: Demo) -> None:
    with browser.visiting(chromium, demo.url) as visitor:
        page = visitor.page()
        for kind in KINDS:
            page.goto(f"{demo.url}/abuse/{kind}")
            looking.check(page)
