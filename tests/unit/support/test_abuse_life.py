"""An abuse case from report to end: who may act, what the clock does, what is told to whom, and what is kept."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, AlreadyExists, FrontdeskError, NotFound, ValidationError
from frontdesk.directory import standing
from frontdesk.directory.tables import Account, AlternateContact
from frontdesk.operations import catalogue
from frontdesk.store.outbox import OutboxRow
from frontdesk.support.abuse import deadlines, retention
from frontdesk.support.abuse.tables import AbuseCase, AbuseFile, AbuseMessage, AbuseNotice, AbuseReport
from tests.support.world import World

REPORT = {
    "Kind": "web",
    "Name": "Torhild Aas",
    "Email": "torhild@fjordpost.example",
    "Text": "It asks for passwords.",
    "Details": {"urls": "https://bad.example/login"},
}
STAFF_ACTS = [
    one for one in catalogue.load().values() if one.service == "abuse" and "CaseNumber" in one.resource.consumes
]


class Case:
    """A reported matter, with the desk's and the concerned account's roots at hand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk, self.house = world.account("Desk", operator=True), world.account("House", alias="house")
        self.staff = world.administrator(self.desk)
        self.made = world.perform(self.desk, "abuse:ReportAbuse", REPORT)
        self.number = self.made["ReportNumber"]

    def act(self, name: str, by: Caller | None = None, **params: Any) -> dict[str, Any]:
        return self.world.perform(by or self.desk, f"abuse:{name}", {"CaseNumber": self.number, **params})

    def about(self, name: str, **params: Any) -> dict[str, Any]:
        return self.act(name, AccountId=self.house.account_id, **params)

    def tell(self) -> str:
        self.act("MatchAbuseReport", Account="house")
        self.about("SendAbuseNotice", Text="Stop it.")
        return self.notice()["NoticeId"]

    def notice(self) -> dict[str, Any]:
        found = self.world.perform(self.house, "abuse:ListAbuseNotices")["Notices"]
        return dict(found[0]) if found else {"NoticeId": "none"}

    def answer(self, **params: Any) -> None:
        given = {"NoticeId": self.notice()["NoticeId"], "Text": "It is off."} | params
        self.world.perform(self.house, "abuse:AnswerAbuseNotice", given)

    @property
    def state(self) -> str:
        return str(self.act("GetAbuseReport")["Case"]["State"])

    def clock(self, **time: float) -> None:
        self.world.move(**time)
        while self.world.run(deadlines.keep):
            pass

    def mails(self, message: str) -> list[str]:
        rows = self.world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow)))
        return [row.message for row in rows if row.message == message]

    def account(self) -> Account:
        found = self.world.run(lambda ctx: ctx.by_key(Account, self.house.account_id))
        assert found is not None
        return found


@pytest.fixture
def case(world: World) -> Case:
    return Case(world)


def test_a_case_goes_its_way(case: Case) -> None:
    assert case.state == "new"
    case.tell()
    assert case.state == "notified"
    case.answer()
    assert case.state == "answered"
    case.act("CloseAbuseReport", Outcome="handled")
    assert case.state == "closed"
    with pytest.raises(ValidationError):
        case.answer()


def test_asking_the_reporter_waits_for_the_reporter(case: Case) -> None:
    case.act("AskAbuseReporter", ReportNumber=case.number, Text="When?")
    assert case.state == "needs-info"
    case.world.perform(case.desk, "abuse:AddToAbuseReport", {**case.made, "Text": "At nine."})
    assert case.state == "new"


def test_root_and_the_security_contact_are_told(case: Case) -> None:
    contact = AlternateContact(
        account_id=case.house.account_id, type="SECURITY", name="S", title="S", email="security@house.example",
        phone="+4722000000", lineage=[], changed_at=case.world.now,
    )  # fmt: skip
    case.world.run(lambda ctx: ctx.add(contact))
    case.tell()
    rows = case.world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow)))
    opened = [
        json.loads(case.world.keyring.open(row.sealed, "outbox") or "{}")
        for row in rows
        if row.message == "abuse_notice"
    ]
    assert {mail["to"] for mail in opened} == {"house@example.org", "security@house.example"}
    assert all("hxxps[:]//bad.example/login" in mail["fields"]["facts"] for mail in opened)


def test_matching_tells_nobody_and_can_be_taken_back(case: Case) -> None:
    case.act("MatchAbuseReport", Account=case.house.account_id)
    assert case.world.perform(case.house, "abuse:ListAbuseNotices")["Notices"] == []
    with pytest.raises(AlreadyExists):
        case.act("MatchAbuseReport", Account="house")
    case.about("UnmatchAbuseReport")
    with pytest.raises(NotFound):
        case.about("SendAbuseNotice")
    with pytest.raises(NotFound):
        case.act("MatchAbuseReport", Account="nobody-here")
    case.tell()
    with pytest.raises(ValidationError):
        case.about("UnmatchAbuseReport")


def test_the_account_is_reminded_at_half_time_and_overdue_at_the_end_once_each(case: Case) -> None:
    case.tell()
    case.clock(hours=11, minutes=59)
    assert case.mails("abuse_reminder") == []
    case.clock(minutes=1)
    case.clock(minutes=1)
    assert len(case.mails("abuse_reminder")) == 1
    case.clock(hours=12)
    case.clock(hours=1)
    assert case.notice()["Overdue"]
    notes = case.act("GetAbuseReport")["Notes"]
    assert [note["Author"] for note in notes] == ["clock"]
    assert case.account().state == standing.ACTIVE, "people decide, not the clock"
    assert case.act("ListAbuseReports")["Counts"]["overdue"] == 1


def test_jobs_run_twice_leave_what_once_leaves(case: Case) -> None:
    case.tell()
    for hours in (12, 12):
        case.clock(hours=hours)
        before = case.world.rows()
        case.world.run(deadlines.keep)
        assert case.world.rows() == before


def test_a_new_deadline_begins_anew(case: Case) -> None:
    case.tell()
    case.clock(hours=25)
    case.about("ExtendAbuseDeadline", Hours=10)
    assert not case.notice()["Overdue"]
    assert case.notice()["DueAt"] == case.world.now + timedelta(hours=10)
    case.clock(hours=5)
    assert len(case.mails("abuse_reminder")) == 1


def fresh(case: Case) -> Caller:
    from dataclasses import replace

    return replace(case.desk, proofs={"password": case.world.now})


def test_an_account_is_suspended_only_when_its_time_is_over_or_it_is_blocked(case: Case) -> None:
    case.tell()
    with pytest.raises(ValidationError, match="still has time"):
        case.act("SuspendForAbuse", fresh(case), AccountId=case.house.account_id)
    with pytest.raises(AccessDenied, match="once more who you are"):
        case.about("SuspendForAbuse")
    case.about("BlockForAbuse", Resource="https://bad.example", Text="It still asks.")
    case.act("SuspendForAbuse", fresh(case), AccountId=case.house.account_id)
    assert (case.account().state, case.account().suspended_for) == (standing.SUSPENDED, "abuse")
    case.answer()
    case.about("ReinstateAfterAbuse")
    assert case.account().state == standing.ACTIVE
    with pytest.raises(ValidationError):
        case.about("ReinstateAfterAbuse")


def test_the_abuse_desk_does_not_lift_another_suspension(case: Case) -> None:
    from frontdesk.directory import accounts, life_cycle

    case.tell()
    case.world.run(lambda ctx: life_cycle.suspend(ctx, accounts.bound(ctx), "unpaid"), case.house.account_id)
    with pytest.raises(ValidationError):
        case.about("ReinstateAfterAbuse")
    assert case.account().state == standing.SUSPENDED


def test_the_accounts_events_tell_what_it_may_know_and_nobodys_name(case: Case) -> None:
    case.tell()
    case.about("BlockForAbuse", Resource="https://bad.example", Text="Why.")
    records = [row.record for row in case.world.events(case.house)]
    names = [record["eventName"] for record in records]
    assert [name for name in names if name.startswith("Abuse")] == [
        "AbuseReportReceived",
        "AbuseNoticeSent",
        "AbuseResourceBlocked",
    ]
    told = json.dumps(records).lower()
    assert not [word for word in ("torhild", "fjordpost", "admin", case.desk.account_id) if word in told]


def test_no_event_holds_who_reports_or_what(case: Case) -> None:
    case.world.perform(case.desk, "abuse:AddToAbuseReport", {**case.made, "Text": "Torhild again."})
    told = json.dumps([row.record for row in case.world.events()]).lower()
    words = ("torhild", "fjordpost", "asks for passwords", case.made["ReportToken"])
    assert not [word for word in words if word in told]


def test_what_is_kept_of_the_reporter_and_of_files_is_sealed(case: Case) -> None:
    upload = {"Files": [{"Name": "a.txt", "Data": b"telltale content"}]}
    case.world.perform(case.desk, "abuse:ReportAbuse", REPORT | upload)
    raw = repr(case.world.rows())
    assert not [word for word in ("Torhild", "torhild@", "telltale") if word in raw]


@pytest.mark.parametrize("operation", STAFF_ACTS, ids=lambda operation: operation.name)
def test_no_act_of_the_desk_is_open_to_others(world: World, operation: Any) -> None:
    case = Case(world)
    case.tell()
    given = {
        "CaseNumber": case.number, "AccountId": case.house.account_id, "Account": "house", "Into": case.number,
        "Text": "x", "Hours": 5, "Resource": "x", "Outcome": "handled",
        "ReportNumber": case.number, "AttachmentId": "x",
    }  # fmt: skip
    params = {name: value for name, value in given.items() if name in members(operation)}
    support = world.user(case.desk, "support", allow("support:*", "supportdesk:*", "frontdesk:ListDeadMails"))
    before = world.rows()
    for caller in (case.house, world.administrator(case.house, "a2"), support):
        kept = world.rows()
        with pytest.raises(AccessDenied):
            world.perform(caller, f"abuse:{operation.name}", params)
        assert world.rows() == kept
    assert before != {}


def members(operation: Any) -> Any:
    from frontdesk.operations import contract

    return contract.members("abuse", operation.name)


def allow(*actions: str) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}


def test_each_act_is_an_action_of_its_own(case: Case) -> None:
    looker = case.world.user(case.desk, "looker", allow("frontdesk:ListAbuseReports", "frontdesk:GetAbuseReport"))
    assert case.act("GetAbuseReport", looker)["Case"]["CaseNumber"] == case.number
    with pytest.raises(AccessDenied):
        case.act("MatchAbuseReport", looker, Account="house")


def test_a_missing_case_is_told_only_to_staff(case: Case) -> None:
    for caller, refusal in ((case.house, AccessDenied), (case.desk, NotFound)):
        with pytest.raises(refusal):
            case.world.perform(caller, "abuse:GetAbuseReport", {"CaseNumber": "AB-2222-2222"})


def test_an_account_reads_and_answers_only_what_it_was_told(case: Case) -> None:
    id, other = case.tell(), case.world.account("Other")
    for name, params in (("GetAbuseNotice", {}), ("AnswerAbuseNotice", {"Text": "x"})):
        with pytest.raises(NotFound):
            case.world.perform(other, f"abuse:{name}", {"NoticeId": id, **params})


def test_what_was_reported_later_is_not_shown_to_whoever_was_told_before(case: Case) -> None:
    case.tell()
    later = case.world.perform(case.desk, "abuse:ReportAbuse", REPORT | {"Text": "Later words."})
    case.world.perform(case.desk, "abuse:JoinAbuseReports", {"CaseNumber": later["ReportNumber"], "Into": case.number})
    shown = case.world.perform(case.house, "abuse:GetAbuseNotice", {"NoticeId": case.notice()["NoticeId"]})
    assert "Later words." not in json.dumps(shown, default=str)


def test_a_case_of_which_an_account_was_told_is_not_joined_away(case: Case) -> None:
    case.tell()
    other = case.world.perform(case.desk, "abuse:ReportAbuse", REPORT)["ReportNumber"]
    for into in (other, case.number):
        with pytest.raises(ValidationError):
            case.act("JoinAbuseReports", Into=into)
    assert case.world.perform(case.desk, "abuse:JoinAbuseReports", {"CaseNumber": other, "Into": case.number}) == {}
    assert len(case.act("GetAbuseReport")["Reports"]) == 2


def test_closed_cases_are_forgotten_after_a_year_and_open_ones_are_not(case: Case) -> None:
    case.tell()
    kept = case.world.perform(case.desk, "abuse:ReportAbuse", REPORT)["ReportNumber"]
    case.act("CloseAbuseReport", Outcome="nothing")
    case.world.move(days=364)
    case.world.run(retention.forget_old)
    assert case.state == "closed"
    case.world.move(days=1)
    assert case.world.run(retention.forget_old) is False
    left = [
        case.world.run(lambda ctx, table=table: ctx.all(ctx.across_accounts(table)))
        for table in (AbuseCase, AbuseReport)
    ]
    assert [[row.number for row in rows] for rows in left] == [[kept], [kept]]
    for table in (AbuseFile, AbuseMessage, AbuseNotice):
        assert case.world.run(lambda ctx, table=table: ctx.all(ctx.across_accounts(table))) == []


ACTS = st.sampled_from(
    [
        "match",
        "tell",
        "answer",
        "time",
        "extend",
        "remind",
        "block",
        "unblock",
        "suspend",
        "reinstate",
        "ask",
        "more",
        "close",
        "clock",
    ]
)


@settings(max_examples=25)
@given(st.lists(ACTS, max_size=14))
def test_whatever_order_things_happen_in_the_books_agree(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str]
) -> None:
    from tests.support import world as worlds

    with worlds.opened(tmp_path_factory.mktemp("world")) as world:
        case = Case(world)
        for act in acts:
            with suppress(FrontdeskError):
                STEPS[act](case)
            check_books(case)


STEPS: dict[str, Any] = {
    "match": lambda case: case.act("MatchAbuseReport", Account="house"),
    "tell": lambda case: case.about("SendAbuseNotice"),
    "answer": lambda case: case.answer(),
    "time": lambda case: case.answer(MoreTime=True),
    "extend": lambda case: case.about("ExtendAbuseDeadline", Hours=10),
    "remind": lambda case: case.about("RemindAbuseAccount"),
    "block": lambda case: case.about("BlockForAbuse", Resource="x", Text="y"),
    "unblock": lambda case: case.about("UnblockAfterAbuse"),
    "suspend": lambda case: case.act("SuspendForAbuse", fresh(case), AccountId=case.house.account_id),
    "reinstate": lambda case: case.about("ReinstateAfterAbuse"),
    "ask": lambda case: case.act("AskAbuseReporter", ReportNumber=case.number, Text="?"),
    "more": lambda case: case.world.perform(case.desk, "abuse:AddToAbuseReport", {**case.made, "Text": "!"}),
    "close": lambda case: case.act("CloseAbuseReport", Outcome="handled"),
    "clock": lambda case: case.clock(hours=13),
}


def check_books(case: Case) -> None:
    matter = case.world.run(lambda ctx: ctx.first(ctx.across_accounts(AbuseCase)))
    notice = case.world.run(lambda ctx: ctx.first(ctx.across_accounts(AbuseNotice)))
    assert matter is not None
    running = notice.due_at if notice and notice.state == "sent" and matter.state != "closed" else None
    assert matter.due_at == running
    if matter.state == "closed":
        assert notice is None or notice.state in ("matched", "settled")
    if notice and notice.suspended_at:
        assert case.account().state == standing.SUSPENDED
        assert notice.sent_at is not None
    if case.account().state == standing.SUSPENDED:
        assert notice is not None
        assert notice.suspended_at
