"""Every page about devices, light and dark, wide and narrow: at sign-in, one's own, and in an administrator's hands."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from frontdesk.credentials.devices import totp
from frontdesk.directory import accounts
from frontdesk.store.context import Context
from tests.browser import looking
from tests.browser.demo import Demo, enter
from tests.browser.ways import go
from tests.support import browser
from tests.support.browser import Scheme

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
# each code counts once: both schemes may run within the same half minute
STEP = {"light": 0, "dark": 1}


def looked_at(page: Page, path: str) -> None:
    assert looking.route(page.url) == path
    looking.check(page)


def follow(page: Page, part: str) -> None:
    page.locator(f"main a[href*='{part}']").first.click()


@SCHEMES
def test_at_sign_in_and_in_the_own_credentials(chromium: Browser, demo: Demo, scheme: Scheme) -> None:
    person = demo.world["devices"]["phone"]
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        page = visitor.page()
        enter(page, demo.account_url, person["name"], person["password"])
        page.wait_for_url("**/attempt/mfa")
        looked_at(page, "/attempt/mfa")
        for path in ("/attempt/mfa/resync", "/attempt/mfa/trouble"):
            page.goto(f"{demo.url}{path}")
            looked_at(page, path)
        page.goto(f"{demo.url}/attempt/mfa")
        code = totp.code(person["secret"], int(time.time()) // totp.STEP_SECONDS + STEP[scheme])
        page.get_by_label("Code from your device").first.fill(code)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/console/home")
        for part in ("rename", "resync", "remove"):
            page.goto(f"{demo.url}/console/credentials")
            follow(page, f"devices/{part}")
            looked_at(page, f"/console/credentials/devices/{part}")
        page.goto(f"{demo.url}/console/credentials/recovery-codes")
        looked_at(page, "/console/credentials/recovery-codes")


@SCHEMES
def test_in_an_administrators_hands(chromium: Browser, demo: Demo, scheme: Scheme) -> None:
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        demo.sign_in(page := visitor.page())
        for part in ("deactivate", "resync"):
            page.goto(f"{demo.url}/console/users/{demo.world['devices']['lost']['name']}")
            follow(page, f"mfa/{part}")
            looked_at(page, f"/console/users/{{name}}/mfa/{part}")


@SCHEMES
def test_where_root_has_to_register_one(chromium: Browser, demo: Demo, scheme: Scheme) -> None:
    made = demo.server.account(f"Quay {scheme}", email=f"bound-{scheme}@quay.example")

    def long_ago(ctx: Context) -> None:
        accounts.bound(ctx.within(made.account_id)).root_alone_since = ctx.now - timedelta(days=36)

    demo.server.store.transact(long_ago, writes=True)
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        page = visitor.page()
        page.goto(f"{demo.url}/signin")
        page.get_by_label("Root user e-mail address").fill(made.root_email)
        go(page, "Next")
        page.get_by_label("Password", exact=True).fill(made.root_password)
        go(page, "Sign in")
        looked_at(page, "/signin/register-device")
        for kind in ("app", "passkey"):
            page.goto(f"{demo.url}/signin/register-device/{kind}")
            looked_at(page, f"/signin/register-device/{kind}")


@SCHEMES
def test_where_root_is_advised_to(chromium: Browser, demo: Demo, scheme: Scheme) -> None:
    made = demo.server.account(f"Quay {scheme}", email=f"advised-{scheme}@quay.example")
    with browser.visiting(chromium, demo.url, scheme=scheme) as visitor:
        page = visitor.page()
        page.goto(f"{demo.url}/signin")
        page.get_by_label("Root user e-mail address").fill(made.root_email)
        go(page, "Next")
        page.get_by_label("Password", exact=True).fill(made.root_password)
        go(page, "Sign in")
        looked_at(page, "/session/register-device")
