"""What every page has to be like, at each size and in each scheme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Page
from starlette.routing import compile_path

from frontdesk.web.site import discover
from tests.support import axe

SIZES = ((1280, 900), (320, 640))
# in the order of precision: /console/users/~new before /console/users/{name}
ROUTES = sorted((page.path for page in discover() if page.get), key=lambda path: (path.count("{"), path))
_PATTERNS = [(path, compile_path(path)[0]) for path in ROUTES]
_WITHOUT_RING = """() => {
  const ends = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const without = [];
  for (const one of document.querySelectorAll(ends)) {
    if (!one.checkVisibility({visibilityProperty: true})) continue;
    one.focus();
    const ring = getComputedStyle(one);
    const seen = ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2;
    if (document.activeElement !== one || !seen) without.push(one.outerHTML.slice(0, 120));
  }
  document.activeElement.blur();
  return without;
}"""
_SIDEWAYS = """() => {
  const end = document.scrollingElement;
  if (end.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120));
}"""


def route(url: str) -> str | None:
    """Return the route that answers an address, such as ``/console/users/{name}``; None for other addresses."""
    path = urlsplit(url).path
    return next((route for route, pattern in _PATTERNS if pattern.match(path)), None)


def check(page: Page) -> None:
    """Insist on a page that axe has nothing against, that stays within the window, and whose focus can be seen."""
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    rules = ("color-contrast",) if dark else ()  # in the dark the same page has other colours, and nothing else
    with _focused_by_key(page):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            where = f"{page.url} at {width} pixels"
            assert page.evaluate(_SIDEWAYS) == [], where
            assert page.evaluate(_WITHOUT_RING) == [], where
            axe.check(page, *rules)


@contextmanager
def _focused_by_key(page: Page) -> Iterator[None]:
    # once a key was used, browsers show the focus wherever it goes
    page.keyboard.press("Tab")
    yield
    width, height = SIZES[0]
    page.set_viewport_size({"width": width, "height": height})


def links(page: Page) -> list[str]:
    """Return the addresses of our own that a page leads to."""
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href.split('#')[0])")
    ours = urlsplit(page.url).netloc
    return [address for address in dict.fromkeys(found) if urlsplit(address).netloc == ours]
