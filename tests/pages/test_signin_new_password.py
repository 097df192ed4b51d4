"""A new password where one is due before an IAM user comes in (behaviour 3.2, P9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frontdesk.core.reasons import Reason
from frontdesk.credentials import password_rules, passwords
from frontdesk.directory import accounts, users
from frontdesk.store.context import Context
from tests.pages.arrivals import Arrivals, sign_in_user
from tests.pages.client import Client, Page
from tests.pages.office import PASSWORD, Office
from tests.support.stores import FrozenClock

HOME = "/console/home"
INCORRECT = str(Reason.WRONG_PASSWORD.words.public)


@pytest.fixture
def browser(arrivals: Arrivals) -> Client:
    return arrivals.browser()


@pytest.fixture
def alice(office: Office) -> str:
    office.user("alice")
    return "alice"


def make_due(office: Office, user: str) -> None:
    def act(ctx: Context) -> None:
        found = users.find(ctx, user)
        row = passwords.of(ctx, found.id) if found else None
        assert row
        row.reset_required = True

    office.run(act)


def choose(page: Page, new: str, *, old: str = PASSWORD, confirm: str | None = None) -> Page:
    typed = {"Old password": old, "New password": new, "New password, once more": confirm or new}
    return page.press("Set password and sign in", typed)


def test_a_due_password_is_replaced_before_anything_else(
    office: Office, arrivals: Arrivals, browser: Client, alice: str
) -> None:
    make_due(office, alice)
    browser.get("/console/users")
    page = sign_in_user(browser, "harbour-books", alice, PASSWORD, remember=True)
    assert page.path == "/signin/new-password"
    assert "At least 8 characters, at most 128." in page.main
    assert not arrivals.sessions()
    assert browser.get("/console/users").path == "/signin"
    assert choose(browser.get("/signin/new-password"), "Harbour-user-2").path == "/console/users"
    assert arrivals.is_live(browser)
    browser.get(HOME).press("Sign out")
    assert browser.get("/console").path == "/signin/iam"
    assert sign_in_user(arrivals.browser(), "harbour-books", alice, PASSWORD).status == 422
    assert sign_in_user(arrivals.browser(), "harbour-books", alice, "Harbour-user-2").path == HOME


@pytest.mark.parametrize(
    ("typed", "field", "words", "reason"),
    [
        ({"new": "short"}, "New password", "minimum length", "new-password-refused"),
        ({"new": PASSWORD}, "New password", "have not used lately", "new-password-refused"),
        ({"new": "Harbour-user-2", "old": "wrong"}, "Old password", "incorrect", "wrong-password"),
        ({"new": "Harbour-user-2", "confirm": "Harbour-user-3"}, "New password, once more", "differ", None),
        ({"new": "Harbour-\u2603-2"}, "New password", "characters", "new-password-refused"),
    ],
)
def test_a_new_password_is_refused_beside_its_field(
    office: Office, arrivals: Arrivals, browser: Client, alice: str, typed: dict[str, str], field: str, words: str,
    reason: str | None,
) -> None:  # fmt: skip
    make_due(office, alice)
    page = choose(sign_in_user(browser, "harbour-books", alice, PASSWORD), **typed)
    assert page.status == 422
    assert words in page.error(field)
    assert arrivals.reasons()[-1] == reason
    assert not arrivals.sessions()
    assert choose(page, "Harbour-user-2").path == HOME


def test_whoever_may_not_change_it_hears_whom_to_ask(office: Office, arrivals: Arrivals, browser: Client) -> None:
    office.user("carol", {"Effect": "Deny", "Action": "iam:ChangePassword", "Resource": "*"})
    make_due(office, "carol")
    page = choose(sign_in_user(browser, "harbour-books", "carol", PASSWORD), "Harbour-user-2")
    assert page.status == 403
    assert "Ask an administrator of Harbour Books" in page.main
    assert page.reference == arrivals.steps()[-1].reference
    assert arrivals.reasons()[-1] == "may-not-change-password"
    assert not arrivals.sessions()


def test_a_new_password_is_asked_only_of_whoever_has_shown_the_old_one(
    office: Office, arrivals: Arrivals, browser: Client, clock: FrozenClock, alice: str
) -> None:
    make_due(office, alice)
    page = sign_in_user(browser, "harbour-books", alice, PASSWORD)
    assert arrivals.browser().get("/signin/new-password").path == "/signin/iam"
    clock.forward(timedelta(minutes=15))
    late = choose(page, "Harbour-user-2")
    assert "Begin once more" in late.main
    assert late.path == "/signin/iam"
    assert "Begin once more" not in browser.get("/signin/iam").main


def test_an_expired_password_is_replaced_or_refused(
    office: Office, arrivals: Arrivals, browser: Client, clock: FrozenClock, alice: str
) -> None:
    def policy(hard: bool) -> None:
        rules = password_rules.PasswordPolicy(minimum_length=8, max_age_days=30, hard_expiry=hard)
        office.run(lambda ctx: password_rules.keep(accounts.bound(ctx), rules))

    policy(hard=True)
    clock.forward(timedelta(days=31))
    page = sign_in_user(browser, "harbour-books", alice, PASSWORD)
    assert str(Reason.PASSWORD_EXPIRED.words.public) in page.summary
    assert INCORRECT in sign_in_user(browser, "harbour-books", alice, "guess").summary
    policy(hard=False)
    assert sign_in_user(browser, "harbour-books", alice, PASSWORD).path == "/signin/new-password"
