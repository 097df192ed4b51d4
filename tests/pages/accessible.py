"""What every page has to be, whatever it is about: readable by anyone, with nothing inline, under a strict policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from tests.pages.markup import by_id, controls, every, label, text

_POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
_NO_AUTOCOMPLETE = ("checkbox", "radio", "file")
_HEADINGS = ("h1", "h2", "h3", "h4")
_STRICT = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def faults(root: Element, headers: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a page, in words; empty when nothing is."""
    return [fault for rule in _RULES for fault in rule(root)] + list(_policy(headers))


def _structure(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "the page says no language"
    mains = every(root, "main")
    if len(mains) != 1 or mains[0].get("id") != "main":
        yield "there is not exactly one main with the id that the skip link names"
    first = next(iter(every(root, "a")), None)
    if first is None or first.get("href") != "#main":
        yield "the first link does not skip to the content"


def _title(root: Element) -> Iterator[str]:
    headings = every(root, "h1")
    if len(headings) != 1:
        yield f"there are {len(headings)} h1"
        return
    words, title = text(headings[0]), " ".join((every(root, "title")[0].text or "").split())
    if not words or not title.removeprefix("Error: ").startswith(words):
        yield f"the title {title!r} does not begin with the h1 {words!r}"
    if bool(_alerts(root)) != title.startswith("Error: "):
        yield f"the title {title!r} and the error summary do not agree"


def _alerts(root: Element) -> list[Element]:
    return [one for one in every(root) if one.get("role") == "alert"]


def _order(root: Element) -> Iterator[str]:
    level = 0
    main = every(root, "main")
    for heading in every(main[0], *_HEADINGS) if main else ():
        now = int(heading.tag[1])
        if now > level + 1:
            yield f"{text(heading)!r} is an {heading.tag} after an h{level}"
        if not text(heading):
            yield f"an empty {heading.tag}"
        level = now


def _labels(root: Element) -> Iterator[str]:
    for control in controls(root):
        name = control.get("name") or control.tag
        if not label(root, control):
            yield f"the field {name} has no label"
        if control.get("type") not in _NO_AUTOCOMPLETE and not control.get("autocomplete"):
            yield f"the field {name} says nothing about autocomplete"
        if control.get("placeholder"):
            yield f"the field {name} has a placeholder"
    for group in every(root, "fieldset"):
        if not any(child.tag == "legend" and text(child) for child in group):
            yield "a fieldset has no legend"


def _actions(root: Element) -> Iterator[str]:
    for link in every(root, "a"):
        where, words = link.get("href", ""), text(link) or link.get("aria-label", "")
        if not words:
            yield f"the link to {where} has no words"
        if where in ("", "#") or (where.startswith(("http:", "javascript:")) and "localhost" not in where):
            yield f"the link {words!r} leads to {where!r}"
        if where.startswith("#") and by_id(root, where[1:]) is None:
            yield f"the link {words!r} leads to {where}, which is not there"
    for button in every(root, "button"):
        if not text(button) or button.get("type") not in ("submit", "button"):
            yield f"the button {text(button)!r} has no words or no type"


def _ids(root: Element) -> Iterator[str]:
    ids = Counter(one.get("id") for one in every(root) if one.get("id"))
    yield from (f"the id {name} is there {count} times" for name, count in ids.items() if count > 1)
    for one in every(root):
        for pointer in _POINTERS:
            missing = [name for name in (one.get(pointer) or "").split() if name not in ids]
            yield from (f"{pointer} of {one.tag} names {name}, which is not there" for name in missing)


def _inline(root: Element) -> Iterator[str]:
    for one in every(root):
        if one.tag == "style" or "style" in one.attrib:
            yield f"{one.tag} has an inline style"
        if one.tag == "script" and (one.text or not one.get("src", "").startswith("/static/")):
            yield "there is an inline script, or one from elsewhere"
        if any(name.startswith("on") for name in one.attrib):
            yield f"{one.tag} has an inline handler"
        if one.tag in ("img", "iframe", "object", "embed"):
            yield f"there is an {one.tag}"
    sheets = [link for link in every(root, "link") if link.get("rel") == "stylesheet"]
    if len(every(root, "script")) > 1 or len(sheets) != 1:
        yield "there is more than one script or not exactly one style sheet"


def _drawings(root: Element) -> Iterator[str]:
    for one in every(root):
        named = one.get("role") == "img" and (one.get("aria-label") or one.get("aria-labelledby"))
        if one.tag.endswith("svg") and one.get("aria-hidden") != "true" and not named:
            yield "a drawing is neither hidden nor named"


def _forms(root: Element) -> Iterator[str]:
    for form in every(root, "form"):
        names = {one.get("name") for one in every(form, "input")}
        if form.get("method") == "post" and "token" not in names:
            yield "a form that posts carries no token"
        if form.get("method") != "post" and any(one.get("type") == "password" for one in every(form, "input")):
            yield "a password would stand in an address"


def _tables(root: Element) -> Iterator[str]:
    for table in every(root, "table"):
        cells = [cell for body in every(table, "tbody") for row in every(body, "tr") for cell in row]
        if table.get("role") != "table" or not all(cell.get("data-label") and cell.get("role") for cell in cells):
            yield "a table has cells without data-label or role, so that it reads badly as cards"


def _policy(headers: Mapping[str, str]) -> Iterator[str]:
    policy = headers.get("content-security-policy", "")
    if not policy.startswith("default-src 'none';") or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
        yield f"the content policy is {policy!r}"
    yield from (f"{name} is {headers.get(name)!r}" for name, value in _STRICT.items() if headers.get(name) != value)


_RULES: tuple[Callable[[Element], Iterator[str]], ...] = (
    _structure, _title, _order, _labels, _actions, _ids, _inline, _drawings, _forms, _tables,
)  # fmt: skip
