"""The pages of the second factor, without scripts (behaviour 2.1: P4, P5, P6, P10)."""

from __future__ import annotations

import re
from datetime import timedelta

from frontdesk.authentication import enrolment
from frontdesk.authentication.enrolment import Owner
from frontdesk.credentials.devices import totp
from frontdesk.directory import users
from frontdesk.store.context import Context
from tests.pages.arrivals import EMAIL, Arrivals, sign_in_root, sign_in_user
from tests.pages.client import Page
from tests.pages.office import PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock


def bind(office: Office, clock: FrozenClock, name: str | None) -> str:
    """Bind an app to a user or root and return its seed."""

    def run(ctx: Context) -> str:
        user = users.find(ctx, name) if name else None
        device, seed, _ = enrolment.start_app(ctx, f"{name or 'root'}-phone")
        step = totp.step_of(ctx.now)
        owner = Owner(user.id if user else office.account_id, name)
        enrolment.enable_codes(ctx, owner, device.serial, (totp.code(seed, step - 1), totp.code(seed, step)))
        return seed

    seed = office.run(run)
    clock.forward(timedelta(seconds=30))
    return seed


def now(seed: str, clock: FrozenClock, steps: int = 0) -> str:
    return totp.code(seed, totp.step_of(clock.now()) + steps)


def typed(page: Page, code: str) -> Page:
    return page.press("Continue", {"Code from your device": code})


def test_a_user_shows_a_code_and_comes_in(office: Office, arrivals: Arrivals, clock: FrozenClock) -> None:
    office.user("alice")
    seed = bind(office, clock, "alice")
    page = sign_in_user(arrivals.browser(), "harbour-books", "alice", PASSWORD)
    assert (page.path, page.h1) == ("/attempt/mfa", "Enter the code of your device")
    assert arrivals.sessions() == []
    assert typed(page, now(seed, clock)).path == "/console/home"
    assert len(arrivals.sessions()) == 1


def test_after_several_wrong_codes_two_in_a_row_are_offered(
    office: Office, arrivals: Arrivals, clock: FrozenClock
) -> None:
    office.user("alice")
    seed = bind(office, clock, "alice")
    page = sign_in_user(arrivals.browser(), "harbour-books", "alice", PASSWORD)
    near = {now(seed, clock, step) for step in (-1, 0, 1)}
    wrong = next(one for one in ("000000", "111111", "222222", "333333") if one not in near)
    page = typed(page, wrong)
    assert "Several codes were wrong" not in page.main
    page = typed(page, wrong)
    page = page.follow("Bring it back into step")
    ahead = {"A code": now(seed, clock, 40), "The next code": now(seed, clock, 41)}
    assert page.press("Bring into step and go on", ahead).path == "/console/home"


def test_trouble_sends_users_to_their_administrator_and_root_to_what_is_left(
    office: Office, arrivals: Arrivals, clock: FrozenClock
) -> None:
    office.user("alice")
    bind(office, clock, "alice")
    bind(office, clock, None)
    page = sign_in_user(arrivals.browser(), "harbour-books", "alice", PASSWORD).follow("Troubleshoot MFA")
    assert "Ask an administrator of your account." in page.main
    page = sign_in_root(arrivals.browser(), EMAIL, ROOT_PASSWORD).follow("Troubleshoot MFA")
    assert "Ask an administrator" not in page.main


def test_without_an_attempt_the_pages_begin_anew(arrivals: Arrivals, office: Office) -> None:
    for path in ("/attempt/mfa", "/attempt/mfa/resync", "/attempt/mfa/trouble", "/signin/register-device"):
        assert arrivals.browser().get(path).path == "/signin"


def test_root_registers_a_device_before_coming_in_once_the_days_are_over(
    office: Office, arrivals: Arrivals, clock: FrozenClock
) -> None:
    sign_in_root(arrivals.browser(), EMAIL, ROOT_PASSWORD)
    clock.forward(timedelta(days=36))
    browser = arrivals.browser()
    page = sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    assert page.h1 == "Register an MFA device to come in"
    assert not arrivals.is_live(browser)
    page = browser.get("/signin/register-device/app").press("Next", {"Device name": "phone"})
    found = re.search(r"[A-Z2-7]{32}", page.main)
    assert found
    codes = {"First code": now(found[0], clock, -1), "Second code": now(found[0], clock)}
    page = page.press("Add the device and come in", codes)
    assert page.path == "/console/home"
    assert arrivals.is_live(browser)
