"""Contacting support: visitors, customers and staff, each at their own pages (behaviour 7.3)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from frontdesk.directory import accounts
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from frontdesk.store.work import Store
from tests.pages.arrivals import Arrivals, sign_in_user
from tests.pages.client import Client, Page
from tests.pages.office import EVERYTHING, Office
from tests.support.stores import FrozenClock

NUMBER = re.compile(r"CS-\w{4}-\w{4}-\w{4}")
WRITTEN = {
    "The MFA device": True,
    "Your name": "Mia Okafor",
    "E-mail address for the answer": "mia@elsewhere.example",
    "Subject": "Phone lost",
    "What happened, and what have you tried?": "It fell into the harbour.",
}


@pytest.fixture
def front(desk: Desk, pools: Pools) -> Office:
    """The operator's account, with a member of staff."""
    made = Office(desk, pools, "Front Desk")

    def mark(ctx: Context) -> None:
        accounts.bound(ctx).operator = True

    made.run(mark)
    made.user("staff", EVERYTHING)
    return made


@pytest.fixture
def staff(front: Office) -> Client:
    """The browser of a member of staff."""
    return front.at_desk("staff")


@pytest.fixture
def root(office: Office) -> Client:
    """The browser of a customer's root user."""
    return office.at_desk()


def letters(store: Store, to: str) -> list[Mail]:
    """Return the mails that would leave for an address, oldest first."""

    def read(ctx: Context) -> list[Mail]:
        rows = ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at))
        found = [delivery.opened(ctx, row) for row in rows if row.state == "waiting"]
        return [mail for mail in found if mail is not None and mail.to == to]

    return store.transact(read)


def write(visitor: Client, **changed: str | bool) -> Page:
    return visitor.get("/contact").press("Send to support", {**WRITTEN, **changed})


def open_case(root: Client, subject: str = "A charge that I do not know") -> Page:
    page = root.get("/console/support/~new?about=billing/dispute-a-charge")
    said = {"Subject": subject, "What happened, and what do you need?": "What is 12.40 on 12 November?"}
    return page.press("Open the case", said)


def number_on(page: Page) -> str:
    found = NUMBER.search(page.main)
    assert found
    return found[0]


def at_staff(staff: Client, number: str) -> Page:
    return staff.get(f"/console/operator/support/{number}")


class TestVisitors:
    def test_the_answer_has_a_number_and_the_mail_a_link(self, visitor: Client, store: Store) -> None:
        page = write(visitor)
        assert (page.path, page.h1) == ("/contact/sent", "Your message has arrived")
        [mail] = letters(store, "mia@elsewhere.example")
        assert mail.message == "support_case_received"
        assert mail.fields["reference"] == page.reference == number_on(page)
        assert "harbour" not in str(mail.fields)

    def test_known_and_unknown_accounts_get_the_same_page(self, visitor: Client, office: Office) -> None:
        known = {"Account ID or alias": office.alias, "The root user's e-mail address": office.email}
        unknown = {"Account ID or alias": "no-such-one", "The root user's e-mail address": "nobody@elsewhere.example"}
        pages = [write(visitor, **said, **{"E-mail address for the answer": f"v{n}@x.example"})
                 for n, said in enumerate((known, unknown))]  # fmt: skip
        assert len({NUMBER.sub("N", page.html.split("<main")[1]) for page in pages}) == 1
        assert office.outbox("support_case_received") == []

    def test_what_is_missing_is_said_beside_its_field(self, visitor: Client) -> None:
        page = visitor.get("/contact").press("Send to support")
        assert page.status == 422
        assert page.error("Your name") == "Enter a name that we may use in the answer."
        page = visitor.get("/contact").press("Send to support", {**WRITTEN, "E-mail address for the answer": "mia"})
        assert "e-mail address such as" in page.error("E-mail address for the answer")

    def test_an_address_that_was_not_verified_gets_one_mail_ever(
        self, visitor: Client, store: Store, staff: Client
    ) -> None:
        number = number_on(write(visitor))
        write(visitor)
        answered = at_staff(staff, number).press("Send the answer", {"Answer to the customer": "Read the map."})
        assert "The answer is in the case" in answered.main
        assert len(letters(store, "mia@elsewhere.example")) == 1

    def test_the_link_asks_first_and_then_shows_and_takes_answers(
        self, visitor: Client, store: Store, staff: Client
    ) -> None:
        number = number_on(write(visitor))
        link = letters(store, "mia@elsewhere.example")[0].fields["link"]
        asked = visitor.get(link)
        assert asked.h1 == "Is this case yours?"
        assert "harbour" not in asked.html
        shown = asked.press("It is mine: show it")
        assert "It fell into the harbour." in shown.main
        at_staff(staff, number).press("Send the answer", {"Answer to the customer": "Ask your administrator."})
        assert letters(store, "mia@elsewhere.example")[-1].fields["text"] == "Ask your administrator."
        answered = visitor.get(link)
        assert "Ask your administrator." in answered.main
        assert "staff" not in answered.main.split("What was said")[1].split("Write to support")[0]
        again = answered.press("Send", {"Write to support": "Who is that?"})
        assert "Who is that?" in again.main
        assert "Who is that?" in at_staff(staff, number).main

    def test_cases_that_waited_for_a_verified_address_are_mailed_then(self, visitor: Client, store: Store) -> None:
        write(visitor)
        second = number_on(write(visitor, Subject="Another thing"))
        visitor.get(letters(store, "mia@elsewhere.example")[0].fields["link"]).press("It is mine: show it")
        assert letters(store, "mia@elsewhere.example")[-1].fields["reference"] == second

    @pytest.mark.parametrize("key", ["", "x", "0" * 64, "a" * 4000])
    def test_another_key_leads_to_no_case(self, visitor: Client, key: str) -> None:
        write(visitor)
        page = visitor.get(f"/contact/case?key={key}")
        assert (page.status, page.h1) == (404, "This link leads to no case")

    def test_a_fourth_letter_from_one_network_costs_a_puzzle(self, visitor: Client) -> None:
        for _ in range(3):
            assert write(visitor).path == "/contact/sent"
        assert "puzzle_ticket" in visitor.get("/contact").html
        refused = write(visitor)
        assert (refused.status, refused.path) == (422, "/contact")
        assert "One moment more" in refused.summary

    @pytest.mark.parametrize("path", ["/trouble", "/recovery/root-password", "/recovery/iam-user", "/reference"])
    def test_pages_lead_here_where_a_person_is_the_next_step(self, visitor: Client, path: str) -> None:
        assert "/contact" in re.findall(
            r'href="(/contact)"', visitor.get(path).html.split("<main")[1].split("<footer")[0]
        )


class TestCustomers:
    def test_a_case_is_opened_answered_resolved_and_reopened(self, root: Client, staff: Client, office: Office) -> None:
        page = open_case(root)
        assert page.h1 == "A charge that I do not know"
        number = number_on(page)
        at_staff(staff, number).press("Send the answer", {"Answer to the customer": "It is for October."})
        [mail] = office.outbox("support_answer")
        assert (mail.to, mail.fields["text"], mail.fields["reference"]) == (office.email, "It is for October.", number)
        page = root.get(f"/console/support/{number}")
        assert "It is for October." in page.main
        assert "Answered" in page.main
        resolved = page.press("Resolve the case")
        assert "The case is resolved" in resolved.main
        assert number not in root.get("/console/support").main
        assert number in root.get("/console/support?show=all").main
        again = resolved.press("Send", {"Write in this case": "No, it is not."})
        assert "Reopened" in again.main

    def test_files_go_with_a_letter_and_are_saved_never_shown(self, root: Client, staff: Client) -> None:
        page = open_case(root)
        sent = page.press("Send", {"Write in this case": "See there.", "Files": [("bill <1>.html", b"<script>")]})
        assert "See there." in sent.main
        for browser, shown in ((root, sent), (staff, at_staff(staff, number_on(page)))):
            answer = browser.ask("GET", shown.links["bill <1>.html"])
            assert answer.body == b"<script>"
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''bill%20%3C1%3E.html"
        refused = sent.press("Send", {"Write in this case": "Again.", "Files": [("a/b", b"x")]})
        assert "A file name is one line" in refused.error("Files")

    def test_after_two_weeks_a_new_case_is_opened_beside_it(
        self, root: Client, clock: FrozenClock, office: Office
    ) -> None:
        old = number_on(open_case(root).press("Resolve the case"))
        clock.forward(timedelta(days=15))
        page = office.at_desk().get(f"/console/support/{old}")
        assert "resolved more than 14 days ago" in page.main
        new = page.press("Open the new case", {"Write in this case": "It came again."})
        assert number_on(new) != old
        assert f"/console/support/{old}" in new.links.values()

    @pytest.mark.parametrize("state", ["SUSPENDED", "CLOSED"])
    def test_root_of_an_account_that_does_not_work_is_helped(self, office: Office, state: str) -> None:
        def stop(ctx: Context) -> None:
            account = accounts.bound(ctx)
            account.state, account.state_at = state, ctx.now

        office.run(stop)
        page = open_case(office.at_desk())
        assert page.h1 == "A charge that I do not know"
        granted = page.follow("Give a permit").press(
            "Give the permit", {"The newest events of the account": True, "One hour": True}
        )
        assert "Support may look now" in granted.main
        assert "The case is resolved" in granted.press("Resolve the case").main

    def test_another_accounts_case_is_as_unknown_as_none(self, root: Client, desk: Desk, pools: Pools) -> None:
        number = number_on(open_case(root))
        other = Office(desk, pools, "Lantern Works").at_desk()
        theirs, none = other.get(f"/console/support/{number}"), other.get("/console/support/CS-2222-2222-2222")
        assert theirs.status == none.status == 404
        assert re.sub("CS-....-....-....", "N", theirs.main) == re.sub("CS-....-....-....", "N", none.main).replace(
            none.reference or "", theirs.reference or ""
        )

    def test_a_visitors_case_is_taken_over_by_its_number_alone(
        self, visitor: Client, root: Client, staff: Client, store: Store
    ) -> None:
        number = number_on(write(visitor))
        link = letters(store, "mia@elsewhere.example")[0].fields["link"]
        visitor.get(link).press("It is mine: show it")
        wrong = root.get("/console/support/link").press(
            "Take the case over", {"Number of the case": "CS-2222-2222-2222"}
        )
        assert "No case that waits for its owner" in wrong.error("Number of the case")
        page = root.get("/console/support/link").press("Take the case over", {"Number of the case": number.lower()})
        assert "It fell into the harbour." in page.main
        assert visitor.get(link).h1 == "This link leads to no case"
        at_staff(staff, number).press("Send the answer", {"Answer to the customer": "About your account: fine."})
        assert all("About your account" not in str(mail.fields) for mail in letters(store, "mia@elsewhere.example"))


class TestPermits:
    def test_staff_see_the_account_only_while_a_permit_lasts(self, root: Client, staff: Client, office: Office) -> None:
        office.user("m.okafor")
        number = number_on(open_case(root))
        looking = f"/console/operator/support/{number}/account"
        assert staff.get(looking).h1 == "No permit lasts now"
        assert office.alias not in at_staff(staff, number).html
        asked = root.get(f"/console/support/{number}").follow("Give a permit")
        given = asked.press(
            "Give the permit",
            {
                "The account, its contacts masked, the names of its users and which credentials they have": True,
                "One hour": True,
            },
        )
        assert "Support may look now" in given.main
        seen = at_staff(staff, number).follow("Look at the account")
        assert "m.okafor" in seen.main
        assert office.alias in seen.main
        assert office.email not in seen.html
        assert "Last sign-ins" not in seen.main
        [event] = office.events("SupportPermitUsed")
        assert event.record["additionalEventData"]["scope"] == "ACCOUNT"
        permits = root.get("/console/support/permits")
        assert "last 23 November 2026" in permits.main
        assert "The permit has ended" in permits.press(f"End it now {number}").main
        refused = staff.get(looking)
        assert refused.status == 403
        assert "m.okafor" not in refused.html
        assert len(office.events("SupportPermitUsed")) == 1

    def test_a_reference_of_a_customer_takes_a_permit_and_offers_no_remedy(
        self, arrivals: Arrivals, office: Office, root: Client, staff: Client
    ) -> None:
        office.user("m.okafor")
        reference = sign_in_user(arrivals.browser(), office.alias, "m.okafor", "wrong").reference
        unknown = staff.get("/console/history/FD-2222-2222")
        hidden = staff.get(f"/console/history/{reference}")
        assert hidden.status == unknown.status == 404
        assert hidden.main.replace(str(reference), "X") == unknown.main.replace("FD-2222-2222", "X")
        number = number_on(open_case(root))
        root.get(f"/console/support/{number}/permit").press(
            "Give the permit", {"Sign-ins and refusals of its users, with their causes": True, "One day": True}
        )
        told = staff.get(f"/console/history/{reference}")
        assert "The password was not." in told.main
        assert "Set a new password" not in told.links
        assert "for an administrator of the customer's account to do" in told.main
        assert len(office.events("SupportPermitUsed")) == 1


class TestStaff:
    @pytest.fixture
    def number(self, root: Client) -> str:
        return number_on(open_case(root))

    def test_the_inbox_finds_by_queue_kind_and_words(self, staff: Client, number: str, visitor: Client) -> None:
        visiting = number_on(write(visitor))
        inbox = staff.get("/console/operator/support")
        assert number in inbox.main
        assert visiting in inbox.main
        assert "Waiting for us (2)" in inbox.links
        for query, found in {
            "kind=billing": {number},
            "kind=sign-in": {visiting},
            "find=charge": {number},
            "find=mia@elsewhere.example": {visiting},
            f"find={number.lower()}": {number},
            "queue=mine": set(),
            "queue=unassigned": {number, visiting},
            "queue=nonsense&order=newest": {number, visiting},
        }.items():
            assert set(NUMBER.findall(staff.get(f"/console/operator/support?{query}").main)) == found, query

    def test_a_canned_step_fills_the_answer(self, staff: Client, number: str) -> None:
        steps = at_staff(staff, number).follow("Begin with a canned step")
        found = steps.client.get(f"{steps.url}?find=J9")
        page = found.follow("Use it J9")
        assert page.value("Answer to the customer").strip().startswith("Look at the bill for what was used")
        sent = page.press("Send the answer")
        assert "The answer is in the case" in sent.main
        assert "Assigned to staff" in sent.main

    def test_notes_stay_with_staff(self, staff: Client, number: str, root: Client, office: Office) -> None:
        kept = at_staff(staff, number).press("Keep the note", {"Note for staff": "Smells of fish."})
        assert "Smells of fish." in kept.main
        assert "Smells of fish." not in root.get(f"/console/support/{number}").html
        assert "Smells" not in str([event.record for event in office.events("AddSupportNote")])

    def test_work_is_assigned_and_prioritised(self, staff: Client, number: str) -> None:
        taken = at_staff(staff, number).press("Take this case")
        assert "Assigned to staff" in taken.main
        changed = taken.press("Change the case", {"State": "work-in-progress", "Priority": "urgent"})
        assert "In work" in changed.main
        refused = changed.press("Change the case", {"Assigned to": "nobody-here"})
        assert "no member of staff called" in refused.error("Assigned to")
        assert "Nobody" in changed.press("Change the case", {"Assigned to": ""}).main

    def test_doubles_are_merged(self, staff: Client, number: str, root: Client) -> None:
        double = number_on(open_case(root, "The same charge"))
        page = at_staff(staff, double).press("Merge this one into it", {"Number of the case that goes on": number})
        assert page.path.endswith(number)
        assert page.main.count("What is 12.40") == 2
        assert "This was a double" in at_staff(staff, double).main

    def test_customers_cannot_come_to_the_desk(self, root: Client, number: str) -> None:
        for path in ("", f"/{number}", f"/{number}/steps", f"/{number}/account"):
            page = root.get(f"/console/operator/support{path}")
            assert page.status == 403
            assert "This is for the staff of the installation." in page.main


@pytest.mark.parametrize("path", ["/console/support/%00", "/console/support/attachment/%00", "/console/support/%F0%9F"])
def test_an_address_that_names_nothing_is_not_our_fault(root: Client, path: str) -> None:
    assert root.get(path).status in (400, 404)
