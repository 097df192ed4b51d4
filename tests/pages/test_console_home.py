"""The console's first page."""

from __future__ import annotations

from datetime import timedelta

from tests.pages.client import Client
from tests.pages.office import EVERYTHING, Office
from tests.support.stores import FrozenClock


def test_a_visitor_is_sent_to_sign_in_first(visitor: Client) -> None:
    answer = visitor.ask("GET", "/console/home")
    assert (answer.status, answer.headers["location"]) == (303, "/console?return=/console/home")


def test_it_says_who_and_where_one_is(office: Office) -> None:
    office.user("m.okafor")
    page = office.at_desk("m.okafor").get("/console/home")
    assert "You are signed in as IAM user m.okafor in Harbour Books." in page.main
    assert f"arn:aws:iam::{office.account_id}:user/m.okafor" in page.main
    assert office.account_id in page.main
    assert "harbour-books" in page.main
    assert page.links["http://harbour-books.signin.localhost:8080/console"]
    assert page.links["http://localhost:8080/console?account=harbour-books"]


def test_one_sees_the_own_sign_ins_and_nobody_elses(office: Office, clock: FrozenClock) -> None:
    office.user("m.okafor")
    office.user("other")
    office.sign_in("m.okafor", "wrong")
    office.sign_in("other", "wrong")
    clock.forward(timedelta(minutes=1))
    page = office.at_desk("m.okafor").get("/console/home")
    assert page.main.count("Firefox on Linux") == 2
    assert page.main.index("Completed") < page.main.index("Refused")
    assert page.main.count("Refused") == 1
    [reference] = [words for words in page.links if words.startswith("FD-")]
    assert page.follow(reference).h1 == "A sign-in of yours was refused"


def test_it_needs_no_permission_and_leaves_no_refusal_behind(office: Office) -> None:
    office.user("m.okafor")
    assert office.at_desk("m.okafor").get("/console/home").status == 200
    assert not [event for event in office.events("ListUsers") if "errorCode" in event.record]


def test_a_password_that_expires_within_fifteen_days_is_announced(office: Office, clock: FrozenClock) -> None:
    office.user("m.okafor")
    office.user("ada", EVERYTHING)
    office.perform("ada", "UpdateAccountPasswordPolicy", MaxPasswordAge=90)
    clock.forward(timedelta(days=74))
    assert "expires soon" not in office.at_desk("m.okafor").get("/console/home").main
    clock.forward(timedelta(days=1))
    page = office.at_desk("m.okafor").get("/console/home")
    assert "It works until 21 February 2027, 09:41 UTC." in page.main
    assert page.links["Choose a new password"] == "/console/credentials/password"
    assert "expires soon" not in office.at_desk().get("/console/home").main, "the policy is not for root"


def test_root_of_a_fresh_account_is_told_what_comes_next(office: Office) -> None:
    page = office.at_desk().get("/console/home")
    assert "You are signed in as the root user of Harbour Books." in page.main
    assert page.follow("Create an administrator").h1 == "Create a user"
    assert "Give the account an alias" not in page.main
    office.perform(None, "DeleteAccountAlias", AccountAlias="harbour-books")
    office.user("admin", EVERYTHING)
    page = office.at_desk().get("/console/home")
    assert "Give the account an alias" in page.main
    assert "Create an administrator" not in page.main
    assert "None yet" in page.main
    assert "Next steps" not in office.at_desk("admin").get("/console/home").main
