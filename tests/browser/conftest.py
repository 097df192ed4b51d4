"""Chromium, for as long as tests of this folder run.

Playwright keeps an event loop running in the thread that uses it, so it must not outlive this package.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support import browser, programs


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A running Chromium without visitors."""
    if programs.chromium() is None:
        pytest.skip("Chromium is not installed")
    with browser.chromium() as running:
        yield running
