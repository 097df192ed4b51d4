"""Why was I refused: what a reference tells to whom, the staff's view, the mailbox."""

from __future__ import annotations

import json

import pytest

from frontdesk.authentication.tables import Attempt
from frontdesk.core import ids
from frontdesk.directory import accounts
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.pages.arrivals import Arrivals, sign_in_user
from tests.pages.client import Page
from tests.pages.office import EVERYTHING, PASSWORD, Office


@pytest.fixture
def people(office: Office) -> None:
    """An administrator and two users, one without console access."""
    office.user("ada", EVERYTHING)
    office.user("m.okafor")
    office.user("robot", console=False)


def refused(arrivals: Arrivals, office: Office, user: str, password: str = "wrong") -> str:
    page = sign_in_user(arrivals.browser(), office.alias, user, password)
    assert page.reference
    return page.reference


def explained(office: Office, reference: str) -> Page:
    return office.at_desk("ada").get("/console/history").press("Explain", {"Reference": reference})


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("user", "password", "cause", "button"),
    [
        ("m.okafor", "wrong", "The password was not.", "Set a new password"),
        ("robot", PASSWORD, "console access is off", "Turn on console access"),
        ("nobody", PASSWORD, "no IAM user in it has the name", "Look up the user name"),
    ],
)
def test_an_administrator_sees_the_cause_and_the_button_that_mends_it(
    arrivals: Arrivals, office: Office, user: str, password: str, cause: str, button: str
) -> None:
    page = explained(office, refused(arrivals, office, user, password))
    assert cause in page.main
    assert page.follow(button).status == 200


@pytest.mark.usefixtures("people")
def test_a_reference_is_read_as_people_type_it(arrivals: Arrivals, office: Office) -> None:
    reference = refused(arrivals, office, "m.okafor")
    typed = reference.lower().replace("-", " ")
    assert explained(office, typed).reference == reference


@pytest.mark.usefixtures("people")
def test_another_accounts_administrator_sees_what_a_wrong_reference_shows(
    arrivals: Arrivals, office: Office, desk: Desk, pools: Pools
) -> None:
    other = Office(desk, pools, "Lantern Works")
    other.user("ada", EVERYTHING)
    reference = refused(arrivals, office, "m.okafor")
    theirs = other.at_desk("ada").get(f"/console/history/{reference}")
    wrong = other.at_desk("ada").get("/console/history/FD-2222-2222")
    assert theirs.status == wrong.status == 404
    assert theirs.main.replace(reference, "X") == wrong.main.replace("FD-2222-2222", "X")


@pytest.mark.usefixtures("people")
def test_whoever_may_not_look_up_events_is_told_whom_to_ask(arrivals: Arrivals, office: Office) -> None:
    reference = refused(arrivals, office, "ada")
    page = office.at_desk("m.okafor").get(f"/console/history/{reference}")
    assert page.status == 403
    assert "not authorized to perform: cloudtrail:LookupEvents" in page.text
    assert page.links["Go to the console home"] == "/console/home"


@pytest.mark.usefixtures("people")
def test_somebody_signed_in_hears_more_of_an_own_refusal_but_not_its_cause(arrivals: Arrivals, office: Office) -> None:
    reference = refused(arrivals, office, "m.okafor")
    page = office.at_desk("m.okafor").get(f"/reference/{reference.lower()}")
    assert (page.status, page.h1, page.reference) == (200, "A sign-in of yours was refused", reference)
    assert "Network address 192.0.2." in page.main
    assert "When 23 November 2026, 09:41 UTC" in page.main
    assert "password was not" not in page.html
    assert "wrong-password" not in page.html


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("typed", ["x", "FD-", "FD-7K3M-Q2XP", "<b>", "n" * 64])
def test_what_is_no_reference_is_said_to_be_unknown(office: Office, typed: str) -> None:
    page = explained(office, typed)
    assert (page.status, page.h1) == (404, "Nothing is known about this reference here")
    assert "kept for 90 days" in page.main


@pytest.mark.usefixtures("people")
def test_a_stranger_hears_the_same_of_every_reference(arrivals: Arrivals, office: Office) -> None:
    reference = refused(arrivals, office, "m.okafor")
    browser = arrivals.browser()
    known, unknown = browser.get(f"/reference/{reference}"), browser.get("/reference/FD-2222-2222")
    assert known.html.replace(reference, "X") == unknown.html.replace("FD-2222-2222", "X")
    assert "FD-" not in browser.get("/reference/<script>").main


@pytest.mark.usefixtures("people")
def test_a_refused_operation_is_explained_too(office: Office) -> None:
    page = office.at_desk("m.okafor").get("/console/users")
    reference = page.reference
    assert reference
    told = explained(office, reference)
    assert told.h1 == "Why m.okafor was refused ListUsersNamed"
    assert "no identity-based policy allows the iam:ListUsers action" in told.main


@pytest.mark.usefixtures("people")
def test_what_was_not_refused_is_told_as_what_it_was(arrivals: Arrivals, office: Office) -> None:
    browser = arrivals.browser()
    page = browser.get("/recovery/root-password").press("Mail me a code", {"Root user e-mail address": office.email})
    [reference] = office.run(lambda ctx: [row.reference for row in ctx.all(ctx.select(Attempt))])
    assert explained(office, reference).h1 == "How far the root user came"
    page = page.press("Continue", {"Six-digit code": arrivals.letters()[-1].fields["code"]})
    new = {"New password": "Harbour-root-2", "New password, once more": "Harbour-root-2"}
    assert page.press("Set new password", new).h1 == "Your password is set"
    assert explained(office, reference).h1 == "How the root user's password was replaced"
    sign_in_user(arrivals.browser(), office.alias, "m.okafor", PASSWORD)
    came = office.events("ConsoleLogin")[-1].record["reference"]
    assert explained(office, came).h1 == "How m.okafor came in"


@pytest.mark.usefixtures("people")
def test_the_history_lists_everybodys_sign_ins(arrivals: Arrivals, office: Office) -> None:
    refused(arrivals, office, "m.okafor")
    refused(arrivals, office, "my-password")
    page = office.at_desk("ada").get("/console/history")
    assert "m.okafor" in page.main
    assert "A name that matched nobody" in page.main
    assert "my-password" not in page.html


@pytest.fixture
def staff(office: Office) -> None:
    """The office is the operator's account, with a member of staff."""

    def mark(ctx: Context) -> None:
        accounts.bound(ctx).operator = True

    office.run(mark)
    office.user("staff", EVERYTHING)


@pytest.mark.usefixtures("staff")
def test_staff_see_unknown_names_as_digests_only(arrivals: Arrivals, office: Office) -> None:
    sign_in_user(arrivals.browser(), "no-such-account", "somebody", "wrong")
    page = office.at_desk("staff").get("/console/operator/unknown")
    assert "no-such-account" not in page.html
    [reference] = [words for words in page.links if words.startswith("FD-")]
    assert "No account has the ID, alias or e-mail address" in page.follow(reference).main


@pytest.mark.usefixtures("people")
def test_the_staffs_pages_are_for_the_operators_account_alone(office: Office) -> None:
    page = office.at_desk("ada").get("/console/operator/unknown")
    assert page.status == 403
    assert "This is for the staff of the installation." in page.main
    assert "Sign in as somebody of the staff." in page.main
    assert "Unknown names" not in page.links


@pytest.mark.usefixtures("staff")
def test_staff_let_a_failed_mail_be_tried_again(office: Office) -> None:
    def fail(ctx: Context) -> None:
        sealed = ctx.keyring.seal(json.dumps({"to": "a@example.org", "fields": {}, "locale": "en"}), "outbox")
        row = OutboxRow(id=ids.unique(ctx.entropy), message="sign_up_code", sealed=sealed, state="dead", tries=9)
        row.created_at = row.due_at = row.finished_at = ctx.now
        ctx.add(row)

    office.run(fail)
    page = office.at_desk("staff").get("/console/operator/mail")
    row = office.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow)))[0]
    again = page.press(f"Try again {row.id}")
    assert "The mail is tried again" in again.main
    assert office.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow)))[0].state == "waiting"


def test_the_mailbox_shows_what_was_mailed_to_this_machine_only(arrivals: Arrivals, office: Office) -> None:
    here = arrivals.browser("127.0.0.1")
    here.get("/recovery/root-password").press("Mail me a code", {"Root user e-mail address": office.email})
    page = here.get("/mailbox")
    [letter] = [words for words in page.links if "password" in words.lower()]
    assert arrivals.letters()[-1].fields["code"] in page.follow(letter).main
    [fact] = json.loads(here.ask("GET", f"/mailbox.json?to={office.email}").body)
    assert fact["to"] == office.email
    assert arrivals.browser("192.0.2.1").get("/mailbox").status == 404
    assert here.get("/mailbox", host="a.name.led.to.this.machine.example").status == 404
