"""Cards in a real browser: the default changed by keyboard with a bank that asks; Stripe against its stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.demo import Demo, enter_as_root
from tests.browser.keyboard import Keyboard
from tests.browser.ways import go
from tests.support import browser, stripes
from tests.support import server as servers
from tests.support.server import Server

METHODS, BILLS = "/console/billing/methods", "/console/billing/bills"


def test_the_default_card_is_changed_with_a_bank_that_asks_by_keyboard(chromium: Browser, demo: Demo) -> None:
    with browser.visiting(chromium, demo.url) as visitor:
        enter_as_root(page := visitor.page(), demo, demo.world["root"])
        keyboard = Keyboard(page)
        keyboard.open(METHODS)
        looking.check(page)
        keyboard.press("Add a card")
        fill_in(keyboard)
        keyboard.choose("Make it the default card")
        keyboard.press("Go on to the payment processor")
        page.wait_for_url("**/sandbox-processor/**")
        looking.check(page)
        keyboard.fill("Card number", "4000 0000 0000 0002")
        type_rest(keyboard)
        assert "The bank declined the card" in page.inner_text("[role=alert]")
        looking.check(page)
        keyboard.fill("Card number", "4000 0025 0000 3155")
        type_rest(keyboard)
        assert keyboard.title == "Sandbox bank: is it you?"
        looking.check(page)
        keyboard.press("Yes, it is me")
        page.wait_for_url(f"**{METHODS}?done=added")
        looking.check(page)
        assert "Visa ···· 3155 Default" in words(page)
        keyboard.open(BILLS)
        keyboard.press("Complete payment")
        looking.check(page)
        paid(page)


def test_the_same_works_without_a_script(chromium: Browser, tmp_path: Path) -> None:
    with servers.serving(tmp_path / "data", "--demo") as server:
        demo = Demo(server)
        with browser.visiting(chromium, demo.url, javascript=False) as visitor:
            enter_as_root(page := visitor.page(), demo, demo.world["root"])
            page.goto(METHODS + "/add")
            fill_in_form(page)
            go(page, "Go on to the payment processor")
            look_again(page, "**/sandbox-processor/**")
            for label, text in (("Card number", "4000002500003155"), ("Expires", "12/31"), ("Security code", "123")):
                page.get_by_label(label).fill(text)
            go(page, "Check the card")
            go(page, "No, refuse it")
            page.wait_for_load_state()
            for _ in range(50):
                if page.inner_text("h1") == "The card was refused":
                    break
                go(page, "Look again", link=True)
            assert page.inner_text("h1") == "The card was refused"


@pytest.fixture(scope="module")
def with_stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, stripes.Stripe]]:
    """A server whose processor is a stand-in of Stripe, which sends its messages there."""
    folder = tmp_path_factory.mktemp("with-stripe")
    with ExitStack() as rest:
        stripe = rest.enter_context(stripes.running(folder))
        settings = {f"FRONTDESK_{name.upper()}": str(value) for name, value in stripe.settings.items()}
        server = rest.enter_context(servers.serving(folder / "data", "--demo", settings=settings))
        hook = {"url": f"http://127.0.0.1:{server.port}/webhooks/stripe", "secret": stripes.WEBHOOK}
        assert stripe.ask("POST", "/_config/webhooks/frontdesk", hook)[0] == 200
        yield server, stripe


def test_a_card_goes_from_the_browser_to_stripe_alone(
    chromium: Browser, with_stripe: tuple[Server, stripes.Stripe]
) -> None:
    server, stripe = with_stripe
    demo = Demo(server)
    with browser.visiting(chromium, demo.url) as visitor:
        enter_as_root(page := visitor.page(), demo, demo.world["root"])
        sent: list[tuple[str, str]] = []
        page.on("request", lambda request: sent.append((request.url, request.post_data or "")))
        page.goto(METHODS + "/add")
        fill_in_form(page)
        page.get_by_role("button", name="Go on to the payment processor").click()
        page.locator("#card input").first.wait_for()
        answer = page.request.get(page.url)
        policy = answer.headers["content-security-policy"]
        assert f"script-src 'self' {stripe.url}" in policy
        assert stripe.url not in page.request.get(METHODS).headers["content-security-policy"]
        card = {"number": "4000002500003155", "exp_month": "12", "exp_year": "31", "cvc": "987", "postal_code": "20457"}
        for name, text in card.items():
            page.locator(f"#card input[placeholder={name}]").fill(text)
        page.get_by_role("button", name="Check the card").click()
        page.get_by_role("button", name="Complete authentication").click()
        page.wait_for_url(f"**{METHODS}?done=added")
        assert "Visa ···· 3155 Default" in words(page)
    told = [url for url, body in sent if card["number"] in body or card["number"] in url]
    assert told
    assert all(url.startswith(stripe.url) for url in told)
    assert card["number"] not in server.log


def fill_in(keyboard: Keyboard) -> None:
    """Say who holds the card."""
    for label, text in (("Name on the card", "Ada Lind"), ("Phone number", "+49 40 1234567")):
        keyboard.fill(label, text)
    keyboard.select("Country", "Germany")
    for label, text in (("Street and number", "Quay 7"), ("City", "Hamburg"), ("Postal code", "20457")):
        keyboard.fill(label, text)


def fill_in_form(page: Page) -> None:
    """Say who holds the card, with the mouse."""
    page.get_by_label("Name on the card").fill("Ada Lind")
    page.get_by_label("Phone number").fill("+49 40 1234567")
    page.get_by_label("Country").select_option(label="Germany")
    page.get_by_label("Street and number").fill("Quay 7")
    page.get_by_label("City").fill("Hamburg")
    page.get_by_label("Postal code").fill("20457")


def type_rest(keyboard: Keyboard) -> None:
    """Type date and code, and send."""
    keyboard.fill("Expires", "12/31")
    keyboard.fill("Security code", "123")
    keyboard.press("Check the card")


def look_again(page: Page, url: str) -> None:
    """Press the link of the page that waits for the processor until it leads on."""
    for _ in range(50):
        if page.get_by_role("link", name="Look again").count() == 0:
            break
        go(page, "Look again", link=True)
    page.wait_for_url(url)


def words(page: Page) -> str:
    """Return the words of the content, with single spaces."""
    return " ".join(page.inner_text("main").split())


def paid(page: Page) -> None:
    """Open the bills until nothing is due any more."""
    for _ in range(50):
        page.goto(BILLS)
        if "Payments due" not in page.inner_text("main"):
            return
    raise AssertionError("the bill stays due")
