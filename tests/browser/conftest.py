"""Chromium and a server with the demo world, for as long as tests of this folder run.

Playwright keeps an event loop running in the thread that uses it, so it must not outlive this package.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.demo import Demo
from tests.support import browser, programs, server


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A running Chromium without visitors."""
    if programs.chromium() is None:
        pytest.skip("Chromium is not installed")
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A server with the demo world for one module, which leaves its people and passwords as they are.

    Not for more: all its visitors come from one address, and after a few mails to strangers that address has to
    solve a puzzle first.
    """
    with server.serving(tmp_path_factory.mktemp("demo") / "data", "--demo") as running:
        yield Demo(running)
