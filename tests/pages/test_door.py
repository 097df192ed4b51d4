"""What holds for every page: whose forms are taken, bounds, methods, headers, and what is said when something fails."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import structlog

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, AlreadyExists, Internal, NotFound, Throttled
from frontdesk.core.messages import Message, Remedy
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.web import forms
from frontdesk.web.assets import Assets
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.fields import MOST_BYTES
from frontdesk.web.forms import Field, Form
from frontdesk.web.site import build_pages, discover
from tests.pages.client import Client


class Note(Form):
    """One thing to write down."""

    note: Field = forms.text(Message("Note"))


WRITTEN: list[str] = []


def show(request: PageRequest) -> Response:
    return request.render("front/display.html", form=None) if request.query.get("broken") else _note(request, Note())


def write(request: PageRequest) -> Response:
    form = Note.read(request.form)
    if not form.ok:
        return _note(request, form)
    WRITTEN.append(form.note.value)
    return request.see_other("/trouble")


def _note(request: PageRequest, form: Note) -> Response:
    template = request.site.templates._environment.from_string(
        '{% extends "layout/task.html" %}{% set heading = "Write a note" %}{% block content %}'
        '{% call ui.form(page) %}{{ ui.fields(form) }}{{ ui.button("Write it") }}{% endcall %}{% endblock %}'
    )
    return Response(template.render(page=request, form=form), 200 if form.ok else 422, media_type="text/html")


FAULTS: dict[str, Exception] = {
    "denied": AccessDenied("You may not read this."),
    "missing": NotFound("There is no user named {name}.", name="<b>ada</b>"),
    "taken": AlreadyExists("The alias is taken."),
    "throttled": Throttled("Wait a moment.", remedy=Remedy("find-page", Message("Find your page"))),
    "internal": Internal(cause="the key file is gone"),
    "broken": ValueError("secret story"),
}


def fail(request: PageRequest) -> Response:
    raise FAULTS[request.params["how"]]


def who(request: PageRequest) -> Response:
    return Response(request.caller.arn, media_type="text/plain")


def session(request: PageRequest) -> Any:
    name = request.cookies.get("session")
    caller = Caller("IAMUser", "123456789012", f"AIDA{name}", f"arn:{name}", user_name=name)
    return type("Session", (), {"id": name, "caller": caller}) if name else None


MADE = (
    Page("/note", get=show, post=write),
    Page("/only-post", post=write),
    Page("/fail/{how}", get=fail, post=fail),
    Page("/who", get=who, signed_in=True),
)


@pytest.fixture
def ada(desk: Desk, pools: Pools) -> Client:
    WRITTEN.clear()
    return Client(build_pages(desk, pools, session, [*discover(), *MADE]))


def token(ada: Client) -> str:
    form = ada.get("/note").html
    return form.partition('name="token" value="')[2].partition('"')[0]


def posted(ada: Client, **headers: str) -> int:
    given = {"origin": "http://localhost:8080"} | headers
    return ada.post("/note", {"note": "x", "token": token(ada)}, **given).status


# whose forms are taken


def test_a_form_of_ours_is_taken(ada: Client) -> None:
    assert ada.get("/note").press("Write it", {"Note": "hello"}).path == "/trouble"
    assert WRITTEN == ["hello"]


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "http://localhost:9999", "https://localhost:8080"])
def test_a_form_from_elsewhere_is_not(ada: Client, origin: str) -> None:
    assert posted(ada, origin=origin) == 403
    assert not WRITTEN


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("same-site", 200), ("none", 200), ("cross-site", 403), ("x", 403)]
)
def test_without_an_origin_the_site_is_asked(ada: Client, site: str, status: int) -> None:
    assert posted(ada, origin="", sec_fetch_site=site) == status


def test_a_client_that_sends_neither_needs_its_token(ada: Client) -> None:
    assert posted(ada, origin="", sec_fetch_site="") == 200
    assert ada.post("/note", {"note": "x"}, origin="", sec_fetch_site="").status == 403


@pytest.mark.parametrize("sent", ["", "0" * 64, "é"])
def test_another_token_is_not_taken(ada: Client, sent: str) -> None:
    page = ada.post("/note", {"note": "x", "token": sent})
    assert page.status == 403
    assert page.h1 == "This form cannot be taken"
    assert page.links["Open the page again"] == "/note"
    assert not WRITTEN


def test_another_browsers_token_is_not_taken(ada: Client, desk: Desk, pools: Pools) -> None:
    other = Client(ada.app)
    other.get("/note")
    assert other.post("/note", {"note": "x", "token": token(ada)}).status == 403


def test_a_token_from_before_signing_in_is_not_taken(ada: Client) -> None:
    before = token(ada)
    ada.cookies["localhost"]["fd-session"] = "s1"
    assert ada.post("/note", {"note": "x", "token": before}).status == 403
    assert ada.post("/note", {"note": "x", "token": token(ada)}).status == 200


def test_a_page_with_a_form_gives_the_browser_its_number_once(ada: Client) -> None:
    ada.get("/note")
    number = ada.cookies["localhost"]["fd-browser"]
    ada.get("/note")
    assert len(number) == 43
    assert ada.cookies["localhost"]["fd-browser"] == number


def test_over_tls_cookies_are_bound_to_the_host(desk: Desk, pools: Pools) -> None:
    store = desk.store
    store.settings = replace(store.settings, origin="https://signin.example", base_domain="example")
    client = Client(build_pages(desk, pools, session, MADE), "https://signin.example")
    page = client.get("/note")
    assert list(client.cookies["signin.example"]) == ["__Host-fd-browser"]
    assert page.headers["strict-transport-security"] == "max-age=63072000"
    assert "https://*.signin.example" in page.headers["content-security-policy"]


# bounds and methods


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 10 * MOST_BYTES])
def test_too_much_is_not_read(ada: Client, size: int) -> None:
    answer = ada.ask("POST", "/note", b"x" * size)
    assert answer.status == 413
    assert b"This form" not in answer.body


def test_too_many_fields_are_not_read(ada: Client) -> None:
    assert ada.post("/note", [("a", "1")] * 500).status == 400


def test_files_are_not_taken(ada: Client) -> None:
    page = ada.post("/note", (), content_type="multipart/form-data; boundary=x")
    assert page.status == 415


def test_a_field_that_is_too_long_keeps_its_page(ada: Client) -> None:
    page = ada.get("/note").press("Write it", {"Note": "x" * 201})
    assert (page.status, page.error("Note")) == (422, "Note may have at most 200 characters.")
    assert page.summary.endswith("Note may have at most 200 characters.")


def test_headers_have_a_bound(ada: Client) -> None:
    assert ada.ask("GET", "/trouble", x="y" * 40_000).status == 431


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/note", "GET, HEAD, POST"),
        ("OPTIONS", "/trouble", "GET, HEAD"),
        ("POST", "/trouble", "GET, HEAD"),
        ("GET", "/only-post", "POST"),
        ("BREW", "/note", "GET, HEAD, POST"),
    ],
)
def test_other_methods_are_refused(ada: Client, method: str, path: str, allowed: str) -> None:
    answer = ada.ask(method, path)
    assert (answer.status, answer.headers["allow"]) == (405, allowed)


def test_head_has_the_headers_without_the_page(ada: Client) -> None:
    shown, bare = ada.ask("GET", "/trouble"), ada.ask("HEAD", "/trouble")
    assert (bare.status, bare.body) == (200, b"")
    assert bare.headers["content-length"] == str(len(shown.body))


def test_a_slash_at_the_end_makes_no_difference(ada: Client) -> None:
    assert ada.get("/trouble/").h1 == ada.get("/trouble").h1


def test_unreadable_queries_are_refused(ada: Client) -> None:
    assert ada.get("/trouble?a=%ff").status == 400


def test_a_page_for_people_who_are_signed_in_asks_them_to(ada: Client) -> None:
    answer = ada.ask("GET", "/who?x=1")
    assert (answer.status, answer.headers["location"]) == (303, "/console?return=/who%3Fx%3D1")
    ada.cookies["localhost"] = {"fd-session": "ada"}
    assert ada.ask("GET", "/who").body == b"arn:ada"


# what is said when something fails


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("denied", 403, "You may not read this."),
        ("missing", 404, "There is no user named <b>ada</b>."),
        ("taken", 409, "The alias is taken."),
        ("throttled", 429, "Wait a moment."),
        ("internal", 500, "This is our fault, not yours."),
        ("broken", 500, "This is our fault, not yours."),
    ],
)
def test_each_refusal_is_a_page(ada: Client, how: str, status: int, words: str) -> None:
    page = ada.get(f"/fail/{how}")
    assert page.status == status
    assert words in page.text
    assert "What to do" in page.text


def test_a_refusal_shows_its_reference(ada: Client) -> None:
    error = AccessDenied("No.")
    error.reference = "FD-2345-6789"
    FAULTS["told"] = error
    assert ada.get("/fail/told").reference == "FD-2345-6789"


def test_a_refusal_offers_its_remedy_and_says_when_to_come_back(ada: Client) -> None:
    page = ada.get("/fail/throttled")
    assert page.links["Find your page"] == "/trouble"
    assert int(page.headers["retry-after"]) > 0


@pytest.mark.parametrize(("how", "story"), [("internal", "the key file is gone"), ("broken", "secret story")])
def test_our_own_faults_are_told_in_the_log_only(ada: Client, how: str, story: str) -> None:
    with structlog.testing.capture_logs() as logged:
        page = ada.get(f"/fail/{how}")
    assert story not in page.html
    (line,) = [one for one in logged if one["event"] == "page failed"]
    assert (line["reference"], line["cause"]) == (page.reference, story)
    assert line["exc_info"] is FAULTS[how]


def test_a_full_house_says_so_at_once(ada: Client, pools: Pools) -> None:
    pools.work.close()
    page = ada.get("/trouble")
    assert (page.status, page.headers["retry-after"]) == (503, "2")
    assert page.h1 == "Frontdesk is busy"


def test_a_client_that_hangs_up_gets_no_answer(ada: Client) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/note", "query_string": b"", "headers": [], "client": None}
    asyncio.run(ada.app(scope, receive, send))
    assert sent == []


# what is loaded besides


def test_a_first_visit_is_small(ada: Client) -> None:
    page = ada.get("/note")
    loaded = [one.split('"')[1] for one in page.html.split(" ") if one.startswith(('href="/static', 'src="/static'))]
    sizes = [len(ada.ask("GET", path, accept_encoding="gzip").body) for path in loaded]
    assert len(loaded) == 3
    assert sum(sizes) + len(page.html) < 40_000 / 2


@pytest.mark.parametrize("name", ["app.css", "app.js", "mark.svg"])
def test_assets_are_kept_for_good_under_their_own_name(ada: Client, name: str) -> None:
    path = Assets().path(name)
    answer = ada.ask("GET", path)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert ada.ask("GET", path, if_none_match=answer.headers["etag"]).status == 304
    older = ada.ask("GET", path.replace(path.split("-")[1][:16], "0" * 16))
    assert (older.status, older.headers["cache-control"], older.body) == (200, "no-store", answer.body)


@pytest.mark.parametrize("path", ["/static/x", "/static/app-.css.js", "/static/..%2fapp.css", "/static/app.css"])
def test_nothing_else_is_served(ada: Client, path: str) -> None:
    assert ada.ask("GET", path).status == 404


def test_the_icon_is_found_where_browsers_look(ada: Client) -> None:
    assert ada.ask("GET", "/favicon.ico").headers["content-type"] == "image/svg+xml"
