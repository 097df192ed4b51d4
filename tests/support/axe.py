"""Accessibility as axe sees it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()


def check(page: Page) -> None:
    """Insist that axe finds nothing wrong with the page as it stands; the error lists rule, help and place."""
    results = _AXE.run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
