"""The pages that everybody may see, in a real browser: wide and narrow, in each display, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe, browser
from tests.support.server import Server

FRONT = ("/trouble", "/privacy", "/display?return=/trouble", "/no/such/page")
WIDTHS = (1280, 320)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def pick(page: Page, choice: str) -> None:
    page.get_by_role("radio", name=re.compile(f"^{choice}")).check()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_is_accessible_and_fits(chromium: Browser, server: Server, scheme: browser.Scheme, width: int) -> None:
    with browser.visiting(chromium, server.url, scheme=scheme, width=width) as visitor:
        page = visitor.page()
        for path in FRONT:
            page.goto(path)
            axe.check(page)
            assert not scrolls_sideways(page), path


@pytest.mark.parametrize("choice", ["Light", "Dark", "High contrast", "As my device"])
def test_a_display_is_chosen_without_script(chromium: Browser, server: Server, choice: str) -> None:
    with browser.visiting(chromium, server.url, javascript=False) as visitor:
        page = visitor.page()
        page.goto("/trouble")
        page.get_by_role("link", name="Display: as my device").click()
        pick(page, choice)
        page.get_by_role("button", name="Save this choice").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Trouble signing in")
        words = choice[0].lower() + choice[1:]
        expect(page.get_by_role("contentinfo").get_by_role("link", name=f"Display: {words}")).to_be_visible()


@pytest.mark.parametrize(("choice", "ground"), [("Light", "rgb(243, 244, 240)"), ("Dark", "rgb(17, 23, 21)")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_choice_outweighs_the_device(
    chromium: Browser, server: Server, scheme: browser.Scheme, choice: str, ground: str
) -> None:
    with browser.visiting(chromium, server.url, scheme=scheme) as visitor:
        page = visitor.page()
        page.goto("/display?return=/privacy")
        pick(page, choice)
        page.get_by_role("button", name="Save this choice").click()
        expect(page.locator("html")).to_have_css("background-color", ground)


def test_high_contrast_is_accessible_by_choice(chromium: Browser, server: Server) -> None:
    for scheme in ("light", "dark"):
        with browser.visiting(chromium, server.url, scheme=scheme) as visitor:
            page = visitor.page()
            page.goto("/display?return=/trouble")
            pick(page, "High contrast")
            page.get_by_role("button", name="Save this choice").click()
            for path in FRONT:
                page.goto(path)
                axe.check(page)


def test_the_keyboard_reaches_the_content_first(chromium: Browser, server: Server) -> None:
    with browser.visiting(chromium, server.url) as visitor:
        page = visitor.page()
        page.goto("/display")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_role("radio", name="As my device")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_first_visit_loads_little_and_nothing_from_elsewhere(chromium: Browser, server: Server) -> None:
    with browser.visiting(chromium, server.url) as visitor:
        page = visitor.page()
        loaded: list[tuple[str, int]] = []
        page.on("requestfinished", lambda one: loaded.append((one.url, one.sizes()["responseBodySize"])))
        page.goto("/trouble", wait_until="networkidle")
        assert all(url.startswith(server.url) for url, _ in loaded)
        kinds = [url.rpartition(".")[2] for url, _ in loaded if "/static/" in url]
        assert sorted(kinds) == ["css", "js", "svg"] or sorted(kinds) == ["css", "js"]
        assert sum(size for _, size in loaded) <= 40_000
