"""Reading HTML as a browser does, and looking around in it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

HIDDEN_TYPES = ("hidden",)
_NO_TEXT = ("script", "style", "svg", "template")
_APART = frozenset("p div li dt dd th td tr h1 h2 h3 h4 label legend summary option button br".split())


def parse(html: str) -> Element:
    """Return the root of a page; raises html5lib's ParseError for anything that is not valid syntax."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def text(element: Element) -> str:
    """Return an element's words with single spaces, as a reader hears them; drawings have none."""
    return " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _NO_TEXT:
        return
    yield " " * (element.tag in _APART) + (element.text or "")
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    yield " " * (element.tag in _APART)


def every(root: Element, *tags: str) -> list[Element]:
    """Return the elements with these tags in the order of the page; all of them when none is named."""
    return [one for one in root.iter() if isinstance(one.tag, str) and (not tags or one.tag in tags)]


def by_id(root: Element, name: str) -> Element | None:
    """Return the element with an id, or None."""
    return next((one for one in every(root) if one.get("id") == name), None)


def classes(element: Element) -> set[str]:
    """Return an element's classes."""
    return set((element.get("class") or "").split())


def controls(root: Element) -> list[Element]:
    """Return whatever takes input and can be seen, buttons left out."""
    found = every(root, "input", "select", "textarea")
    return [one for one in found if one.get("type") not in ("hidden", "submit", "button")]


def label(root: Element, control: Element) -> str:
    """Return the words that name a control; empty when nothing does."""
    if control.get("aria-label"):
        return control.get("aria-label", "")
    named = [by_id(root, name) for name in control.get("aria-labelledby", "").split()]
    around = [one for one in every(root, "label") if control in list(one.iter())]
    apart = [one for one in every(root, "label") if control.get("id") and one.get("for") == control.get("id")]
    return " ".join(_name(one) for one in (*named, *around, *apart) if one is not None)


def _name(element: Element) -> str:
    # in a row that is a label as a whole, the hint is not part of the name
    first = next((one for one in element if one.tag == "span"), None)
    return text(first if first is not None and "pick" in classes(element) else element)
