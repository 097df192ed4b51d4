"""What the one script adds: Show, Copy and the puzzle; and what a first visit costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo import Demo, enter
from tests.support import browser
from tests.support.server import serving

MOST_BYTES = 40_000  # over the wire, headers included
WRONG_TRIES = 10  # from one place; from here on each further try costs a puzzle
_SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }));
  watch.observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => {
    watch.takeRecords().forEach((one) => { sum += one.value; });
    done(sum);
  }));
})"""


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """A tab that may use the clipboard."""
    with browser.visiting(chromium, demo.url) as visitor:
        visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield visitor.page()


def test_show_lets_people_see_what_they_type_until_it_is_sent(page: Page, demo: Demo) -> None:
    enter(page, demo.account_url, "", "a visible password")
    page.get_by_label("User name").first.fill("m.okafor")
    field, show = page.get_by_label("Password", exact=True), page.get_by_role("button", name="Show Password")
    field.fill("a visible password")
    expect(field).to_have_attribute("type", "password")
    show.click()
    expect(field).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.querySelector('#password').form.addEventListener('submit', stop => stop.preventDefault())")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(field).to_have_attribute("type", "password")


def test_back_leads_to_the_page_after_a_refusal(page: Page, demo: Demo) -> None:
    enter(page, demo.account_url, "m.okafor", "wrong")
    page.get_by_role("link", name="What does it mean?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What a reference means")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in as an IAM user")
    expect(page.get_by_label("Account ID or alias")).to_have_value(demo.world["alias"])


def test_copy_takes_the_whole_value_and_says_so(page: Page, demo: Demo) -> None:
    demo.sign_in(page)
    page.get_by_role("button", name="Copy the account ID").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == demo.world["account_id"]


def test_a_first_visit_is_small(page: Page, demo: Demo) -> None:
    sizes: list[tuple[str, int]] = []
    page.on("requestfinished", lambda one: sizes.append((one.url, sum(one.sizes().values()))))
    page.goto("/", wait_until="networkidle")
    assert page.url == f"{demo.url}/signin"
    kinds = [url.rpartition(".")[2] for url, _ in sizes if "/static/" in url]
    assert sorted(kinds) in (["css", "js"], ["css", "js", "svg"]), sizes
    assert sum(size for _, size in sizes) <= MOST_BYTES, sizes


@pytest.mark.parametrize("path", ["/signin", "/signin/iam", "/signup"])
def test_nothing_moves_while_a_slow_device_draws_the_page(page: Page, path: str) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 15})
    page.goto(path, wait_until="networkidle")
    assert page.evaluate(_SHIFTS) == 0


def test_whoever_presses_before_the_puzzle_is_solved_is_let_in_when_it_is(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--demo") as server, browser.visiting(chromium, server.url) as visitor:
        demo, page = Demo(server), visitor.page()
        for number in range(WRONG_TRIES):
            enter(page, demo.account_url, f"nobody-{number}", "a guess")
            expect(page.get_by_role("alert")).to_be_visible()
        page.goto(demo.account_url)
        expect(page.locator("[data-puzzle]")).to_be_attached()
        demo.sign_in(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Console home")
