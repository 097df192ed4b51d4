"""An organization in Chromium: made, grown, joined, left; each of its pages looked at on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import boto3
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.demo import Demo, enter_as_root
from tests.browser.ways import choose, go
from tests.support import browser

HOME = "/console/organization"
SitDown = Callable[[str, str], Page]


@pytest.fixture
def sit_down(chromium: Browser, demo: Demo) -> Iterator[SitDown]:
    """Let a root user sign in at a browser of their own."""
    with ExitStack() as rest:

        def sit(email: str, password: str) -> Page:
            page: Page = rest.enter_context(browser.visiting(chromium, demo.url)).page()
            enter_as_root(page, demo, {"email": email, "password": password})
            return page

        yield sit


def seen(page: Page) -> None:
    """Look at a page as it stands."""
    looking.check(page)


def test_a_guest_joins_the_demo_accounts_organization(demo: Demo, sit_down: SitDown) -> None:
    world = demo.world
    main = sit_down(world["root"]["email"], world["root"]["password"])
    main.goto(f"{demo.url}{HOME}")
    tree = main.get_by_role("list", name="The organization, from its root down")
    assert "Northern Yards" in tree.inner_text()
    seen(main)
    guest = sit_down(world["guest"]["root"]["email"], world["guest"]["root"]["password"])
    guest.goto(f"{demo.url}{HOME}")
    seen(guest)
    guest.get_by_role("link", name="To join the organization").click()
    seen(guest)
    go(guest, "Look closer and accept", link=True)
    seen(guest)
    for tick in guest.get_by_role("checkbox").all():
        tick.check()
    go(guest, "Join the organization")
    assert "Your account is in the organization" in guest.inner_text("main")
    seen(guest)
    go(guest, "Leave the organization", link=True)
    assert "A payment method of its own" in guest.inner_text("main")
    seen(guest)
    main.reload()
    assert "Lighthouse Keepers" in tree.inner_text()
    make_room(main)


def make_room(main: Page) -> None:
    """Make a unit and move the newcomer into it."""
    go(main, "Create a unit", link=True)
    main.get_by_label("Name of the unit").fill("Lights")
    seen(main)
    go(main, "Create the unit")
    go(main, "Organization", link=True)
    go(main, "Lighthouse Keepers", link=True)
    go(main, "Move", link=True)
    main.get_by_label("Move it below").select_option(label="Lights")
    seen(main)
    go(main, "Move the account")
    assert "Root / Lights" in main.inner_text("main")
    go(main, "Close account", link=True)
    seen(main)


def test_from_one_bill_to_all_features(demo: Demo, sit_down: SitDown) -> None:
    made = demo.server.account("One Bill", email="owner@one-bill.example")
    organizations: Any = boto3.client(
        "organizations",
        endpoint_url=demo.url,
        region_name="us-east-1",
        aws_access_key_id=made.access_key_id,
        aws_secret_access_key=made.secret_access_key,
    )
    main = sit_down(made.root_email, made.root_password)
    main.goto(f"{demo.url}{HOME}")
    go(main, "Create an organization", link=True)
    seen(main)
    main.get_by_label("One bill only").check()
    go(main, "Create the organization")
    go(main, "Enable all features", link=True)
    seen(main)
    main.get_by_label("There is no way back to one bill only.").check()
    go(main, "Ask for all features")
    seen(main)
    go(main, "Enable all features")
    assert organizations.describe_organization()["Organization"]["FeatureSet"] == "ALL"
    main.goto(f"{demo.url}{HOME}/~dissolve")
    go(main, "Dissolve the organization")
    assert "This account is in no organization" in main.inner_text("main")


def test_whoever_reads_the_mailbox_takes_a_created_account(chromium: Browser, demo: Demo) -> None:
    address, password = "root@quay-press.example", "Quay-press-root-1"
    with browser.visiting(chromium, demo.url) as visitor:
        page = visitor.page()
        page.goto(f"{demo.url}/recovery/root-password")
        page.get_by_label("E-mail address", exact=False).first.fill(address)
        page.locator("main form button[type=submit]").first.click()
        page.get_by_label("Code", exact=False).first.fill(demo.code_for(address))
        page.locator("main form button[type=submit]").first.click()
        choose(page, password)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/recovery/done")
        enter_as_root(page, demo, {"email": address, "password": password})
        page.goto(f"{demo.url}{HOME}")
        assert demo.world["account_id"] in page.inner_text("main")
        go(page, "Leave the organization", link=True)
        seen(page)
        go(page, "Agree to the terms")
        assert "Agreement to the terms" not in page.inner_text("main")
