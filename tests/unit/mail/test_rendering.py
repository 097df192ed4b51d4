"""What a mail says, in both of its forms (look, Voice and Mail; recovery R11)."""

from __future__ import annotations

import re
from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.settings import Settings
from frontdesk.mail import messages
from frontdesk.mail.messages import WrongMail
from frontdesk.mail.rendering import Rendered, render
from frontdesk.store.outbox import Mail
from tests.unit.mail.samples import NAMES, ORIGIN, VALUES, mail

SETTINGS = Settings(name="Harbour Cloud")
BLOCKS = ("h1", "h2", "p")
every_message = pytest.mark.parametrize("name", NAMES)


def rendered(name: str, settings: Settings = SETTINGS, **values: str) -> Rendered:
    return render(mail(name, **values), settings)


def tree(html: str) -> html5lib.treebuilders.etree.Any:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(text: str) -> str:
    return " ".join(text.split())


def paragraphs(html: str) -> list[str]:
    """Return what each block says, without the button, which repeats the address below it."""
    found = [element for element in tree(html).iter() if element.tag in BLOCKS]
    return [words(" ".join(block.itertext())) for block in found if block.find("a[@class='btn']") is None]


def test_the_messages_of_the_front_door_exist() -> None:
    assert set(NAMES) >= {
        "sign_up_code",
        "sign_up_account_exists",
        "sign_up_done",
        "root_password_code",
        "root_password_changed",
    }


@every_message
def test_text_and_html_have_the_same_sentences_in_the_same_order(name: str) -> None:
    shown = rendered(name)
    from_html = " ".join(paragraphs(shown.html)).replace(" .", ".")
    assert words(shown.text.replace("--------", "")) == from_html


@every_message
def test_every_declared_field_is_shown_and_nothing_else_is_needed(name: str) -> None:
    for field in messages.declared()[name]:
        changed = VALUES[field].replace("41", "43") if "at" in field or "until" in field else VALUES[field] + "7"
        assert rendered(name, **{field: changed}).text != rendered(name).text
        assert rendered(name, **{field: changed}).html != rendered(name).html


@every_message
def test_the_title_names_the_one_thing_everywhere(name: str) -> None:
    shown = rendered(name)
    page = tree(shown.html)
    titles = [words("".join(element.itertext())) for tag in ("title", "h1") for element in page.iter(tag)]
    assert titles == [shown.subject] * 2
    assert len(shown.subject.split()) <= 9
    assert "\n" not in shown.subject


@every_message
def test_it_says_who_sends_when_from_where_and_under_which_reference(name: str) -> None:
    text = words(rendered(name).text)
    asked = ("09:41 UTC from 192.0.2.44", "Not you?") if "address" in messages.declared()[name] else ()
    for expected in ("Frontdesk Harbour Cloud", "23 November 2026, 09:41 UTC", "FD-M8TA-5E9J", *asked):
        assert expected in text


@every_message
def test_it_carries_nothing_that_loads_runs_or_tracks(name: str) -> None:
    page = tree(rendered(name).html)
    assert not {"img", "script", "link", "iframe", "form", "input", "object"} & {element.tag for element in page.iter()}
    assert "url(" not in rendered(name).html
    assert {key for element in page.iter() for key in element.attrib} <= {
        "lang", "dir", "charset", "name", "content", "style", "class", "href"
    }  # fmt: skip


@every_message
def test_it_has_one_button_at_most_and_shows_every_address_in_full(name: str) -> None:
    page = tree(rendered(name).html)
    links = list(page.iter("a"))
    assert len([link for link in links if link.get("class") == "btn"]) <= 1
    plain = {link.get("href"): link.text for link in links if link.get("class") != "btn"}
    assert all(address == text for address, text in plain.items())
    assert {link.get("href") for link in links} == set(plain)


@every_message
def test_only_a_message_with_a_code_tells_one_and_it_stays_out_of_the_subject(name: str) -> None:
    shown = rendered(name)
    assert ("482 913" in shown.text) == name.endswith("_code")
    assert "482" not in shown.subject


@pytest.mark.parametrize(("minutes", "expected"), [("1", "(1 minute)"), ("10", "(10 minutes)")])
def test_a_code_says_how_long_it_lives(minutes: str, expected: str) -> None:
    text = words(rendered("root_password_code", minutes=minutes).text)
    assert f"until 23 November 2026, 10:41 UTC {expected}" in text


def test_moments_are_shown_in_utc_whatever_they_were_given_in() -> None:
    assert "23 November 2026, 23:30 UTC" in words(rendered("sign_up_done", at="2026-11-24T01:30:00+02:00").text)


def test_an_installation_without_a_name_leaves_the_place_empty() -> None:
    assert rendered("sign_up_done", Settings()).text.startswith("Frontdesk\n")


@pytest.mark.parametrize("locale", ["en", "xx", "", "not a locale", "en-GB", "../../etc"])
def test_a_language_we_do_not_speak_is_english(locale: str) -> None:
    shown = render(mail("sign_up_code", locale=locale), SETTINGS)
    assert shown == rendered("sign_up_code")
    assert '<html lang="en" dir="ltr">' in shown.html


def test_values_are_text_not_markup() -> None:
    shown = rendered("sign_up_code", address='<b onclick="x()">&amp;{{ 7 * 7 }}')
    assert "<b onclick" not in shown.html
    assert "&lt;b onclick=" in shown.html
    assert '<b onclick="x()">&amp;{{ 7 * 7 }}' in words(shown.text)


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/attempt",
        "http://localhost:8080.evil.example/",
        "http://localhost:80801/",
        "http://localhost:8080@evil.example/",
        "https://localhost:8080/attempt",
        "HTTP://LOCALHOST:8080.evil.example/",
        "//evil.example/attempt",
        "javascript:alert(1)",
        "evil.example/attempt",
        "/attempt",
    ],
)
@pytest.mark.parametrize("settings", [Settings(), Settings(origin="http://localhost:8080/")])
def test_an_address_that_leads_elsewhere_is_never_rendered(settings: Settings, link: str) -> None:
    with pytest.raises(WrongMail):
        rendered("sign_up_code", settings, link=link)


@pytest.mark.parametrize("link", [ORIGIN, f"{ORIGIN}/", f"{ORIGIN}/a?b=c&d=e", f"{ORIGIN}?a", f"{ORIGIN}#a"])
def test_an_address_of_our_own_is_rendered(link: str) -> None:
    assert link in rendered("sign_up_code", link=link).text


@pytest.mark.parametrize("name", [name for name in NAMES if any(ORIGIN in one for one in mail(name).fields.values())])
def test_links_made_for_another_origin_are_never_rendered(name: str) -> None:
    with pytest.raises(WrongMail):
        rendered(name, replace(SETTINGS, origin="https://signin.harbour.example"))


@given(st.sampled_from(NAMES), st.data())
def test_whatever_the_fields_hold_no_address_leads_elsewhere(name: str, data: st.DataObject) -> None:
    pieces = st.sampled_from(
        [ORIGIN, "http://", "https://evil.example", "//", "/", "a", "@", " ", '"', "<a href=", ">", "&"]
    )
    values = {field: "".join(data.draw(st.lists(pieces, min_size=1))) for field in messages.declared()[name]}
    values |= {field: VALUES[field] for field in ("at", "until", "minutes") if field in values}
    try:
        shown = rendered(name, **values)
    except WrongMail:
        return
    found = re.findall(r"https?://[^\s\"<>]*", shown.text + shown.html)
    found += [link.get("href") for link in html5lib.parse(shown.html, namespaceHTMLElements=False).iter("a")]
    assert all(re.match(re.escape(ORIGIN) + r"([/?#]|$|&)", address) for address in found)


def test_an_unknown_message_is_refused() -> None:
    for name in ("no_such", "../rendering", "", "sign_up_code/..", "__init__"):
        with pytest.raises(WrongMail):
            messages.check(Mail(name, "root@example.org"))


@every_message
def test_missing_and_unknown_fields_are_refused_when_sent_and_when_rendered(name: str) -> None:
    whole = mail(name)
    messages.check(whole)
    wrong = [{**whole.fields, "extra": "x"}]
    wrong += [{key: value for key, value in whole.fields.items() if key != left_out} for left_out in whole.fields]
    for fields in wrong:
        for judge in (messages.check, lambda given: render(given, SETTINGS)):
            with pytest.raises(WrongMail):
                judge(replace(whole, fields=fields))


@pytest.mark.parametrize("value", ["", "two\nlines", "a\rb", "a\x00b", "a\u2028b", "x" * 2001, "\u202eevil"])
def test_a_field_is_one_short_line_of_text(value: str) -> None:
    with pytest.raises(WrongMail):
        messages.check(mail("sign_up_code", address=value))


@pytest.mark.parametrize(("field", "value"), [("at", "yesterday"), ("until", "soon"), ("minutes", "many")])
def test_a_moment_or_number_that_is_none_is_our_own_fault(field: str, value: str) -> None:
    with pytest.raises(WrongMail):
        rendered("sign_up_code", **{field: value})
