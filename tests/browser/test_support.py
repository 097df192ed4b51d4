"""The tests' own browser shows what the tests rely on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from tests.support import axe, browser

_STYLE = "<style>body { background: white; color: black }</style>"
_PAGE = f"<!doctype html><html lang=en><title>T</title>{_STYLE}<main><h1>Hello</h1><p id=p>static</p>%s</main>"
_SCRIPT = "<script>document.getElementById('p').textContent = 'scripted'</script>"
_PAGES = {
    "/script": (200, _PAGE % _SCRIPT),
    "/refused": (403, _PAGE % ""),
    "/broken": (200, _PAGE % "<script>throw new Error('on purpose')</script>"),
    "/policy": (200, _PAGE % "<img src='http://elsewhere.example/x.png' alt=x>"),
    "/unlabelled": (200, _PAGE % "<input>"),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, text = _PAGES.get(self.path, (204, ""))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path == "/policy":
            self.send_header("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://some.name.localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("javascript", "words"), [(True, "scripted"), (False, "static")])
def test_scripts_run_unless_switched_off(chromium: Browser, site: str, javascript: bool, words: str) -> None:
    with browser.visiting(chromium, site, javascript=javascript) as visitor:
        page = visitor.page()
        page.goto("/script")
        assert page.inner_text("#p") == words


@pytest.mark.parametrize(("path", "complaint"), [("/broken", "on purpose"), ("/policy", "Content Security Policy")])
def test_a_complaint_fails_the_visit(chromium: Browser, site: str, path: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint), browser.visiting(chromium, site) as visitor:
        visitor.page().goto(path)


def test_a_refusal_is_no_complaint(chromium: Browser, site: str) -> None:
    with browser.visiting(chromium, site) as visitor:
        response = visitor.page().goto("/refused")
        assert response
        assert response.status == 403


def test_axe_finds_an_input_without_a_label(chromium: Browser, site: str) -> None:
    with browser.visiting(chromium, site) as visitor:
        page = visitor.page()
        page.goto("/script")
        axe.check(page)
        page.goto("/unlabelled")
        with pytest.raises(AssertionError, match="label"):
            axe.check(page)


def test_colours_and_width_are_the_visitors(chromium: Browser, site: str) -> None:
    with browser.visiting(chromium, site, scheme="dark", width=320, height=600) as visitor:
        page = visitor.page()
        page.goto("/script")
        assert page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [320, True]
