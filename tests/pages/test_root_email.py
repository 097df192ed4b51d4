"""Moving root to another e-mail address, and stopping it from the former mailbox, as people see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.pages.arrivals import EMAIL, Arrivals, sign_in_root, sign_in_user
from tests.pages.client import Client, Page
from tests.pages.office import EVERYTHING, PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock

NEW = "owner@quay.example"
ASK = "/console/account/root-email"


@pytest.fixture
def root(arrivals: Arrivals) -> Client:
    browser = arrivals.browser()
    sign_in_root(browser, EMAIL, ROOT_PASSWORD)
    return browser


def ask(browser: Client, email: str = NEW, again: str | None = None, password: str = ROOT_PASSWORD) -> Page:
    typed = {
        "New e-mail address": email,
        "New e-mail address, once more": email if again is None else again,
        "Present password of the root user": password,
    }
    return browser.get(ASK).press("Mail a code to the new address", typed)


def newest(arrivals: Arrivals, message: str) -> dict[str, str]:
    return dict([letter for letter in arrivals.letters() if letter.message == message][-1].fields)


def move(arrivals: Arrivals, browser: Client, email: str = NEW) -> Page:
    page = ask(browser, email)
    assert page.path == "/attempt/mailed-code"
    return page.press("Continue", {"Six-digit code": newest(arrivals, "root_email_code")["code"]})


def stop_link(arrivals: Arrivals) -> str:
    return newest(arrivals, "root_email_can_be_stopped")["stop_link"]


def comes_in(arrivals: Arrivals, email: str) -> bool:
    browser = arrivals.browser()
    sign_in_root(browser, email, ROOT_PASSWORD)
    return arrivals.is_live(browser)


def test_the_way_from_the_settings_to_the_new_address(arrivals: Arrivals, root: Client) -> None:
    page = root.get("/console/account")
    assert EMAIL in page.main
    assert page.follow("Change the address").path == ASK
    page = ask(root)
    assert page.h1 == "Enter the code we mailed"
    assert NEW in page.main
    assert "It was sent to the new address, not to the present one." in page.main
    page = page.press("Continue", {"Six-digit code": newest(arrivals, "root_email_code")["code"]})
    assert page.path == "/console/account"
    assert "The root user has a new e-mail address" in page.main
    assert NEW in page.main
    assert "Change the address" not in page.links
    assert "It can be changed again from 26 November 2026" in page.main


def test_then_one_signs_in_with_the_new_address_only(arrivals: Arrivals, root: Client) -> None:
    move(arrivals, root)
    assert not comes_in(arrivals, EMAIL)
    assert comes_in(arrivals, NEW)


@pytest.mark.parametrize(
    ("email", "again", "password", "label", "words"),
    [
        (NEW, "owner@quay.exmaple", ROOT_PASSWORD, "New e-mail address, once more", "The two addresses differ"),
        ("no address", "no address", ROOT_PASSWORD, "New e-mail address", "Enter an e-mail address"),
        (EMAIL.upper(), EMAIL, ROOT_PASSWORD, "New e-mail address", "This is the address already"),
        ("", NEW, ROOT_PASSWORD, "New e-mail address", "Enter the new e-mail address"),
        (NEW, NEW, "", "Present password of the root user", "Enter your password"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    arrivals: Arrivals, root: Client, email: str, again: str, password: str, label: str, words: str
) -> None:
    page = ask(root, email, again, password)
    assert page.status == 422
    assert words in page.error(label)
    assert not [letter for letter in arrivals.letters() if letter.message == "root_email_code"]


def test_a_wrong_password_has_a_reference_and_mails_nothing(arrivals: Arrivals, root: Client) -> None:
    page = ask(root, password="guess")
    assert page.status == 422
    assert page.reference
    assert "The password is not the right one." in page.summary
    assert not [letter for letter in arrivals.letters() if letter.message == "root_email_code"]
    assert page.value("New e-mail address") == NEW


def test_guesses_at_the_password_are_counted_as_at_the_door(root: Client) -> None:
    for _ in range(12):
        page = ask(root, password="guess")
    assert page.status == 429


def test_it_asks_for_the_password_first_of_whoever_signed_in_long_ago(root: Client, clock: FrozenClock) -> None:
    clock.forward(timedelta(minutes=16))
    page = root.get(ASK)
    assert page.h1 == "Show once more that it is you"
    assert page.press("Go on", {"Password": ROOT_PASSWORD}).path == ASK


def test_an_iam_user_with_every_permission_may_not_even_see_it(arrivals: Arrivals, office: Office) -> None:
    office.user("ada.lind", EVERYTHING)
    browser = arrivals.browser()
    sign_in_user(browser, office.alias, "ada.lind", PASSWORD)
    page = browser.get("/console/account")
    assert EMAIL not in page.main
    assert "Only the root user sees and changes it." in page.main
    assert browser.get(ASK).status == 403


def test_nothing_tells_that_an_address_is_taken_before_its_mailbox_is_proven(
    arrivals: Arrivals, office: Office, root: Client
) -> None:
    rival = Office(office.desk, office.pools, "Rival Books")
    taken = ask(root, rival.email)
    free = ask(root, "nobody-has@this.example")
    strip = (rival.email, "nobody-has@this.example")
    assert [taken.h1, taken.status] == [free.h1, free.status]
    assert taken.main.replace(strip[0], "X")[:400] == free.main.replace(strip[1], "X")[:400]
    page = ask(root, rival.email)
    letter = newest(arrivals, "root_email_code")
    page = page.press("Continue", {"Six-digit code": letter["code"]})
    assert page.status == 409
    assert page.h1 == "This address belongs to another account"
    assert page.reference
    assert EMAIL in root.get("/console/account").main


def test_the_reference_of_a_taken_address_is_explained(arrivals: Arrivals, office: Office, root: Client) -> None:
    rival = Office(office.desk, office.pools, "Rival Books")
    reference = move(arrivals, root, rival.email).reference
    page = root.get(f"/console/history/{reference}")
    assert "belongs to another account" in page.main
    assert "The password was accepted" in page.main


def test_the_link_of_the_mail_fills_the_code_in_here_and_does_nothing_elsewhere(
    arrivals: Arrivals, root: Client
) -> None:
    ask(root)
    link = newest(arrivals, "root_email_code")["link"]
    assert arrivals.browser("192.0.2.77").get(link).h1 == "Type this code where you asked for it"
    page = root.get(link)
    assert page.value("Six-digit code")
    assert page.press("Continue").path == "/console/account"


def test_the_code_alone_does_not_move_root_in_a_session_that_ended(arrivals: Arrivals, root: Client) -> None:
    page = ask(root)
    code = newest(arrivals, "root_email_code")["code"]
    attempt = root.cookies["localhost"]["fd-attempt"]
    root.get("/session/sign-out").press("Sign out")
    root.cookies["localhost"]["fd-attempt"] = attempt
    answer = root.get("/attempt/mailed-code")
    if answer.path == "/attempt/mailed-code":
        answer.press("Continue", {"Six-digit code": code})
    assert comes_in(arrivals, EMAIL)
    assert page.status == 200


def test_the_former_mailbox_stops_it_in_any_browser_without_signing_in(arrivals: Arrivals, root: Client) -> None:
    move(arrivals, root)
    stranger = arrivals.browser("203.0.113.9")
    page = stranger.get(stop_link(arrivals))
    assert page.h1 == "Stop the change of e-mail address"
    assert EMAIL not in page.main
    assert NEW not in page.main
    assert arrivals.is_live(root)
    page = page.press("Stop the change")
    assert page.h1 == "The change was stopped"
    assert not arrivals.is_live(root)
    assert comes_in(arrivals, EMAIL)
    told = sorted(letter.to for letter in arrivals.letters() if letter.message == "root_email_restored")
    assert told == [EMAIL, NEW]


def test_looking_changes_nothing_and_stopping_twice_says_when_it_was_stopped(arrivals: Arrivals, root: Client) -> None:
    move(arrivals, root)
    link = stop_link(arrivals)
    browser = arrivals.browser("203.0.113.9")
    for _ in range(3):
        page = browser.get(link)
    page.press("Stop the change")
    again = page.press("Stop the change")
    assert again.h1 == "The change was stopped"
    assert "23 November 2026, 09:41 UTC" in again.main
    assert len([letter for letter in arrivals.letters() if letter.message == "root_email_restored"]) == 2


def test_after_72_hours_the_link_says_so(arrivals: Arrivals, root: Client, clock: FrozenClock) -> None:
    move(arrivals, root)
    page = arrivals.browser("203.0.113.9").get(stop_link(arrivals))
    clock.forward(timedelta(hours=72))
    over = arrivals.browser("203.0.113.9").get(stop_link(arrivals))
    assert over.status == 410
    assert over.h1 == "This link stops nothing any longer"
    late = page.press("Stop the change")
    assert late.status == 410
    assert late.reference
    assert comes_in(arrivals, NEW)


@pytest.mark.parametrize("link", ["", "?change=", "?change=guess", "?change=" + "a" * 5000])
def test_an_unknown_link_looks_like_one_that_is_over(arrivals: Arrivals, link: str) -> None:
    page = arrivals.browser().get("/recovery/root-email" + link)
    assert page.status == 410
    assert page.h1 == "This link stops nothing any longer"


def test_the_reset_page_says_the_same_of_a_new_address_as_ever(arrivals: Arrivals, root: Client) -> None:
    move(arrivals, root)
    shown = []
    for address in (NEW, "nobody@nowhere.example"):
        page = arrivals.browser("192.0.2.99").get("/recovery/root-password")
        page = page.press("Mail me a code", {"Root user e-mail address": address})
        shown.append((page.h1, page.status, page.main.replace(address, "X").partition("Asking somebody")[0]))
    assert shown[0][:2] == shown[1][:2]
    assert shown[0][2][:600] == shown[1][2][:600]
    assert newest(arrivals, "root_email_too_new")["until"].startswith("2026-11-26T09:41")


def test_the_stopped_owner_chooses_a_new_password_at_once(arrivals: Arrivals, root: Client) -> None:
    move(arrivals, root)
    browser = arrivals.browser("203.0.113.9")
    page = browser.get(stop_link(arrivals)).press("Stop the change").follow("Choose a new password")
    page = page.press("Mail me a code", {"Root user e-mail address": EMAIL})
    page = page.press("Continue", {"Six-digit code": newest(arrivals, "root_password_code")["code"]})
    typed = {"New password": "Harbour-root-2", "New password, once more": "Harbour-root-2"}
    assert page.press("Set new password", typed).path == "/recovery/done"
    sign_in_root(browser, EMAIL, "Harbour-root-2")
    assert arrivals.is_live(browser)
    page = browser.get(ASK)
    assert "Not now" in page.main
    assert "Mail a code to the new address" not in page.main
