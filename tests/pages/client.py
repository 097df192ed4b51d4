"""A browser without a screen: visits pages over ASGI, keeps cookies, presses buttons, and refuses inaccessible HTML."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

from tests.pages import accessible
from tests.pages.markup import by_id, classes, controls, every, label, parse, text

MOST_HOPS = 8
BOUNDARY = "----a-line-that-no-test-types"
Chosen = list[tuple[str, bytes]]
Filled = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back for one request, before anything is read into it."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes


class Page:
    """One page as it was shown. Fields and buttons are found by the words that people see."""

    def __init__(self, client: Client, url: str, answer: Answer) -> None:
        self.client, self.url, self.answer = client, url, answer
        self.status, self.headers = answer.status, answer.headers
        self.html = answer.body.decode()
        self.root = parse(self.html)
        found = accessible.faults(self.root, self.headers)
        assert not found, f"{url}:\n" + "\n".join(found) + f"\n{self.html}"

    @property
    def path(self) -> str:
        """Where we are, without the query."""
        return urlsplit(self.url).path

    @property
    def h1(self) -> str:
        """The title of the page."""
        return text(every(self.root, "h1")[0])

    @property
    def text(self) -> str:
        """Every word of the page."""
        return text(every(self.root, "body")[0])

    @property
    def main(self) -> str:
        """Every word of the content."""
        return text(every(self.root, "main")[0])

    @property
    def summary(self) -> str:
        """The words of the error summary; empty where nothing was refused."""
        return " ".join(text(one) for one in every(self.root) if one.get("role") == "alert")

    @property
    def reference(self) -> str | None:
        """The first reference on the page."""
        return next((text(one) for one in every(self.root) if "ref" in classes(one)), None)

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its words."""
        return {text(one): one.get("href", "") for one in every(self.root, "a")}

    def value(self, words: str) -> str:
        """Return what stands in the field with this label."""
        control = self._control(words)
        return (control.text or "") if control.tag == "textarea" else control.get("value", "")

    def error(self, words: str) -> str:
        """Return the message beside the field with this label; empty where there is none."""
        about = self._control(words).get("aria-describedby", "").split()
        found = by_id(self.root, next((name for name in about if name.endswith("-error")), "-"))
        return text(found) if found is not None else ""

    def follow(self, words: str) -> Page:
        """Go where the link with these words leads."""
        return self.client.get(urljoin(self.url, self.links[words]))

    def press(self, button: str, /, filled: Filled | None = None, **more: Any) -> Page:
        """Press a button after filling fields by their labels.

        Radio buttons and ticks take True or False, fields for files lists of (name, content).
        """
        form = next(one for one in every(self.root, "form") if self._button(one, button) is not None)
        pressed = self._button(form, button)
        assert pressed is not None
        pairs = self._sent(form, {self._control(words, form): what for words, what in (filled or {}).items()})
        if pressed.get("name"):
            pairs.append((pressed.get("name", ""), pressed.get("value", "")))
        target = urljoin(self.url, form.get("action", self.url))
        if form.get("method") != "post":
            return self.client.get(target.partition("?")[0] + "?" + urlencode(pairs), **more)
        if form.get("enctype") == "multipart/form-data":
            more = {"content_type": f"multipart/form-data; boundary={BOUNDARY}"} | more
        return self.client.post(target, pairs, **more)

    def _button(self, form: Element, words: str) -> Element | None:
        return next((one for one in every(form, "button") if one.get("type") == "submit" and text(one) == words), None)

    def _control(self, words: str, root: Element | None = None) -> Element:
        wanted = [one for one in controls(self.root if root is None else root) if self._label(one) == words]
        assert len(wanted) == 1, f"{len(wanted)} fields are called {words!r} among {self._labels()}"
        return wanted[0]

    def _label(self, control: Element) -> str:
        return label(self.root, control).removesuffix(" (optional)")

    def _labels(self) -> list[str]:
        return [self._label(one) for one in controls(self.root)]

    def _sent(self, form: Element, filled: Mapping[Element, str | bool | Chosen]) -> list[tuple[str, str | Chosen]]:
        pairs: list[tuple[str, str | Chosen]] = []
        chosen = {one.get("name") for one, what in filled.items() if one.get("type") == "radio" and what is True}
        for control in every(form, "input", "select", "textarea"):
            given = filled.get(control)
            if control.get("type") == "file":
                pairs.append((control.get("name", ""), given if isinstance(given, list) else []))
                continue
            value = _value(control, given, given is None and control.get("name") in chosen)
            if value is not None:
                pairs.append((control.get("name", ""), value))
        return pairs


def _encoded(pairs: list[tuple[str, Any]], content_type: str) -> bytes:
    """Return fields as a browser writes them."""
    if not content_type.startswith("multipart/form-data"):
        return urlencode([pair for pair in pairs if isinstance(pair[1], str)]).encode()
    parts = [part for name, value in pairs for part in _parts(name, value)]
    return b"".join(f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def _parts(name: str, value: str | Chosen) -> list[bytes]:
    head = f'Content-Disposition: form-data; name="{name}"'
    if isinstance(value, str):
        return [f"{head}\r\n\r\n".encode() + value.replace("\r\n", "\n").replace("\n", "\r\n").encode()]
    kind = "Content-Type: application/octet-stream"
    return [f'{head}; filename="{file}"\r\n{kind}\r\n\r\n'.encode() + data for file, data in value or [("", b"")]]


def _value(control: Element, given: str | bool | Chosen | None, unchosen: bool) -> str | None:
    if control.get("type") in ("checkbox", "radio"):
        on = given if isinstance(given, bool) else "checked" in control.attrib and not unchosen
        return control.get("value", "on") if on else None
    if isinstance(given, str):
        return given
    if control.tag == "select":
        options = every(control, "option")
        chosen = next((one for one in options if "selected" in one.attrib), options[0])
        return chosen.get("value", "")
    return (control.text or "") if control.tag == "textarea" else control.get("value", "")


@dataclass
class Client:
    """One person's browser. ``app`` is the ASGI application, ``origin`` where it is reached."""

    app: Any
    origin: str = "http://localhost:8080"
    address: str = "127.0.0.1"
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def close(self) -> None:
        """End the visit: every cookie is forgotten."""
        self.cookies.clear()

    def get(self, url: str, **headers: str) -> Page:
        """Visit an address, following redirects within the installation."""
        return self._visit("GET", urljoin(self.origin, url), (), headers)

    def post(self, url: str, pairs: Any = (), **headers: str) -> Page:
        """Post fields as a form of ours would, and follow where it leads; headers are given with underscores."""
        target = urljoin(self.origin, url)
        given = {"origin": _origin(target), "sec_fetch_site": "same-origin"} | headers
        return self._visit("POST", target, list(pairs.items() if isinstance(pairs, Mapping) else pairs), given)

    def _visit(self, method: str, url: str, pairs: Any, headers: Mapping[str, str]) -> Page:
        for _ in range(MOST_HOPS):
            sent = _encoded(pairs, headers.get("content_type", "")) if method == "POST" else b""
            answer = self.ask(method, url, sent, **headers)
            if answer.status != 303:
                return Page(self, url, answer)
            where = urljoin(url, answer.headers["location"])
            assert self._is_ours(where), f"{url} redirects to {where}"
            method, url, headers = "GET", where, {}
        raise AssertionError(f"{url} goes round in circles")

    def _is_ours(self, url: str) -> bool:
        ours, theirs = urlsplit(self.origin), urlsplit(url)
        name, host = ours.hostname or "", theirs.hostname or ""
        return (ours.scheme, ours.port) == (theirs.scheme, theirs.port) and (host == name or host.endswith("." + name))

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answer:
        """Send one request and return the bare answer; cookies are sent and kept."""
        url = urljoin(self.origin, url)
        place = urlsplit(url)
        sent = {"host": place.netloc} | {name.replace("_", "-"): value for name, value in headers.items() if value}
        jar = self.cookies.setdefault(place.hostname or "", {})
        if jar:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        if method == "POST":
            sent = {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))} | sent
        answer = asyncio.run(self._call(method, place.path or "/", place.query, sent, body))
        self._keep(jar, answer, place.scheme == "https")
        return answer

    async def _call(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> Answer:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": urlsplit(self.origin).scheme,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": (self.address, 50000),
            "server": ("127.0.0.1", 8080),
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return _answer(sent)

    def _keep(self, jar: dict[str, str], answer: Answer, secure: bool) -> None:
        for line in answer.cookies:
            ((name, morsel),) = SimpleCookie(line).items()
            kept = (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"])
            assert kept == (True, "lax", "/", ""), line
            assert bool(morsel["secure"]) == secure == name.startswith("__Host-"), line
            if morsel["max-age"] == "0":
                jar.pop(name, None)
            else:
                jar[name] = morsel.value


def _origin(url: str) -> str:
    place = urlsplit(url)
    return f"{place.scheme}://{place.netloc}"


def _answer(sent: list[dict[str, Any]]) -> Answer:
    headers = [(name.decode().lower(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
    cookies = [value for name, value in headers if name == "set-cookie"]
    return Answer(sent[0]["status"], dict(headers), cookies, b"".join(one.get("body", b"") for one in sent[1:]))
