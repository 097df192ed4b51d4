"""The pages that everybody may see."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from frontdesk.core.settings import Settings
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.web.site import build_pages
from tests.pages.client import Client

FRONT = ("/trouble", "/privacy", "/display", "/terms")


@pytest.mark.parametrize("path", FRONT)
def test_is_shown_to_anybody(visitor: Client, path: str) -> None:
    page = visitor.get(path)
    assert (page.status, page.path) == (200, path)


@pytest.mark.parametrize("path", FRONT)
def test_every_link_leads_somewhere(visitor: Client, path: str) -> None:
    ours = [where for where in visitor.get(path).links.values() if where.startswith("/")]
    front = [where for where in ours if urlsplit(where).path in (*FRONT, "/")]
    assert {where: visitor.ask("GET", where).status for where in front} == {
        where: 303 if where == "/" else 200 for where in front
    }


def test_the_operators_own_terms_are_one_link_away(desk: Desk, pools: Pools, settings: Settings) -> None:
    desk.store.settings = replace(settings, terms="https://example.org/terms")
    page = Client(build_pages(desk, pools, lambda request: None)).get("/terms")
    assert page.links["Read the terms"] == "https://example.org/terms"


def test_the_bare_address_goes_on_to_the_console(visitor: Client) -> None:
    answer = visitor.ask("GET", "/")
    assert (answer.status, answer.headers["location"]) == (303, "/console")


def test_the_installation_is_named_on_every_page(visitor: Client) -> None:
    assert "Frontdesk Harbour Cloud" in visitor.get("/trouble").text


@pytest.mark.parametrize(("choice", "theme"), [("Dark", "dark"), ("Light", "light"), ("High contrast", "contrast")])
def test_a_display_that_was_chosen_holds_on_every_page(visitor: Client, choice: str, theme: str) -> None:
    chosen = visitor.get("/display?return=/privacy").press("Save this choice", {choice: True})
    assert chosen.path == "/privacy"
    assert chosen.root.get("data-theme") == theme
    assert visitor.get("/trouble").root.get("data-theme") == theme


def test_the_device_decides_again_when_asked_to(visitor: Client) -> None:
    visitor.get("/display").press("Save this choice", {"Dark": True})
    page = visitor.get("/display?return=/trouble").press("Save this choice", {"As my device": True})
    assert page.root.get("data-theme") is None


def test_a_display_that_does_not_exist_is_ignored(visitor: Client) -> None:
    visitor.cookies["localhost"] = {"fd-display": "x-y"}
    assert visitor.get("/trouble").root.get("data-theme") is None


def test_going_back_never_leaves_the_installation(visitor: Client) -> None:
    page = visitor.get("/display?return=//evil.example/")
    assert page.links["Go back"] == "/"


def test_an_unknown_address_says_what_to_do(visitor: Client) -> None:
    page = visitor.get("/no/such/page")
    assert page.status == 404
    assert page.h1 == "There is no such page"
    assert page.links["Find the right sign-in page"] == "/trouble"


def test_nobody_gets_a_cookie_for_reading(visitor: Client) -> None:
    visitor.get("/trouble")
    visitor.get("/nowhere")
    assert visitor.cookies == {"localhost": {}}


def test_every_cookie_that_is_set_is_explained(visitor: Client) -> None:
    visitor.get("/display").press("Save this choice", {"Dark": True})
    told = visitor.get("/privacy").main
    assert all(name in told for name in visitor.cookies["localhost"])


def test_trouble_names_the_three_ways_and_who_cannot_help(visitor: Client) -> None:
    page = visitor.get("/trouble")
    for words in ("Root user", "IAM user", "own sign-in page", "Support cannot see, tell or set a password"):
        assert words in page.text
