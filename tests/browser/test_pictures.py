"""The pictures of the README, taken from the product itself.

A test run leaves the committed ones alone and takes its own into ``tests/browser/out``;
``make pictures`` replaces them.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo import Demo, enter
from tests.support import browser
from tests.support.browser import Scheme
from tests.support.server import serving
from tools.lint import tree

MOST_BYTES = 120_000
COMMITTED = tree.ROOT / "docs/pictures"
FOLDER = COMMITTED if os.environ.get("PICTURES") == "docs" else Path(__file__).parent / "out"
_GAP = (
    "body { margin: 0; display: flex; gap: 16px; background: transparent } img { display: block; border-radius: 8px }"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo world of the pictures' own, so that they show what the README tells."""
    FOLDER.mkdir(exist_ok=True)
    with serving(tmp_path_factory.mktemp("pictures") / "data", "--demo") as running:
        yield Demo(running)


@contextmanager
def tab(chromium: Browser, world: Demo, width: int, height: int, scheme: Scheme = "light") -> Iterator[Page]:
    with browser.visiting(chromium, world.url, width=width, height=height, scheme=scheme) as visitor:
        yield visitor.page()


def keep(name: str, picture: bytes) -> None:
    assert len(picture) <= MOST_BYTES, f"{name} has {len(picture)} bytes"
    (FOLDER / f"{name}.png").write_bytes(picture)


def beside(chromium: Browser, pictures: list[bytes]) -> bytes:
    """Return one picture of several, left to right."""
    drawn = "".join(f"<img src='data:image/png;base64,{b64encode(one).decode()}' alt=''>" for one in pictures)
    with chromium.new_context(viewport={"width": 1400, "height": 1000}) as context:
        page = context.new_page()
        page.set_content(
            f"<!doctype html><style>{_GAP} main {{ display: flex; gap: 16px }}</style><main>{drawn}</main>"
        )
        page.wait_for_function("[...document.images].every(one => one.complete && one.naturalWidth)")
        return page.locator("main").screenshot(omit_background=True)


def test_the_sign_in_page_light_and_dark(chromium: Browser, world: Demo) -> None:
    pictures = []
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        with tab(chromium, world, 620, 732, scheme) as page:
            page.goto(f"{world.url}/console?account={world.world['alias']}")
            page.get_by_label("User name").first.fill("m.okafor")
            page.get_by_label("Password", exact=True).focus()
            pictures.append(page.screenshot())
    keep("sign-in", beside(chromium, pictures))


def test_an_explanation_and_a_users_page(chromium: Browser, world: Demo) -> None:
    with tab(chromium, world, 1120, 860) as page:
        enter(page, world.account_url, world.world["user"]["name"], "not the password")
        reference = page.inner_text(".ref")
        world.sign_in(page)
        page.goto(f"{world.url}/console/history/{reference}")
        keep("explanation", page.screenshot())
        page.goto(f"{world.url}/console/users/{world.world['user']['name']}")
        keep("user", page.screenshot())


def test_pages_on_a_telephone(chromium: Browser, world: Demo) -> None:
    pictures = []
    with tab(chromium, world, 360, 720) as page:
        enter(page, world.account_url, world.world["user"]["name"], "not the password")
        pictures.append(page.screenshot())
    with tab(chromium, world, 360, 720, "dark") as page:
        world.sign_in(page)
        pictures.append(page.screenshot())
    keep("telephone", beside(chromium, pictures))
