"""Cases of people who cannot sign in: nothing they type is looked up, and a link or a number is all that counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.core.errors import FrontdeskError, NotFound, Throttled, ValidationError
from frontdesk.operations import catalogue
from frontdesk.operations.perform import perform
from frontdesk.store.context import Context
from frontdesk.support.cases import visitors
from frontdesk.support.cases.errors import CaseIdNotFound
from frontdesk.support.cases.tables import Case, CaseAddress, CaseMessage, CaseNote
from tests.unit.support.cases.conftest import Desk

SAID = {
    "Lost": "mfa-device",
    "Name": "Mia",
    "EmailAddress": "mia@elsewhere.example",
    "Subject": "Phone lost",
    "CommunicationBody": "It fell into the harbour.",
}


def visit(desk: Desk, name: str, network: str = "192.0.2.9", **params: Any) -> dict[str, Any]:
    origin = replace(desk.world.origin, address=network, door="pages")
    return perform(desk.world.desk, catalogue.operation("supportdesk", name), None, origin, params)


def write(desk: Desk, network: str = "192.0.2.9", **changed: Any) -> str:
    return str(visit(desk, "ContactSupport", network, **{**SAID, **changed})["Number"])


def key_of(desk: Desk, number: str) -> str:
    def read(ctx: Context) -> str:
        case = ctx.first(ctx.across_accounts(Case).where(Case.number == number))
        assert case is not None
        return visitors.key(ctx, case)

    return desk.world.run(read)


def follow(desk: Desk, key: str) -> None:
    def run(ctx: Context) -> None:
        case = visitors.by_key(ctx, key)
        assert case is not None
        visitors.follow(ctx, case)

    desk.world.run(run)


def shape(desk: Desk) -> dict[str, int]:
    """Return how many rows each table has."""
    return {table: len(rows) for table, rows in desk.world.rows().items()}


def test_known_and_unknown_accounts_write_the_same_rows_and_mails(desk: Desk) -> None:
    known = {"AccountHint": desk.root.account_id, "RootEmailAddress": "harbour@example.org"}
    unknown = {"AccountHint": "111122223333", "RootEmailAddress": "nobody@example.org"}
    grown = []
    for number, hints in enumerate((known, unknown)):
        before = shape(desk)
        write(desk, f"192.0.2.{number}", EmailAddress=f"v{number}@elsewhere.example", **hints)
        after = shape(desk)
        grown.append({table: count - before[table] for table, count in after.items()})
    assert grown[0] == grown[1]
    assert [mail.to for mail in desk.mails()] == ["v0@elsewhere.example", "v1@elsewhere.example"]


def test_what_a_visitor_says_is_sealed_and_in_no_event(desk: Desk) -> None:
    write(desk, RootEmailAddress="owner@somewhere.example", PhoneNumber="+49 40 123448")
    rows = str({name: rows for name, rows in desk.world.rows().items() if name != "case_messages"})
    events = str([row.record for row in desk.world.events()])
    for word in ("mia@", "owner@somewhere", "123448", "harbour."):
        assert word not in rows.replace("Phone lost", "")
        assert word not in events


@pytest.mark.parametrize(
    "changed",
    [{"Lost": "my-mind"}, {"Name": " "}, {"EmailAddress": "mia@"}, {"EmailAddress": "a@b@c.d"}, {"Subject": " "},
     {"CommunicationBody": "x" * 8001}, {"CommunicationBody": " \n"}, {"Name": "x\ny" * 80}],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_and_changes_nothing(desk: Desk, changed: dict[str, str]) -> None:
    before = desk.world.rows()
    with pytest.raises(ValidationError):
        write(desk, **changed)
    after = desk.world.rows()
    assert {**after, "throttles": []} == {**before, "throttles": []}


def test_an_unverified_address_gets_one_mail_ever_however_it_is_spelt(desk: Desk) -> None:
    numbers = [write(desk, EmailAddress=email) for email in ("mia@elsewhere.example", "MIA@Elsewhere.example")]
    desk.open(ccEmailAddresses=["mia@elsewhere.example"])
    for number in numbers:
        desk.do(desk.staff, "supportdesk:AnswerSupportCase", CaseId=number, CommunicationBody="Hello.")
    assert [mail.message for mail in desk.mails()] == ["support_case_received"]


def test_a_copy_gets_a_link_and_never_the_text(desk: Desk) -> None:
    case = desk.open(ccEmailAddresses=["friend@elsewhere.example"])
    for _ in range(2):
        desk.do(desk.staff, "supportdesk:AnswerSupportCase", CaseId=case, CommunicationBody="Your bill is 12.40.")
    told = [(mail.to, mail.message) for mail in desk.mails()]
    assert told.count(("friend@elsewhere.example", "support_news")) == 1
    assert told.count(("harbour@example.org", "support_answer")) == 2
    assert not [mail for mail in desk.mails() if mail.to != "harbour@example.org" and "12.40" in str(mail.fields)]


def test_an_answer_with_an_address_elsewhere_is_mailed_as_a_link_only(desk: Desk) -> None:
    case = desk.open()
    words = "See https://elsewhere.example/help for it."
    desk.do(desk.staff, "supportdesk:AnswerSupportCase", CaseId=case, CommunicationBody=words)
    assert [mail.message for mail in desk.mails()] == ["support_news"]


def test_answers_are_mailed_and_letters_taken_only_after_the_address_is_verified(desk: Desk) -> None:
    number = write(desk)
    key = key_of(desk, number)
    with pytest.raises(NotFound):
        visit(desk, "AnswerVisitorCase", LinkToken=key, CommunicationBody="More.")
    follow(desk, key)
    desk.do(desk.staff, "supportdesk:AnswerSupportCase", CaseId=number, CommunicationBody="Hello Mia.")
    assert desk.mails()[-1].fields["text"] == "Hello Mia."
    visit(desk, "AnswerVisitorCase", LinkToken=key, CommunicationBody="More.")
    letters = desk.do(desk.staff, "supportdesk:GetSupportCase", CaseId=number)["Letters"]
    assert [one["Body"] for one in letters] == ["It fell into the harbour.", "Hello Mia.", "More."]


def test_keys_of_different_cases_differ_and_are_not_stored(desk: Desk) -> None:
    keys = {key_of(desk, write(desk, f"192.0.2.{number}")) for number in range(3)}
    assert {len(key) for key in keys} == {64}
    assert len(keys) == 3
    assert not [key for key in keys if key in str(desk.world.rows())]


def test_a_network_may_write_twenty_times_an_hour(desk: Desk) -> None:
    for number in range(20):
        write(desk, EmailAddress=f"v{number}@elsewhere.example")
    with pytest.raises(Throttled):
        write(desk)
    write(desk, "192.0.2.10")
    desk.world.move(hours=1, seconds=1)
    write(desk)


class TestTakingOver:
    def test_the_number_binds_the_case_and_ends_the_link(self, desk: Desk) -> None:
        number = write(desk)
        key = key_of(desk, number)
        follow(desk, key)
        desk.do(desk.staff, "supportdesk:AddSupportNote", CaseId=number, Note="Sounds true.")
        taken = desk.do(desk.root, "supportdesk:LinkSupportCase", CaseNumber=f" {number.lower()} ")
        assert taken["Number"] == number
        assert desk.world.run(lambda ctx: visitors.by_key(ctx, key)) is None
        with pytest.raises(NotFound):
            visit(desk, "AnswerVisitorCase", LinkToken=key, CommunicationBody="Still here?")
        [told] = desk.do(desk.root, "support:DescribeCases")["cases"]
        assert told["displayId"] == number
        rows = desk.world.run(lambda ctx: [row.account_id for table in (CaseMessage, CaseNote)
                                           for row in ctx.all(ctx.across_accounts(table))])  # fmt: skip
        assert set(rows) == {desk.root.account_id}

    def test_nobody_else_takes_it_afterwards(self, desk: Desk) -> None:
        number = write(desk)
        desk.do(desk.root, "supportdesk:LinkSupportCase", CaseNumber=number)
        other = desk.world.account("Lantern")
        with pytest.raises(CaseIdNotFound) as theirs:
            desk.do(other, "supportdesk:LinkSupportCase", CaseNumber=number)
        with pytest.raises(CaseIdNotFound) as none:
            desk.do(other, "supportdesk:LinkSupportCase", CaseNumber="CS-2222-2222-2222")
        assert str(theirs.value).replace(number, "N") == str(none.value).replace("CS-2222-2222-2222", "N")

    def test_staff_cannot_take_it_for_a_customer(self, desk: Desk) -> None:
        number = write(desk)
        desk.do(desk.staff, "supportdesk:LinkSupportCase", CaseNumber=number)
        told = desk.do(desk.staff, "supportdesk:GetSupportCase", CaseId=number)["Case"]
        assert told["AccountId"] == desk.staff.account_id

    def test_ten_wrong_numbers_an_hour_and_then_none_is_looked_at(self, desk: Desk) -> None:
        number = write(desk)
        for _ in range(10):
            with pytest.raises(CaseIdNotFound):
                desk.do(desk.root, "supportdesk:LinkSupportCase", CaseNumber="CS-2222-2222-2222")
        with pytest.raises(Throttled):
            desk.do(desk.root, "supportdesk:LinkSupportCase", CaseNumber=number)


def test_no_other_key_finds_a_case(desk: Desk) -> None:
    key = key_of(desk, write(desk))
    others = st.text(max_size=130) | st.integers(0, 63).map(lambda at: key[:at] + "x" + key[at + 1 :])

    @settings(max_examples=50)
    @given(others)
    def holds(typed: str) -> None:
        assert desk.world.run(lambda ctx: visitors.by_key(ctx, typed)) is None

    holds()


def test_old_cases_of_visitors_are_forgotten_and_customers_kept(desk: Desk) -> None:
    write(desk)
    desk.open()
    desk.world.move(days=desk.world.settings.event_days, seconds=1)
    assert desk.world.run(visitors.forget_old) is False
    kept = desk.world.run(lambda ctx: ctx.all(ctx.across_accounts(Case)))
    assert [case.account_id for case in kept] == [desk.root.account_id]
    before = desk.world.rows()
    desk.world.run(visitors.forget_old)
    assert desk.world.rows() == before


def test_doubles_of_one_visitor_are_merged_and_both_links_lead_to_one(desk: Desk) -> None:
    one, other = write(desk), write(desk, Subject="Again")
    stranger = write(desk, EmailAddress="eve@elsewhere.example")
    with pytest.raises(FrontdeskError):
        desk.do(desk.staff, "supportdesk:MergeSupportCases", CaseId=stranger, IntoCaseId=one)
    key = key_of(desk, other)
    desk.do(desk.staff, "supportdesk:MergeSupportCases", CaseId=other, IntoCaseId=one)
    found = desk.world.run(lambda ctx: visitors.by_key(ctx, key))
    assert found is not None
    assert found.number == one
    assert desk.world.run(lambda ctx: len(ctx.all(ctx.across_accounts(CaseAddress)))) == 2
