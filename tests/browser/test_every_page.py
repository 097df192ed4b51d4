"""Every page, as visitors, an administrator and the staff find it, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.demo import Demo, enter, enter_as_root
from tests.browser.ways import choose, contact, go
from tests.support import browser
from tests.support.browser import Scheme

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
# steps of a way that begins with a form: looked at in the second test
BY_FORM = {
    "/signin/root", "/signin/new-password", "/attempt/mailed-code", "/recovery/new-password", "/recovery/done",
    "/signup/password", "/signup/contact", "/signup/done", "/session/signed-out",
}  # fmt: skip
# of members and of organizations that only pay: looked at in test_organization.py; of root: in test_root_email.py; and
# a page once more after its form
ELSEWHERE_LOOKED_AT = {
    "/console/organization/~leave", "/console/organization/~features",
    "/console/organization/invitations/{handshake}/accept",
    "/console/organization/policies/{policy}/attach", "/console/organization/policies/{policy}/detach",
    "/console/account/root-email", "/recovery/root-email",
}  # fmt: skip
# of cards, in the hands of the processor: looked at in test_cards.py
OF_CARDS = {
    "/console/billing/methods/{method}/card", "/console/billing/payments/{payment}", "/sandbox-processor/{reference}",
}  # fmt: skip
# of support: looked at in test_support_desk.py, but for files, which are saved and not shown
OF_SUPPORT = {
    "/contact/sent", "/contact/case", "/console/operator/support/{case}/account",
    "/console/support/attachment/{file}", "/console/operator/support/{case}/attachment/{file}",
}  # fmt: skip
# of abuse reports: looked at in test_abuse.py, but for files, which are saved and not shown
OF_ABUSE = {
    *(route for route in looking.ROUTES if route.startswith("/abuse/")), "/console/notices/{id}/attachments/{file}",
    "/console/operator/abuse/{number}/attachments/{file}", "/console/operator/abuse/{number}/unmatch",
    "/console/operator/abuse/{number}/notice", "/console/operator/abuse/{number}/unblock",
    "/console/operator/abuse/{number}/reinstate",
}  # fmt: skip
# of devices: looked at in test_device_pages.py and, where one shows them again, in test_devices.py
OF_DEVICES = {
    "/attempt/mfa", "/attempt/mfa/resync", "/attempt/mfa/trouble", "/session/register-device", "/session/step-up",
    "/signin/register-device", "/signin/register-device/app", "/signin/register-device/passkey",
    "/console/credentials/devices/rename", "/console/credentials/devices/resync",
    "/console/credentials/devices/remove", "/console/credentials/recovery-codes",
    "/console/users/{name}/mfa/deactivate", "/console/users/{name}/mfa/resync",
}  # fmt: skip
# of accounts that end: looked at in test_closing.py
OF_CLOSING = {"/console/account/closing", "/console/account/reopen"}
ELSEWHERE = {
    "/", "/console", "/reference", "/mailbox.json", "/session/begin", "/session/hand-over",
    "/console/billing/bills/{bill}/pdf",
}  # fmt: skip  # no pages
BY_HAND = ("/session/sign-out", "/session/sign-out-everywhere")  # where a bookmark leads; pages post there at once
# the staff's own account has room for another key, and pages of its own
BY_STAFF = ("/console/operator/mail", "/console/credentials/access-keys/create",
            "/console/users/staff/access-keys/create")  # fmt: skip
# root of an account in no organization
BY_GUEST = ("/console/organization", "/console/organization/~new", "/console/account/close", "/console/account/export")
MOST_PAGES = 400


def crawl(page: Page, starts: Iterable[str], seen: set[str]) -> None:
    """Follow every link of our own, and look at the first page of each route that was not seen before."""
    waiting = list(starts)
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        if looking.route(address) in seen:
            answer = page.request.get(address)
            assert answer.ok, f"{address} answers {answer.status}"
            continue
        visit(page, address, seen)
        fresh = [one for one in looking.links(page) if one not in known and looking.route(one) not in ELSEWHERE]
        known.update(fresh)
        waiting += fresh
        assert len(known) < MOST_PAGES


def visit(page: Page, address: str, seen: set[str]) -> None:
    """Look at a page, unless the address leads to one that was seen already."""
    answer = page.goto(address)
    assert answer
    assert answer.ok, f"{page.url} answers {answer.status}"
    route = looking.route(page.url)
    assert route, f"{page.url} is no page of ours"
    if route not in seen:
        seen.add(route)
        looking.check(page)


@pytest.fixture(scope="module")
def furnished(demo: Demo) -> list[str]:
    """Pages that lead to everything that an account can hold."""
    return demo.furnish()


@SCHEMES
def test_every_page_that_a_link_leads_to(chromium: Browser, demo: Demo, furnished: list[str], scheme: Scheme) -> None:
    seen: set[str] = set()
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        page = visitor.page()
        ask_for_a_mail(page, demo, f"somebody@{scheme}.example")
        refused = refuse_once(page, demo)
        looking.check(page)
        crawl(page, addresses(demo, "/", "/mailbox", "/terms", f"/reference/{refused}"), seen)
        demo.sign_in(page)
        crawl(page, [*furnished, *addresses(demo, f"/console/history/{refused}", *BY_HAND)], seen)
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        demo.sign_in(page := visitor.page(), "staff")
        crawl(page, addresses(demo, *BY_STAFF), seen)
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        enter_as_root(page := visitor.page(), demo, demo.world["guest"]["root"])
        crawl(page, addresses(demo, *BY_GUEST), seen)
    looked_at_elsewhere = BY_FORM | OF_CARDS | ELSEWHERE_LOOKED_AT | OF_SUPPORT | OF_ABUSE | OF_DEVICES | OF_CLOSING
    assert set(looking.ROUTES) - seen - looked_at_elsewhere == ELSEWHERE


def addresses(demo: Demo, *paths: str) -> list[str]:
    return [demo.url + path for path in paths]


def ask_for_a_mail(page: Page, demo: Demo, address: str) -> None:
    page.goto("/signup")
    page.get_by_label("Root user e-mail address").fill(address)
    page.get_by_label("Account name").fill("Quay")
    go(page, "Verify e-mail address")
    demo.code_for(address)


def refuse_once(page: Page, demo: Demo) -> str:
    enter(page, demo.account_url, demo.world["user"]["name"], "not the password")
    return page.inner_text(".ref")


@SCHEMES
def test_every_page_that_a_form_leads_to(
    chromium: Browser, demo: Demo, scheme: Scheme, serial: Callable[[], int]
) -> None:
    seen: set[str] = set()
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        page = visitor.page()

        def look(path: str) -> None:
            page.wait_for_url(f"**{path}")
            looking.check(page)
            seen.add(path)

        address = f"{scheme}-{serial()}@quay.example"
        sign_up(page, demo, address, look)
        reset(page, demo, address, look)
        replace_given_password(page, demo, f"{scheme}-{serial()}", look)
        page.goto("/session/sign-out")
        go(page, "Sign out")
        look("/session/signed-out")
    assert seen == BY_FORM


def sign_up(page: Page, demo: Demo, address: str, look: Callable[[str], None]) -> None:
    """Open an account; at each step look at the page as it is refused, and as it comes."""
    page.goto("/signup")
    go(page, "Verify e-mail address")
    looking.check(page)
    page.get_by_label("Root user e-mail address").fill(address)
    page.get_by_label("Account name").fill("Quay")
    go(page, "Verify e-mail address")
    look("/attempt/mailed-code")
    page.get_by_label("Six-digit code").fill(demo.code_for(address))
    go(page, "Continue")
    look("/signup/password")
    page.get_by_label("Root user's password", exact=True).fill("Quay-side-1 lamps")
    page.get_by_label("The password, once more", exact=True).fill("Quay-side-1 lamps")
    go(page, "Continue")
    go(page, "Create account")
    look("/signup/contact")
    contact(page)
    look("/signup/done")


def reset(page: Page, demo: Demo, address: str, look: Callable[[str], None]) -> None:
    """Forget the password of the root user who has just signed up, and choose another."""
    go(page, "Sign in", link=True)
    look("/signin/root")
    go(page, "Forgot password?", link=True)
    page.get_by_label("Root user e-mail address").fill(address)
    go(page, "Mail me a code")
    page.get_by_label("Six-digit code").fill("000000")
    go(page, "Continue")
    looking.check(page)
    page.get_by_label("Six-digit code").fill(demo.code_for(address, 2))
    go(page, "Continue")
    look("/recovery/new-password")
    choose(page, "Quay-side-2 lamps")
    go(page, "Set new password")
    look("/recovery/done")


def replace_given_password(page: Page, demo: Demo, name: str, look: Callable[[str], None]) -> None:
    """Come in as an IAM user whose password somebody else has chosen."""
    given = demo.new_user(name, reset_required=True)
    enter(page, demo.account_url, name, given)
    look("/signin/new-password")
    page.get_by_label("Old password", exact=True).fill(given)
    choose(page, "Chosen-by-me-1")
    go(page, "Set password and sign in")
