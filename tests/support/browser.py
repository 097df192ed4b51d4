"""The distribution's Chromium, driven by Playwright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

from tests.support import programs

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Visitor:
    """One person's browser: cookies of its own, and a list of what scripts and the content policy complained about."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Open an empty tab."""
        return self.context.new_page()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium without a window. Needs :func:`programs.chromium`. Every ``*.localhost`` name is this machine."""
    path = programs.chromium()
    if path is None:
        raise FileNotFoundError("Chromium is not installed")
    options = ["--host-resolver-rules=MAP *.localhost 127.0.0.1", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options, chromium_sandbox=os.geteuid() != 0)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    *,
    scheme: Scheme = "light",
    width: int = 1280,
    height: int = 900,
    javascript: bool = True,
) -> Iterator[Visitor]:
    """Give one visitor of ``url`` a browser of their own; at the end insist that no script or policy complained."""
    context = browser.new_context(
        base_url=url,
        color_scheme=scheme,
        viewport={"width": width, "height": height},
        java_script_enabled=javascript,
        reduced_motion="reduce",
        locale="en-GB",
    )
    visitor = Visitor(context)
    context.on("console", lambda message: visitor.complaints.extend(_complaint(message)))
    context.on("weberror", lambda fault: visitor.complaints.append(_words(fault.error)))
    try:
        yield visitor
    finally:
        context.close()
    assert not visitor.complaints, visitor.complaints


def _complaint(message: ConsoleMessage) -> list[str]:
    # a refusal is a page with a 4xx status, and Chromium notes that as an error
    refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
    return [message.text] if message.type == "error" and not refused else []


def _words(error: Error) -> str:
    return error.message
