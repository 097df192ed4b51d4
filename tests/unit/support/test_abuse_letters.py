"""The abuse mailbox: letters become reports, continue them only with their key, and never go round in a circle."""

from __future__ import annotations

import json
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from frontdesk.core.settings import Settings
from frontdesk.store import delivery
from frontdesk.store.outbox import Mail, OutboxRow
from frontdesk.store.work import Store
from frontdesk.support.abuse import files, letters, reporters, reports, states, talk
from frontdesk.support.abuse.letters import Taken
from frontdesk.support.abuse.tables import AbuseReport
from tests.unit.support.test_abuse_reading import XARF

SPAM = b"Received: from bad.example\nFrom: bank@bad.example\nSubject: Your account\nDate: today\n\nPay now."


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return Settings(data=tmp_path, abuse_mailbox="abuse@desk.example", mail_from="Desk <no-reply@desk.example>")


def letter(words: str = "They attack us.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "Torhild Aas <torhild@fjordpost.example>",
        "To": "abuse@desk.example",
        "Subject": "Attack",
    } | headers
    for name, value in given.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    return message


def take(store: Store, message: EmailMessage | bytes, recipient: str = "") -> Taken:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return store.transact(lambda ctx: letters.take(ctx, data, recipient), writes=True)


def report(store: Store, taken: Taken) -> AbuseReport:
    found = store.transact(lambda ctx: reports.by_number(ctx, taken.number))
    assert found is not None
    return found


def sent(store: Store, message: str = "abuse_received") -> list[Mail]:
    def read(ctx: Any) -> list[Mail]:
        rows = ctx.all(select(OutboxRow).where(OutboxRow.message == message))
        return [mail for row in rows if (mail := delivery.opened(ctx, row))]

    return store.transact(read)


def test_a_letter_becomes_a_report_and_is_acknowledged_once(store: Store) -> None:
    taken = take(store, letter("They attack us from 192.0.2.7."))
    made = report(store, taken)
    assert (taken.what, made.via, made.kind) == ("report", "mail", "network")
    assert made.text == "Attack\n\nThey attack us from 192.0.2.7."
    reporter = store.transact(lambda ctx: reporters.of(ctx, made))
    assert (reporter.name, reporter.email) == ("Torhild Aas", "torhild@fjordpost.example")
    take(store, letter())
    assert [(mail.to, mail.fields["reference"]) for mail in sent(store)] == [(reporter.email, made.number)]


def test_an_attached_mail_is_what_is_reported(store: Store) -> None:
    message = letter("Spam.")
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Date"] = "bank@bad.example", "Your account", "today"
    inner.set_content("Pay now.")
    message.add_attachment(inner)
    made = report(store, take(store, message))
    assert made.kind == "mail"
    assert "From: bank@bad.example" in made.details["message"]
    assert "Pay now." in made.details["message"]


def test_a_mail_that_is_forwarded_as_a_file_is_kept(store: Store) -> None:
    message = letter("See https://bad.example")
    message.add_attachment(SPAM, maintype="application", subtype="octet-stream", filename="spam.eml")
    made = report(store, take(store, message))
    kept = store.transact(
        lambda ctx: [(one.name, one.kind, files.content(ctx, one)) for one in files.of(ctx, [made.id])]
    )
    assert (made.kind, kept) == ("web", [("spam.eml", "message/rfc822", SPAM)])


def test_a_list_is_read_and_a_bad_one_is_said(store: Store) -> None:
    good, bad = letter(), letter()
    good.add_attachment("192.0.2.7,2026-11-23T09:14:00Z,refused", subtype="csv", filename="list.csv")
    bad.add_attachment("192.0.2.7,yesterday,refused", subtype="csv", filename="list.csv")
    assert report(store, take(store, good)).addresses == [["192.0.2.7", "2026-11-23T09:14:00Z", "refused"]]
    assert "line 1: no ISO 8601 time" in report(store, take(store, bad)).text


def test_xarf_is_read_and_a_faulty_one_is_said(store: Store) -> None:
    good, bad = letter(), letter()
    good.add_attachment(json.dumps(XARF).encode(), maintype="application", subtype="json", filename="xarf.json")
    broken = json.dumps(XARF | {"category": "bogus"}).encode()
    bad.add_attachment(broken, maintype="application", subtype="json", filename="xarf.json")
    made = report(store, take(store, good))
    assert (made.via, made.details["source"]) == ("mail", "192.0.2.100")
    assert "XARF document is faulty: category" in report(store, take(store, bad)).text


def test_what_is_no_kind_of_file_that_is_taken_is_named_and_left(store: Store) -> None:
    message = letter()
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="x-dosexec", filename="virus.exe")
    made = report(store, take(store, message))
    assert "Left out: virus.exe, application/x-dosexec, 4 bytes." in made.text
    assert store.transact(lambda ctx: files.of(ctx, [made.id])) == []


def reply_to(store: Store, made: AbuseReport) -> str:
    key = store.transact(lambda ctx: reporters.key(ctx, made, reporters.REPLY))
    return f"abuse+{made.number.lower()}.{key}@desk.example"


def said(store: Store, made: AbuseReport) -> list[str]:
    return store.transact(lambda ctx: [one.text for one in talk.with_reporter(ctx, made)])


@pytest.mark.parametrize("place", ["To", "Delivered_To", "Subject", "recipient"])
def test_with_its_key_a_letter_continues_a_report_and_proves_the_mailbox(store: Store, place: str) -> None:
    made = report(store, take(store, letter()))
    address = reply_to(store, made)
    assert address == sent(store)[0].fields["reply_to"]
    if place == "recipient":
        taken = take(store, letter("More."), recipient=address.upper())
    else:
        value = f"Re: [{address[6:].partition('@')[0].replace('.', ' ')}]" if place == "Subject" else address
        taken = take(store, letter("More.", **{place: value}))
    assert taken == Taken("added", made.number)
    assert "More." in said(store, made)[0]
    take(store, letter())
    assert len(sent(store)) == 2, "the mailbox is proven now"


def test_a_strangers_letter_with_the_key_is_marked_and_proves_nothing(store: Store) -> None:
    made = report(store, take(store, letter()))
    take(store, letter("Me, too.", From="mallory@evil.example", To=reply_to(store, made)))
    assert said(store, made)[0].startswith("From mallory@evil.example:")
    take(store, letter())
    assert len(sent(store)) == 1


@pytest.mark.parametrize("change", ["0", "f", ""])
def test_the_number_alone_lets_nobody_write_into_a_case(store: Store, change: str) -> None:
    made, other = report(store, take(store, letter())), report(store, take(store, letter()))
    forged = (
        reply_to(store, made).replace(".", f".{change * 24}@", 1) if change else f"abuse+{made.number}@desk.example"
    )
    crossed = reply_to(store, other).replace(other.number.lower(), made.number.lower())
    for address in (forged, crossed):
        taken = take(store, letter("I am not you.", To=address, Subject=f"Re: {made.number}"))
        assert taken.what == "report"
        assert taken.number != made.number
    assert said(store, made) == []


def test_a_letter_to_a_closed_report_makes_a_new_one_that_names_it(store: Store) -> None:
    made = report(store, take(store, letter()))
    store.transact(lambda ctx: states.enter(ctx, states.case_of(ctx, made.case_id), states.CLOSED), writes=True)
    taken = take(store, letter("It goes on.", To=reply_to(store, made)))
    assert taken.what == "report"
    assert report(store, taken).text.startswith(f"Continues {made.number}.")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"From": "no-reply@desk.example"},
        {"From": "ABUSE@desk.example"},
        {"Return_Path": "<>"},
    ],
)
def test_what_answers_by_itself_is_passed_over(store: Store, headers: dict[str, str]) -> None:
    assert take(store, letter(**headers)).what == "passed over"
    assert sent(store) == []


def test_a_bounce_is_passed_over(store: Store) -> None:
    bounce = (
        b"From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    )
    assert take(store, bounce).what == "passed over"


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-generated"}, {"Precedence": "bulk"}, {"List_Id": "<x.example>"}, {"From": "nobody"}],
)
def test_machines_and_lists_are_heard_but_not_answered(store: Store, headers: dict[str, str]) -> None:
    assert take(store, letter(**headers)).what == "report"
    assert sent(store) == []


def test_our_own_acknowledgement_does_not_come_back_as_a_report(store: Store) -> None:
    from frontdesk.mail.delivery import compose
    from frontdesk.mail.rendering import render
    from frontdesk.store.delivery import Parcel

    take(store, letter())
    [mail] = sent(store)
    now = store.clock.now()
    parcel = Parcel("id-1", mail, now, now)
    written = compose(parcel, mail, render(mail, store.settings), store.settings)
    assert take(store, bytes(written)).what == "passed over"
    assert written["Reply-To"] == mail.fields["reply_to"]
