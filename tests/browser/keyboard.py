"""Somebody who uses a page with the keyboard alone, and insists on seeing where the focus is."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

_MOST_STOPS = 120
_THINNEST_RING = 2  # CSS pixels, see ``--ring`` in tokens.css
_STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const said = (node) => node.textContent.replace(/\\s+/g, " ").trim();
  const label = one.labels?.length ? one.labels[0] : null;
  const words = label ? said(label.contains(one) ? label.querySelector("span") : label) : said(one);
  const ring = getComputedStyle(one);
  return {
    words: words.replace(/ \\(optional\\)$/, ""),
    ring: ring.outlineStyle === "none" ? 0 : parseFloat(ring.outlineWidth),
  };
}"""


@dataclass(frozen=True)
class Keyboard:
    """A page, and no mouse. Fields, ticks, buttons and links are found by the words that people see."""

    page: Page

    def open(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)

    def reach(self, words: str) -> None:
        """Press Tab until the focus is on whatever is called ``words``; every stop on the way shows a ring."""
        passed: list[str] = []
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(_STOP)
            if stop is None:
                continue  # the browser's own controls come between the end of a page and its beginning
            assert stop["ring"] >= _THINNEST_RING, f"{self.page.url}: no focus ring on {stop['words']!r}"
            if stop["words"] == words:
                return
            passed.append(stop["words"])
        raise AssertionError(f"{self.page.url}: Tab never reaches {words!r}, only {list(dict.fromkeys(passed))}")

    def fill(self, label: str, text: str) -> None:
        """Replace what stands in a field."""
        self.reach(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, label: str) -> None:
        """Tick a box, or take the first of a group of choices."""
        self.reach(label)
        self.page.keyboard.press("Space")

    def select(self, label: str, beginning: str) -> None:
        """Take an option of a closed list by typing how it begins."""
        self.reach(label)
        self.page.keyboard.type(beginning)

    def press(self, words: str) -> None:
        """Press a button or follow a link, and wait for the page that comes."""
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    @property
    def title(self) -> str:
        """The page's main heading."""
        return self.page.inner_text("h1")
