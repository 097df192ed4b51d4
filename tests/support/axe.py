"""Accessibility as axe sees it."""

from __future__ import annotations

import json

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SCRIPT = Axe().axe_script


def check(page: Page, *rules: str) -> None:
    """Insist that axe finds nothing wrong with the page as it stands; the error lists rule, help and place.

    With names of ``rules``, such as ``color-contrast``, only these are looked at.
    """
    if not page.evaluate("'axe' in window"):  # half a megabyte, which one document needs once
        page.evaluate(_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    results = AxeResults(page.evaluate(f"axe.run({json.dumps(options)})"))
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
