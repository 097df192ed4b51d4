"""Every component in one page, read as a browser and a screen reader would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.messages import Message
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.web import forms, puzzle
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form, Refusal
from frontdesk.web.site import build_pages
from tests.pages.client import Client
from tests.pages.client import Page as Shown
from tests.pages.markup import by_id, classes, every, text

NASTY = '<script>alert("x")</script>&\'"'
AT = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
SPECIMEN = Path(__file__).with_name("specimen.html").read_text()


class Everything(Form):
    """A field of each kind."""

    name: Field = forms.text(Message("User name"), hint=Message("As it is written."), autocomplete="username")
    address: Field = forms.email(Message("E-mail address"))
    password: Field = forms.password(Message("Password"), autocomplete="current-password")
    code: Field = forms.code(Message("Six-digit code"))
    policy: Field = forms.long(Message("Policy"), mono=True)
    keep: Field = forms.tick(Message("Remember me"), hint=Message("Never the password."))
    reach: Field = forms.pick(Message("Reach me by"), Choice("m", Message("Mail")), Choice("p", Message("Phone")))
    sizes: Field = forms.picks(Message("Sizes"), Choice("s", Message("Small")), Choice("l", Message("Large")))
    land: Field = forms.select(Message("Country"), Choice("n", Message("Norway")), Choice("o", Message("Oman")))
    back: Field = forms.hidden()


class Beside(Form):
    """What the page draws by itself."""

    find: Field = forms.text(Message("Find a user"), required=False)
    confirm: Field = forms.text(Message("Account ID"), required=False)


def show(request: PageRequest) -> Response:
    return _page(request, Everything.showing(name=NASTY, reach="p", land="o", keep="yes", policy="\n{\n", back=NASTY))


def save(request: PageRequest) -> Response:
    form = Everything.read(request.form)
    if form.ok:
        form.refusal = Refusal(
            Message("We could not save it"),
            Message("{it}", {"it": NASTY}),
            reference="FD-7K3M-Q2XP",
            advice=Message("Check the name"),
            at="name",
        )
    return _page(request, form)


def _page(request: PageRequest, form: Everything) -> Response:
    template = request.site.templates._environment.from_string(SPECIMEN)
    made = puzzle.challenge(request.store, request.store.clock.now(), request.browser)
    html = template.render(page=request, form=form, nasty=NASTY, at=AT, made=made, beside=Beside())
    return Response(html, 200 if form.ok else 422, media_type="text/html")


def session(_request: PageRequest) -> SimpleNamespace:
    caller = Caller("IAMUser", "123456789012", "AIDA", "arn", user_name="ada.lind")
    return SimpleNamespace(
        id="s", caller=caller, account=SimpleNamespace(state="ACTIVE", name=NASTY, operator=False), expires_at=AT
    )


PAGES = (
    Page("/users", get=show, menu=Menu("people", Message("Users"), 1)),
    Page("/users/{name}", get=show),
    Page("/groups", get=show, menu=Menu("people", Message("Groups"), 2)),
    Page("/policies", get=show, menu=Menu("rules", Message("Policies"))),
    Page("/add", get=show, menu=Menu("session", Message("Add a session"))),
    Page("/save", post=save),
    Page("/session/sign-out", post=save),
)


@pytest.fixture
def ada(desk: Desk, pools: Pools) -> Client:
    return Client(build_pages(desk, pools, session, PAGES))


@pytest.fixture
def page(ada: Client) -> Shown:
    return ada.get("/users")


def test_nothing_that_people_typed_becomes_markup(page: Shown) -> None:
    assert NASTY in page.main
    assert 'alert("x")' not in [script.text for script in every(page.root, "script")]
    assert page.value("User name") == NASTY


def test_what_was_typed_comes_back_except_secrets(page: Shown) -> None:
    typed = {
        "User name": "ada", "E-mail address": "not one", "Password": "hunter2-hush", "Six-digit code": "12 34",
        "Policy": "\n{\n}", "Phone": False, "Large": True, "Country": "n",
    }  # fmt: skip
    again = page.press("Save it for " + NASTY, typed)
    assert again.status == 422
    assert (again.value("User name"), again.value("Policy").replace("\r", "")) == ("ada", "\n{\n}")
    assert (again.value("Password"), again.value("Six-digit code")) == ("", "1234")
    assert "hunter2-hush" not in again.html
    checked = {one.get("value") for one in every(again.root, "input") if "checked" in one.attrib}
    assert checked == {"yes", "l"}


def test_each_complaint_is_beside_its_field_and_in_the_summary(page: Shown) -> None:
    again = page.press("Save it for " + NASTY, {"User name": "", "Six-digit code": "x", "Phone": False})
    assert again.error("User name") == "User name is missing."
    assert again.error("Six-digit code") == "Enter the six digits."
    summary = next(one for one in every(again.root) if one.get("role") == "alert")
    for link in every(summary, "a"):
        assert by_id(again.root, link.get("href", "")[1:]) is not None
    assert "Some things are missing or do not fit" in again.summary


def test_a_refusal_of_the_whole_form_says_what_to_do_and_what_to_quote(page: Shown) -> None:
    typed = {
        "User name": "ada", "E-mail address": "a@b.c", "Password": "p", "Six-digit code": "123 456", "Policy": "{}",
    }  # fmt: skip
    again = page.press("Save it for " + NASTY, typed)
    assert again.summary.startswith("We could not save it")
    assert "Check the name" in again.summary
    assert again.reference == "FD-7K3M-Q2XP"
    assert again.error("User name") == ""


def test_marked_fields_are_described_by_hint_and_error(page: Shown) -> None:
    again = page.press("Save it for " + NASTY, {"User name": ""})
    name = by_id(again.root, "name")
    assert name is not None
    assert (name.get("aria-describedby"), name.get("aria-invalid")) == ("name-hint name-error", "true")


def test_optional_fields_say_so_and_needed_ones_are_required(page: Shown) -> None:
    labels = [text(one) for one in every(page.root, "label")]
    assert "Account ID (optional)" in labels
    assert "User name" in labels
    required = {one.get("name") for one in every(page.root) if "required" in one.attrib}
    assert required == {"name", "address", "password", "code", "policy", "reach", "land"}


def test_what_needs_a_script_is_hidden_until_it_comes(page: Shown) -> None:
    scripted = [one for one in every(page.root, "button") if one.get("type") == "button"]
    assert {text(one) for one in scripted} == {"Show Password", "Copy the ARN"}
    assert all("hidden" in one.attrib for one in scripted)
    assert "Wait until 09:41 UTC (30 seconds), then press the button." in page.main


def test_the_pressed_button_is_sent(desk: Desk, pools: Pools) -> None:
    sent: list[str] = []

    def note(request: PageRequest) -> Response:
        sent.append(request.form.get("try", ""))
        return show(request)

    Client(build_pages(desk, pools, session, (*PAGES[:1], Page("/save", post=note)))).get("/users").press("Try it")
    assert sent == ["1"]


def test_the_navigation_is_made_of_pages_that_exist(page: Shown) -> None:
    side = next(one for one in every(page.root, "nav") if "side" in classes(one))
    assert [(text(one), one.get("href"), one.get("aria-current")) for one in every(side, "a")] == [
        ("Users", "/users", "page"),
        ("Groups", "/groups", None),
        ("Policies", "/policies", None),
    ]
    assert text(every(side, "summary")[0]) == "Menu: Users"
    assert [text(one) for one in every(side, "h2")] == ["People", "Rules"]


def test_a_page_below_another_marks_it_in_the_navigation(ada: Client) -> None:
    below = ada.get("/users/m.okafor")
    current = {text(one): one.get("aria-current") for one in every(below.root, "a") if one.get("aria-current")}
    assert current["Users"] == "true"


def test_the_switcher_says_who_where_and_until_when(page: Shown) -> None:
    switcher = next(one for one in every(page.root, "details") if "switcher" in classes(one))
    assert text(switcher) == (
        f"ada.lind @ {NASTY} IAM user ada.lind Account {NASTY}, 123456789012. Signed in until 09:14 UTC. "
        "Add a session Sign out"
    )


def test_bars_are_as_high_as_what_they_count(page: Shown) -> None:
    bars = [(one.get("class"), one.get("height"), one.get("y")) for one in every(page.root) if one.tag.endswith("rect")]
    assert ("bar", "75.0", "25.0") in bars
    assert ("bar-bad", "37.5", "62.5") in bars


def test_times_are_in_words_and_for_machines(page: Shown) -> None:
    times = {one.get("datetime"): text(one) for one in every(page.root, "time")}
    assert times["2026-11-23T09:14Z"] == "23 November 2026, 09:14 UTC"
    assert times["2026-11-23"] == "23 November 2026"
