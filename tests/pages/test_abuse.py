"""Abuse as people meet it: a stranger reports it, staff handle it, the account answers, the stranger hears the end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.support.abuse.kinds import KINDS, REPORTABLE
from tests.pages.client import Client, Page
from tests.pages.office import EVERYTHING, Office
from tests.support.stores import FrozenClock

WHO = {"Your name": "Torhild Aas", "Organisation": "Fjord Post", "Your e-mail address": "torhild@fjordpost.example"}
WEB = {
    **WHO,
    "Web addresses": "https://bad.example/login",
    "What happened, and why it is abuse": "A page that asks for passwords. <script>alert(1)</script>",
}
NETWORK = {
    **WHO,
    "Date and time of the first event": "2026-11-23 09:14",
    "Time zone of these times": "Europe/Oslo",
    "Source IP address": "192.0.2.7",
    "Protocol": "tcp",
    "Target: IP address or domain": "198.51.100.3",
    "Extract of the log": "sshd: failed password for root from 192.0.2.7 SRC=192.0.2.7",
    "What happened, and why it is abuse": "Somebody guesses passwords. Torhild Aas, torhild@fjordpost.example.",
}
PNG = b"\x89PNG\r\n\x1a\n....."


@pytest.fixture
def staff(desk: Desk, pools: Pools) -> Office:
    """The operator's account with somebody who may do everything, and somebody of ordinary support."""
    house = Office(desk, pools, "Front Desk")

    def make_operator(ctx: Any) -> None:
        from frontdesk.directory import accounts

        accounts.bound(ctx).operator = True

    house.run(make_operator)
    house.user("tess", EVERYTHING)
    house.user("sam", {"Effect": "Allow", "Action": ["supportdesk:*", "support:*"], "Resource": "*"})
    return house


def report(visitor: Client, kind: str = "web", filled: dict[str, Any] | None = None, **more: Any) -> Page:
    return visitor.get(f"/abuse/{kind}").press("Send the report", (filled or WEB) | more)


def number(page: Page) -> str:
    assert page.path.startswith("/abuse/report/AB-"), page.main
    return page.path.rpartition("/")[2]


def case(desk: Client, report: Page) -> Page:
    return desk.get(f"/console/operator/abuse/{number(report)}")


def act(desk: Client, report: Page, words: str, button: str, filled: dict[str, Any] | None = None) -> Page:
    return desk.get(case(desk, report).links[words]).press(button, filled or {})


def tell(desk: Client, report: Page, office: Office) -> Page:
    act(desk, report, "Match to an account", "Match the case", {"Account ID or alias": office.alias})
    return act(desk, report, f"Tell the account {office.account_id}", "Tell the account", {"Your words": "Stop it."})


def test_the_first_question_is_which_kind(visitor: Client) -> None:
    first = visitor.get("/").follow("Report abuse")
    assert (first.h1, first.press("Next").status) == ("Report abuse", 422)
    for kind in KINDS.values():
        assert first.press("Next", {str(kind.title): True}).path == f"/abuse/{kind.name}"


@pytest.mark.parametrize("kind", REPORTABLE, ids=lambda kind: kind.name)
def test_each_kind_asks_for_what_it_needs_and_nothing_else(visitor: Client, kind: Any) -> None:
    page = visitor.get(f"/abuse/{kind.name}")
    own = {str(one.label) for one in kind.details}
    others = {str(one.label) for other in REPORTABLE for one in other.details} - own
    labels = set(page._labels())
    assert own <= labels
    assert not others & labels
    refused = page.press("Send the report")
    assert refused.status == 422
    for detail in kind.details:
        assert bool(refused.error(str(detail.label))) == detail.required


@pytest.mark.parametrize(("kind", "words"), [("fraud", "Take it back"), ("retail", "Write to the shop")])
def test_what_has_another_desk_is_shown_the_way(visitor: Client, kind: str, words: str) -> None:
    page = visitor.get(f"/abuse/{kind}")
    assert words in page.main
    assert "Send the report" not in page.html


def test_a_report_has_a_number_a_page_and_one_mail_with_nothing_of_its_words(visitor: Client, office: Office) -> None:
    page = report(visitor)
    assert page.reference == number(page)
    assert "Received" in page.main
    [mail] = mails(office, "abuse_received")
    assert mail["to"] == "torhild@fjordpost.example"
    assert mail["fields"]["reference"] == number(page)
    assert not {"Torhild", "bad.example", "passwords"} & set(json.dumps(mail["fields"]).replace(".", " ").split())
    report(visitor)
    assert len(mails(office, "abuse_received")) == 1, "an address that nobody proved is mailed once, ever"


def mails(office: Office, message: str) -> list[dict[str, Any]]:
    from sqlalchemy import select

    from frontdesk.store import delivery
    from frontdesk.store.outbox import OutboxRow

    def read(ctx: Any) -> list[dict[str, Any]]:
        rows = ctx.all(select(OutboxRow).where(OutboxRow.message == message))
        return [{"to": mail.to, "fields": dict(mail.fields)} for row in rows if (mail := delivery.opened(ctx, row))]

    return office.run(read)


def test_whoever_opens_the_mails_link_may_ask_for_more_mail(visitor: Client, office: Office) -> None:
    page = report(visitor)
    assert "Keep me informed by mail" not in page.text
    mailed = visitor.get(mails(office, "abuse_received")[0]["fields"]["link"])
    assert "We mail you when there is a question" in mailed.press("Keep me informed by mail").text
    report(visitor)
    assert len(mails(office, "abuse_received")) == 2


def test_the_key_shown_after_sending_does_not_prove_the_mailbox(visitor: Client, office: Office) -> None:
    page = report(visitor)
    token = next(one.get("value") for one in page.root.iter() if one.get("name") == "token")
    query = page.url.partition("?")[2]
    visitor.post(f"/abuse/report/{number(page)}/follow?{query}", {"token": token})
    report(visitor)
    assert len(mails(office, "abuse_received")) == 1


@pytest.mark.parametrize("key", ["", "x", "0" * 64, "é"])
def test_without_its_key_a_report_is_not_there(visitor: Client, key: str) -> None:
    from urllib.parse import quote

    there = number(report(visitor))
    answers = [visitor.get(f"/abuse/report/{one}?key={quote(key)}") for one in (there, "AB-2222-2222", "x")]
    assert {(one.status, one.main) for one in answers} == {(404, answers[0].main)}


def test_times_zones_and_addresses_are_checked_beside_their_fields(visitor: Client) -> None:
    wrong = {
        "Date and time of the first event": "yesterday",
        "Time zone of these times": "Mars/Base",
        "Source IP address": "300.1.1.1",
        "Target: IP address or domain": "no host",
        "Source port": "99999",
    }
    page = report(visitor, "network", NETWORK | wrong)
    assert page.status == 422
    assert all(page.error(label) for label in wrong)


def test_a_list_of_addresses_stands_for_the_details_and_its_bad_lines_are_named(visitor: Client) -> None:
    good = b'ip,time,line\n192.0.2.7,2026-11-23T09:14:00+01:00,refused\n192.0.2.8,2026-11-23T09:15:00Z,"a, b"\n'
    words = {"What happened, and why it is abuse": "Many at once."}
    bad = good + b"300.0.0.1,2026-11-23T09:14:00Z,x\n192.0.2.9,yesterday,y\n"
    page = report(visitor, "network", WHO | words | {"List of many addresses": [("list.csv", bad)]})
    assert page.error("List of many addresses").startswith("In the list: line 4: no IP address; line 5: no ISO 8601")
    assert number(report(visitor, "network", WHO | words | {"List of many addresses": [("list.csv", good)]}))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.png", b"MZ\x90\x00\x03program")], "a.png is not of a kind that is taken"),
        ([("a.png", b"PK\x03\x04zip\x00")], "not of a kind"),
        ([("a.txt", b"x" * (2 * 1024 * 1024 + 1))], "larger than 2 MiB"),
        ([("a.txt", b"")], "empty"),
        ([(f"{one}.txt", b"x") for one in range(6)], "at most 5 files"),
    ],
)
def test_files_are_few_small_and_known_by_their_content(
    visitor: Client, files: list[tuple[str, bytes]], words: str
) -> None:
    page = report(visitor, Attachments=files)
    assert page.status == 422
    assert words in page.text


def test_after_three_reports_from_one_network_each_costs_a_puzzle(visitor: Client, clock: FrozenClock) -> None:
    from datetime import timedelta

    for _ in range(3):
        number(report(visitor))
    asked = report(visitor)
    assert asked.status == 422
    assert "Several reports came from your network" in asked.text
    clock.forward(timedelta(seconds=31))
    assert number(asked.press("Send the report", WEB))


def test_a_reporter_is_asked_answers_and_hears_nothing_of_the_account(
    visitor: Client, office: Office, staff: Office
) -> None:
    page, desk = report(visitor), staff.at_desk("tess")
    visitor.get(mails(office, "abuse_received")[0]["fields"]["link"]).press("Keep me informed by mail")
    act(desk, page, f"Ask the reporter {number(page)}", "Send the question", {"Your words": "When was it?"})
    [asked] = mails(office, "abuse_question")
    assert asked["fields"]["text"] == "When was it?"
    waiting = visitor.get(page.url)
    assert "We need something more from you" in waiting.text
    answered = waiting.press("Send", {"Your words": "At nine.", "Attachments": [("a.png", PNG)]})
    assert "We need something more" not in answered.text
    tell(desk, page, office)
    told = visitor.get(page.url)
    assert "Whoever is concerned was told" in told.main
    assert not [word for word in (office.account_id, office.alias, office.name, "tess") if word in told.html]


def test_the_queue_shows_filters_and_finds(visitor: Client, staff: Office) -> None:
    first, second = report(visitor), report(visitor, "network", NETWORK)
    desk = staff.at_desk("tess")
    queue = desk.get("/console/operator/abuse")
    assert number(first) in queue.main
    assert number(second) in queue.main
    label = "Find by number, address, account ID, reporter's e-mail address or words"
    for words, found in (
        (number(first), [first]),
        ("192.0.2.7", [second]),
        ("TORHILD@fjordpost.example", [first, second]),
    ):
        shown = queue.press("Find", {label: words}).main
        assert [page for page in (first, second) if number(page) in shown] == found
    act(desk, first, "Close the case", "Close the case", {"Nothing was found to act on": True})
    assert number(first) not in desk.get("/console/operator/abuse").main
    assert number(first) in desk.get("/console/operator/abuse").follow("Closed").main


def test_what_strangers_wrote_is_text_and_files_are_only_saved(visitor: Client, staff: Office) -> None:
    page, desk = report(visitor, Attachments=[('"><b>.html', b"<script>alert(1)</script>")]), staff.at_desk("tess")
    shown = case(desk, page)
    assert "&lt;script&gt;" in shown.html
    assert "<script>alert" not in shown.html
    link = next(href for href in shown.links.values() if "/attachments/" in href)
    got = desk.ask("GET", link)
    assert got.body == b"<script>alert(1)</script>"
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]


def test_ordinary_support_cannot_act_on_abuse(visitor: Client, staff: Office, office: Office) -> None:
    page, sam = report(visitor), staff.at_desk("sam")
    assert number(page) not in sam.get("/console/operator/abuse").main
    assert case(sam, page).status == 403
    assert office.at_desk().get("/console/operator/abuse/" + number(page)).status == 403


def test_an_account_is_told_without_the_reporter_and_answers(visitor: Client, office: Office, staff: Office) -> None:
    log = b"2026-11-23 mail from <torhild@fjordpost.example> for Torhild Aas via mx.fjordpost.example\n"
    page = report(visitor, "network", NETWORK | {"Attachments": [("torhild aas.txt", log), ("x.png", PNG)]})
    desk, owner = staff.at_desk("tess"), office.at_desk()
    assert "No notices" in owner.get("/console/notices").main
    tell(desk, page, office)
    [mail] = [one for one in mails(office, "abuse_notice") if one["to"] == office.email]
    notice = owner.get("/console/notices").follow(number(page))
    assert "2026-11-23 09:14 (2026-11-23 08:14:00 UTC)" in notice.main
    assert "kept back, because its reporter could be named in it" in notice.main
    link = next(href for href in notice.links.values() if "/attachments/" in href)
    seen = notice.html + json.dumps(mail["fields"]) + owner.ask("GET", link).body.decode()
    assert "failed password for root" in seen
    assert not [word for word in ("torhild", "aas", "fjord post", "fjordpost") if word in seen.lower()]
    answered = notice.press("Send", {"An answer": True, "Your words": "A test ran wild. It is off."})
    assert "Your answer has arrived" in answered.text
    assert "A test ran wild" in case(desk, page).main
    assert "There was an answer" in visitor.get(page.url).main
    assert "test ran wild" not in visitor.get(page.url).html


def test_more_time_does_not_stop_the_clock_but_staff_may_set_a_new_one(
    visitor: Client, office: Office, staff: Office
) -> None:
    page, desk, owner = report(visitor), staff.at_desk("tess"), office.at_desk()
    tell(desk, page, office)
    notice = owner.get("/console/notices").follow(number(page))
    assert "24 November 2026, 09:41 UTC" in notice.main
    asked = notice.press("Send", {"A wish for more time": True, "Your words": "Until Friday."})
    assert "24 November 2026, 09:41 UTC" in asked.main
    assert "Asks for more time" in case(desk, page).main
    act(desk, page, f"Set a deadline {office.account_id}", "Set the deadline", {"Hours from now": "72"})
    assert "26 November 2026, 09:41 UTC" in owner.get(notice.url).main


def test_an_account_that_does_not_answer_is_blocked_suspended_and_comes_back(
    visitor: Client, office: Office, staff: Office, clock: FrozenClock
) -> None:
    from datetime import timedelta

    page, desk = report(visitor), staff.at_desk("tess")
    tell(desk, page, office)
    early = act(desk, page, f"Suspend {office.account_id}", "Suspend the account")
    assert "still has time to answer" in early.text
    clock.forward(timedelta(hours=9))
    desk = staff.at_desk("tess")
    why = {"Resource": "192.0.2.7", "Why, and what frees it": "It still attacks."}
    act(desk, page, f"Block a resource {office.account_id}", "Write down the block", why)
    act(desk, page, f"Suspend {office.account_id}", "Suspend the account")
    assert "SUSPENDED" in case(desk, page).main
    root = office.at_desk()
    notice = root.get("/console/notices").follow(number(page))
    assert "192.0.2.7" in notice.main
    notice.press("Send", {"An answer": True, "Your words": "It is gone."})
    act(desk, page, f"Reinstate {office.account_id}", "Reinstate the account")
    act(desk, page, "Close the case", "Close the case", {"It was handled": True})
    done = visitor.get(page.url)
    assert "Nothing more happens here." in done.main
    assert "It is gone" not in done.html


def test_reports_of_the_same_matter_become_one_case(visitor: Client, staff: Office, office: Office) -> None:
    first, second, desk = report(visitor), report(visitor), staff.at_desk("tess")
    joined = act(desk, second, "Join", "Join the cases", {"Number of the other case": number(first).lower()})
    assert joined.path.endswith(number(first))
    assert number(second) in joined.main
    tell(desk, first, office)
    for page in (first, second):
        assert "Whoever is concerned was told" in visitor.get(page.url).main


def test_one_account_cannot_see_anothers_notice(
    visitor: Client, office: Office, staff: Office, desk: Desk, pools: Pools
) -> None:
    page = report(visitor)
    tell(staff.at_desk("tess"), page, office)
    path = office.at_desk().get("/console/notices").links[number(page)]
    other = Office(desk, pools, "Quay Books").at_desk()
    assert other.get(path).status == 404
    assert number(page) not in other.get("/console/notices").main


def test_a_notice_needs_its_permission(visitor: Client, office: Office, staff: Office) -> None:
    page = report(visitor)
    tell(staff.at_desk("tess"), page, office)
    office.user("guest")
    guest = office.at_desk("guest")
    assert "You may not see this" in guest.get("/console/notices").main
