"""A reporter who did not permit to be named is in nothing that an account sees (behaviour 7.2)."""

from __future__ import annotations

import base64
import json
import quopri
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from frontdesk.operations import catalogue
from frontdesk.store.outbox import OutboxRow
from frontdesk.support.abuse import mails
from frontdesk.support.abuse.reporters import Reporter
from frontdesk.support.abuse.withholding import WITHHELD, Withholding
from tests.support.world import World

PART = st.from_regex(r"[A-Z][a-zæøåé]{3,9}", fullmatch=True)
NAME = st.lists(PART, min_size=1, max_size=3).map(" ".join)
LOCAL = st.from_regex(r"[a-z][a-z0-9]{3,9}([._-][a-z0-9]{3,8})?", fullmatch=True)
DOMAIN = st.from_regex(r"[a-z]{6,10}\.example", fullmatch=True)
REPORTER = st.builds(
    lambda name, local, domain, org: Reporter(name, f"{local}@{domain}", org), NAME, LOCAL, DOMAIN, NAME
)
NOISE = st.text("abc 123\n.,:;<>()[]@-_/=\u200b", max_size=40)
TORHILD = Reporter("Torhild Aas", "torhild.aas@fjordpost.example", "Fjord Post")


def planted(reporter: Reporter) -> list[str]:
    """Return an identity in the spellings in which people and machines write it."""
    local, _, domain = reporter.email.partition("@")
    words = reporter.name.split()
    return [
        reporter.name,
        reporter.name.upper(),
        ", ".join([words[-1], *words[:-1]]),
        "_".join(words).lower(),
        reporter.email,
        reporter.email.upper(),
        f"{local} (at) {domain}",
        f"{local} [at] {domain.replace('.', ' [dot] ')}",
        f"{local}%40{domain}",
        f"bounce-123-{local}={domain}@list.example",
        f"mx1.{domain}",
        reporter.email.replace("@", "\u200b@"),
        reporter.organisation,
        reporter.organisation.lower().replace(" ", "-"),
    ]


@given(REPORTER, st.data(), NOISE, NOISE)
def test_no_spelling_of_a_reporter_is_left(reporter: Reporter, data: st.DataObject, before: str, after: str) -> None:
    said = Withholding([reporter]).text(f"{before} {data.draw(st.sampled_from(planted(reporter)))} {after}")
    assert WITHHELD in said
    told = said.replace(WITHHELD, "").casefold()
    domain = reporter.email.partition("@")[2]
    for secret in (reporter.name, reporter.email, domain, reporter.organisation):
        assert secret.casefold() not in told


@given(REPORTER, st.text(max_size=200))
@example(Reporter("(.*", "a+b@c.example", "[x"), "((((")
def test_whoever_reports_whatever_is_said_nothing_stumbles(reporter: Reporter, text: str) -> None:
    assert isinstance(Withholding([reporter]).text(text), str)


@given(NOISE)
def test_who_permitted_to_be_named_changes_nothing(text: str) -> None:
    assert Withholding([]).text(text) == text


@pytest.mark.parametrize(
    "kept",
    ["192.0.2.7 refused", "The host fjordby.example is another", "GET /aasen HTTP/1.1", "mail to bob@gmail.com"],
)
def test_what_is_nobodys_name_stays(kept: str) -> None:
    reporters = [TORHILD, Reporter("Bo Li", "boli1987@gmail.com")]
    assert Withholding(reporters).text(kept) == kept


@pytest.mark.parametrize(
    "text", ["a." * 30_000, "torhild" * 8000, "Torhild" + " " * 60_000, "@" * 60_000, "torhild.aas " * 5000]
)
def test_long_texts_cost_little(text: str) -> None:
    Withholding([TORHILD] * 5).text(text)


def mail(encoding: str) -> str:
    message = EmailMessage()
    message["From"] = "Bank <no-reply@bank.example>"
    message["To"] = "Torhild Aas <torhild.aas@fjordpost.example>"
    message["Cc"] = "someone@elsewhere.example"
    message["Delivered-To"] = "torhild.aas@fjordpost.example"
    message["Received"] = "from bad.example by mx.fjordpost.example for <torhild.aas@fjordpost.example>; today"
    message["Subject"] = "Dear Torhild Æ"
    message["X-To-Encoded"] = base64.b64encode(b"x").decode()
    message.set_content("Dear Torhild Aas,\nopen https://bad.example/?u=torhild.aas%40fjordpost.example", cte=encoding)
    message.add_attachment(b"Torhild Aas", maintype="image", subtype="png", filename="Torhild.png")
    return message.as_string()


@pytest.mark.parametrize("encoding", ["7bit", "base64", "quoted-printable"])
def test_a_mail_is_decoded_before_its_recipient_is_taken_out(encoding: str) -> None:
    told = Withholding([TORHILD]).mail(mail(encoding))
    assert "no-reply@bank.example" in told
    assert "from bad.example" in told
    assert "https://bad.example" in told
    assert "a part that is no text, left out" in told
    lowered = told.casefold()
    assert not [word for word in ("torhild", "aas", "fjordpost", "elsewhere") if word in lowered]


def test_quoted_printable_spellings_do_not_hide_a_name() -> None:
    body = quopri.encodestring(b"Torhild Aas", quotetabs=True).decode()
    text = f"From: a@b.example\nDate: today\nContent-Transfer-Encoding: quoted-printable\n\n{body}"
    assert "Aas" not in Withholding([TORHILD]).mail(text)


@settings(max_examples=15)  # each one makes a world
@given(REPORTER, st.booleans())
def test_nothing_that_an_account_is_shown_or_mailed_names_the_reporter(
    tmp_path_factory: pytest.TempPathFactory, reporter: Reporter, permitted: bool
) -> None:
    from tests.support import world as worlds

    assume(reporter.name.casefold() not in "frontdesk network activity example owner house source port target log")
    with worlds.opened(tmp_path_factory.mktemp("world")) as world:
        everything = reported_and_told(world, reporter, permitted).casefold()
    secrets = (reporter.name, reporter.email, reporter.email.partition("@")[2], reporter.organisation)
    assert [secret.casefold() in everything for secret in secrets[:2]] == [permitted] * 2
    if not permitted:
        assert not [secret for secret in secrets if secret.casefold() in everything]


def reported_and_told(world: World, reporter: Reporter, permitted: bool) -> str:
    """Report with the identity everywhere, tell an account, and return all that the account can see."""
    words = " ".join(planted(reporter))
    catalogue.load()
    house, desk = world.account("House"), world.account("Desk", operator=True)
    log = f"192.0.2.7,2026-11-23T09:14:00Z,rejected {reporter.email}\n".encode()
    made = world.perform(
        desk,
        "abuse:ReportAbuse",
        {
            "Kind": "network",
            "Name": reporter.name,
            "Email": reporter.email,
            "Organisation": reporter.organisation,
            "Text": words,
            "Details": {"log": words, "source": "192.0.2.7"},
            "AddressList": log,
            "Files": [
                {"Name": f"{reporter.name}.txt", "Data": words.encode()},
                {
                    "Name": "mail.eml",
                    "Data": f"Received: x\nFrom: a@b.example\nTo: {reporter.email}\n\n{words}".encode(),
                },
            ],
            "MayPassOn": permitted,
        },
    )
    case = {"CaseNumber": made["ReportNumber"], "AccountId": house.account_id}
    world.perform(desk, "abuse:MatchAbuseReport", {"CaseNumber": case["CaseNumber"], "Account": house.account_id})
    world.perform(desk, "abuse:SendAbuseNotice", case | {"Text": words})
    world.perform(desk, "abuse:WriteToAbuseAccount", case | {"Text": words})
    world.perform(desk, "abuse:BlockForAbuse", case | {"Resource": "192.0.2.7", "Text": words})
    return seen(world, house)


def seen(world: World, house: Any) -> str:
    [notice] = world.perform(house, "abuse:ListAbuseNotices")["Notices"]
    id = {"NoticeId": notice["NoticeId"]}
    shown = world.perform(house, "abuse:GetAbuseNotice", id)
    files = [file for report in shown["Reports"] for file in report["Attachments"]]
    got = [
        world.perform(house, "abuse:GetAbuseNoticeAttachment", id | {"AttachmentId": file["AttachmentId"]})
        for file in files
    ]
    events = [row.record for row in world.events(house)]
    mailed = world.run(lambda ctx: [opened(ctx, row) for row in ctx.all(ctx.across_accounts(OutboxRow))])
    texts = [one for to, one in mailed if to == "house@example.org"]
    assert len(files) == 2
    assert len(texts) == 3
    return json.dumps([notice, shown, got, events, texts], default=str, ensure_ascii=False)


def opened(ctx: Any, row: OutboxRow) -> tuple[str, str]:
    content = json.loads(ctx.keyring.open(row.sealed, "outbox"))
    return content["to"], json.dumps(content["fields"], ensure_ascii=False)


@given(st.text(max_size=300))
@example("SRC=192.0.2.7 href=https://bad.example ftp://x WWW.x.example")
def test_lines_in_a_mail_lead_nowhere(text: str) -> None:
    from frontdesk.core.settings import Settings
    from frontdesk.mail.rendering import render
    from tests.unit.mail.samples import mail as sample

    lines = mails.harmless(text).strip() or "-"
    render(sample("abuse_notice", facts=lines, text=lines), Settings())
