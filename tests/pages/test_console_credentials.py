"""One's own password."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.authentication import sessions
from tests.pages.client import Page
from tests.pages.office import EVERYTHING, PASSWORD, ROOT_PASSWORD, Office
from tests.support.stores import FrozenClock

NEW = "Another-Harbour-2"
CHANGE = {"Effect": "Allow", "Action": "iam:ChangePassword", "Resource": "arn:aws:iam::*:user/${aws:username}"}


def change(page: Page, old: str, new: str) -> Page:
    return page.press("Change password", {"Old password": old, "New password": new})


def is_live(office: Office, secret: str | None) -> bool:
    return office.store.transact(lambda ctx: sessions.resolve(ctx, secret or "")) is not None


def test_an_iam_user_changes_the_own_password_and_other_sessions_end(office: Office) -> None:
    office.user("m.okafor", CHANGE)
    elsewhere = office.sign_in("m.okafor")
    desk = office.at_desk("m.okafor")
    page = desk.get("/console/credentials").follow("Change password")
    assert "At least 8 characters, at most 128." in page.main
    page = change(page, PASSWORD, NEW)
    assert page.path == "/console/credentials"
    assert "Your password was changed" in page.main
    assert not is_live(office, elsewhere)
    assert office.sign_in("m.okafor") is None
    assert office.sign_in("m.okafor", NEW)


def test_a_wrong_present_password_is_refused_beside_its_field(office: Office) -> None:
    office.user("m.okafor", CHANGE)
    page = change(office.at_desk("m.okafor").get("/console/credentials/password"), "wrong", NEW)
    assert page.error("Old password") == "The old password was incorrect."
    assert page.value("New password") == ""
    assert office.sign_in("m.okafor")


def test_a_new_password_against_the_rules_is_refused_beside_its_field(office: Office) -> None:
    office.user("m.okafor", CHANGE)
    form = office.at_desk("m.okafor").get("/console/credentials/password")
    assert change(form, PASSWORD, "Ab1").error("New password") == "Password should have a minimum length of 8"
    assert change(form, PASSWORD, PASSWORD).error("New password")
    assert change(form, "", "").summary
    assert office.sign_in("m.okafor")


def test_without_permission_the_page_says_who_can_help(office: Office) -> None:
    office.user("m.okafor")
    page = change(office.at_desk("m.okafor").get("/console/credentials/password"), PASSWORD, NEW)
    assert "You are not allowed to do this" in page.summary
    assert "iam:ChangePassword" in page.summary
    assert "Ask an administrator of this account" in page.summary
    assert office.sign_in("m.okafor")


def test_the_rules_shown_are_those_of_the_account(office: Office) -> None:
    office.user("m.okafor", EVERYTHING)
    office.perform(None, "UpdateAccountPasswordPolicy", MinimumPasswordLength=15, RequireSymbols=True)
    page = office.at_desk("m.okafor").get("/console/credentials/password")
    assert "At least 15 characters, at most 128. At least one sign." in page.main


def test_root_changes_the_own_password_by_roots_rules(office: Office) -> None:
    office.perform(None, "UpdateAccountPasswordPolicy", MinimumPasswordLength=60)
    elsewhere = office.sign_in()
    form = office.at_desk().get("/console/credentials/password")
    assert "8 to 128 characters." in form.main
    assert change(form, "wrong", NEW).error("Old password") == "The old password is not the right one."
    assert change(form, ROOT_PASSWORD, "harbour books").error("New password").startswith("Use at least three of these")
    assert change(form, ROOT_PASSWORD, ROOT_PASSWORD).error("New password") == (
        "Choose a password that is not the present one."
    )
    page = change(form, ROOT_PASSWORD, NEW)
    assert "Your password was changed" in page.main
    assert not is_live(office, elsewhere)
    assert office.sign_in() is None
    assert office.sign_in(password=NEW)
    (event,) = office.events("PasswordUpdated")
    assert event.record["userIdentity"]["type"] == "Root"


def test_roots_mailbox_is_told(office: Office) -> None:
    change(office.at_desk().get("/console/credentials/password"), ROOT_PASSWORD, NEW)
    (mail,) = office.outbox("root_password_changed")
    (event,) = office.events("PasswordUpdated")
    assert mail.to == office.email
    assert mail.fields["reference"] == event.reference


def test_guessing_roots_present_password_is_slowed_down(office: Office, clock: FrozenClock) -> None:
    form = office.at_desk().get("/console/credentials/password")
    for _ in range(5):
        change(form, "wrong", NEW)
    page = change(form, ROOT_PASSWORD, NEW)
    assert "too many tries" in page.summary.lower()
    assert office.sign_in(), "the right one still signs in"
    clock.forward(timedelta(minutes=1))
    assert "Your password was changed" in change(form, ROOT_PASSWORD, NEW).main


def test_a_users_session_cannot_change_roots_password(office: Office) -> None:
    office.user("ada.lind", EVERYTHING)
    change(office.at_desk("ada.lind").get("/console/credentials/password"), ROOT_PASSWORD, NEW)
    assert office.sign_in(), "root's is what it was"
