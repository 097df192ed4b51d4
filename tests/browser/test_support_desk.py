"""A visitor writes, staff answer with a canned step, a customer permits a look, staff look, the permit ends."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.demo import Demo
from tests.browser.ways import go
from tests.support import browser, waiting

CASE = "A charge of 12 November that we do not know"
# pages that no link of the demo leads to
LOOKED_AT = {"/contact/sent", "/contact/case", "/console/operator/support/{case}/account"}


@contextmanager
def sitting(chromium: Browser, demo: Demo, who: str | None, *, javascript: bool = True) -> Iterator[Page]:
    with browser.visiting(chromium, demo.url, javascript=javascript) as visitor:
        page = visitor.page()
        if who:
            demo.sign_in(page, who)
        yield page


def link_for(demo: Demo, address: str) -> str:
    def newest() -> str | None:
        with urllib.request.urlopen(f"{demo.url}/mailbox.json?to={quote(address)}") as answer:
            texts = [letter["text"] for letter in json.load(answer)]
        return next((found[0] for text in texts if (found := re.search(r"http\S+/contact/case\?key=\w+", text))), None)

    return waiting.until(newest, f"the link for {address}")


def write(page: Page, demo: Demo, address: str) -> str:
    """Write to support as a visitor, and stay on the page that gives the case's number; return it."""
    page.goto(f"{demo.url}/trouble")
    go(page, "Still unable to sign in? Write to support", link=True)
    page.get_by_label("The MFA device").check()
    page.get_by_label("Your name").fill("Mia Okafor")
    page.get_by_label("E-mail address for the answer").fill(address)
    page.get_by_label("Subject").fill("Phone lost")
    page.get_by_label("What happened, and what have you tried?").fill("It fell into the harbour.")
    go(page, "Send to support")
    return page.inner_text(".ref")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_visitor_writes_and_reads_the_answer(
    chromium: Browser, demo: Demo, script: bool, serial: Callable[[], int]
) -> None:
    address = f"mia.{serial()}@elsewhere.example"
    with (
        sitting(chromium, demo, None, javascript=script) as visitor,
        sitting(chromium, demo, "staff", javascript=script) as staff,
    ):
        # without a script nothing can look at the page from within
        look = looking.check if script else str
        number = write(visitor, demo, address)
        look(visitor)
        visitor.goto(link_for(demo, address))
        look(visitor)
        go(visitor, "It is mine: show it")
        staff.goto(f"{demo.url}/console/operator/support/{number}")
        go(staff, "Begin with a canned step", link=True)
        staff.get_by_label("Words of the problem, or a row such as B7").fill("device lost")
        go(staff, "Find")
        go(staff, "Use it D11", link=True)
        go(staff, "Send the answer")
        assert "The answer is in the case" in staff.inner_text("main")
        visitor.reload()
        look(visitor)
        assert "An administrator of your account can remove the lost device" in visitor.inner_text("main")
        visitor.get_by_label("Write to support").fill("Who is that?")
        go(visitor, "Send")
        staff.goto(f"{demo.url}/console/operator/support?queue=mine")
        assert number in staff.inner_text("main")
        go(staff, "Phone lost", link=True)
        assert "Who is that?" in staff.inner_text("main")


def test_staff_look_by_permit_until_it_ends(chromium: Browser, demo: Demo) -> None:
    with sitting(chromium, demo, "administrator") as owner, sitting(chromium, demo, "staff") as staff:
        owner.goto(f"{demo.url}/console/support")
        go(owner, CASE, link=True)
        number = owner.inner_text(".ref")
        looks = f"{demo.url}/console/operator/support/{number}/account"
        staff.goto(looks)
        assert staff.inner_text("h1") == "No permit lasts now"
        looking.check(staff)
        go(owner, "Give a permit", link=True)
        for scope in owner.get_by_role("checkbox").all():
            scope.check()
        owner.get_by_label("One hour").check()
        go(owner, "Give the permit")
        looking.check(owner)
        staff.goto(f"{demo.url}/console/operator/support/{number}")
        go(staff, "Look at the account", link=True)
        assert demo.world["user"]["name"] in staff.inner_text("main")
        assert demo.world["root"]["email"] not in staff.content()
        looking.check(staff)
        owner.goto(f"{demo.url}/console/support/permits")
        looking.check(owner)
        with owner.expect_navigation():
            owner.get_by_role("button", name="End it now").click()
        staff.reload()
        assert staff.inner_text("h1") == "No permit lasts now"
