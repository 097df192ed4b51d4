"""AWS Support's case operations: who may, within which limits, and what each answers (wire 10.10)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from frontdesk.core.errors import AccessDenied, ValidationError
from frontdesk.directory import accounts
from frontdesk.directory.standing import CLOSED, PERMANENTLY_CLOSED, SUSPENDED
from frontdesk.store.context import Context
from frontdesk.support.cases import attachments, cases, steps
from frontdesk.support.cases.errors import (
    AttachmentIdNotFound,
    AttachmentLimitExceeded,
    AttachmentSetExpired,
    AttachmentSetIdNotFound,
    AttachmentSetSizeLimitExceeded,
    CaseCreationLimitExceeded,
    CaseIdNotFound,
    CaseIsOver,
    DryRun,
)
from frontdesk.support.cases.tables import AttachmentSet, CaseAttachment
from tests.support.world import allow
from tests.unit.support.cases.conftest import Desk

FILE = {"fileName": "bill.pdf", "data": b"%PDF"}
LETTER = {"communicationBody": "More."}


def described(desk: Desk, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.do(desk.root, "support:DescribeCases", **params)["cases"]
    return found


class TestOpening:
    def test_a_case_has_the_ids_and_the_state_of_aws(self, desk: Desk) -> None:
        id = desk.open(serviceCode="billing", categoryCode="invoices", severityCode="high")
        [case] = described(desk)
        assert re.fullmatch(rf"case-{desk.root.account_id}-muen-2026-[0-9a-f]{{16}}", id)
        assert re.fullmatch(r"CS(-[2-9A-HJ-NP-Z]{4}){3}", case["displayId"])
        assert (case["caseId"], case["status"], case["serviceCode"]) == (id, "unassigned", "billing")
        assert (case["submittedBy"], case["timeCreated"]) == ("harbour@example.org", "2026-11-23T09:41:00.000Z")

    @pytest.mark.parametrize(
        "changed",
        [{"serviceCode": "amazon-ec2"}, {"categoryCode": "none"}, {"severityCode": "panic"}, {"language": "xx"},
         {"issueType": "technical"}, {"subject": "  "}, {"subject": "x" * 251}, {"ccEmailAddresses": ["nobody"]},
         {"uploadIds": ["x"]}, {"attachmentSetId": "none"}],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused_and_changes_nothing(self, desk: Desk, changed: dict[str, Any]) -> None:
        before = desk.world.rows()
        with pytest.raises((ValidationError, AttachmentSetIdNotFound)):
            desk.open(**changed)
        assert desk.world.rows() == before

    def test_a_dry_run_changes_nothing(self, desk: Desk) -> None:
        case, before = desk.open(), desk.world.rows()
        for action, params in {
            "CreateCase": {"subject": "x", **LETTER},
            "AddCommunicationToCase": {"caseId": case, **LETTER},
            "ResolveCase": {"caseId": case},
            "AddAttachmentsToSet": {"attachments": [FILE]},
            "DescribeCases": {},
            "DescribeServices": {},
        }.items():
            with pytest.raises(DryRun):
                desk.do(desk.root, f"support:{action}", dryRun=True, **params)
        assert desk.world.rows() == before

    def test_twenty_in_a_day_and_fifty_open_ones_are_enough(self, desk: Desk) -> None:
        for _ in range(cases.MOST_PER_DAY):
            desk.open()
        with pytest.raises(CaseCreationLimitExceeded):
            desk.open()
        for _ in range(2):
            desk.world.move(days=1, seconds=1)
            for _ in range(15):
                desk.open()
        desk.world.move(days=1, seconds=1)
        with pytest.raises(CaseCreationLimitExceeded):
            desk.open()
        assert len(described(desk)) == cases.MOST_OPEN

    @pytest.mark.parametrize("state", [SUSPENDED, CLOSED, PERMANENTLY_CLOSED])
    def test_root_of_an_account_that_does_not_work_still_gets_help(self, desk: Desk, state: str) -> None:
        user = desk.world.administrator(desk.root)
        desk.open(user)

        def change(ctx: Context) -> None:
            accounts.bound(ctx).state = state

        desk.world.run(change, desk.root.account_id)
        root = replace(desk.root, account_state=state)
        if state == PERMANENTLY_CLOSED:
            with pytest.raises(AccessDenied):
                desk.open(root)
            return
        case = desk.open(root)
        grant = {"CaseId": case, "Scopes": ["ACCOUNT"], "Hours": 1}
        desk.do(root, "supportdesk:GrantSupportPermit", **grant)
        for action in ("support:DescribeCases", "supportdesk:ListSupportPermits"):
            desk.do(root, action)
        for caller in (user, replace(user, account_state=state)):
            with pytest.raises(AccessDenied):
                desk.open(caller)


class TestThreads:
    def test_cases_are_listed_newest_first_in_pages(self, desk: Desk) -> None:
        opened = []
        for _ in range(15):
            opened.append(desk.open())
            desk.world.move(minutes=1)
        first = desk.do(desk.root, "support:DescribeCases", maxResults=10)
        rest = desk.do(desk.root, "support:DescribeCases", maxResults=10, nextToken=first["nextToken"])
        assert [one["caseId"] for one in first["cases"] + rest["cases"]] == opened[::-1]
        assert "nextToken" not in rest
        with pytest.raises(ValidationError):
            desk.do(desk.root, "support:DescribeCases", includeResolvedCases=True, nextToken=first["nextToken"])

    def test_filters(self, desk: Desk) -> None:
        old = desk.open()
        desk.world.move(days=2)
        new = desk.open()
        number = next(one["displayId"] for one in described(desk) if one["caseId"] == new)
        for params, wanted in [
            ({"caseIdList": [old]}, [old]),
            ({"displayId": number}, [new]),
            ({"displayId": "CS-2222-2222-2222"}, []),
            ({"afterTime": "2026-11-24T00:00:00Z"}, [new]),
            ({"beforeTime": "2026-11-23"}, [old]),
            ({"afterTime": "2026-11-23T09:41:00+00:00", "beforeTime": "2026-11-25T09:41:00Z"}, [new, old]),
        ]:
            assert [one["caseId"] for one in described(desk, **params)] == wanted, params
        with pytest.raises(ValidationError):
            described(desk, afterTime="yesterday")
        with pytest.raises(CaseIdNotFound):
            described(desk, caseIdList=[old, "case-1"])

    def test_the_last_five_letters_come_with_a_case_and_the_marker_leads_on(self, desk: Desk) -> None:
        case = desk.open()
        for number in range(11):
            desk.world.move(minutes=1)
            desk.do(desk.root, "support:AddCommunicationToCase", caseId=case, communicationBody=f"Letter {number}")
        [told] = described(desk)
        recent = told["recentCommunications"]
        assert [one["body"] for one in recent["communications"]] == [f"Letter {number}" for number in (10, 9, 8, 7, 6)]
        rest = desk.do(desk.root, "support:DescribeCommunications", caseId=case, nextToken=recent["nextToken"])
        assert [one["body"] for one in rest["communications"]][:2] == ["Letter 5", "Letter 4"]
        assert len(rest["communications"]) == 7
        other = desk.open()
        with pytest.raises(ValidationError):
            desk.do(desk.root, "support:DescribeCommunications", caseId=other, nextToken=recent["nextToken"])

    def test_letters_of_one_moment_keep_their_order(self, desk: Desk) -> None:
        case = desk.open()
        for number in range(12):
            desk.do(desk.root, "support:AddCommunicationToCase", caseId=case, communicationBody=str(number))
        told = desk.do(desk.root, "support:DescribeCommunications", caseId=case)["communications"]
        assert [one["body"] for one in told][:12] == [str(number) for number in range(11, -1, -1)]

    def test_resolved_and_reopened_within_two_weeks(self, desk: Desk) -> None:
        case = desk.open()
        told = desk.do(desk.root, "support:ResolveCase", caseId=case)
        assert told == {"initialCaseStatus": "unassigned", "finalCaseStatus": "resolved"}
        assert described(desk) == []
        desk.world.move(days=14)
        desk.do(desk.root, "support:AddCommunicationToCase", caseId=case, **LETTER)
        assert described(desk)[0]["status"] == "reopened"
        desk.do(desk.root, "support:ResolveCase", caseId=case)
        desk.world.clock.forward(cases.REOPENS_WITHIN + timedelta(seconds=1))
        with pytest.raises(CaseIsOver):
            desk.do(desk.root, "support:AddCommunicationToCase", caseId=case, **LETTER)

    def test_an_answer_waits_for_the_customer_and_a_letter_for_us(self, desk: Desk) -> None:
        case = desk.open()
        desk.do(desk.staff, "supportdesk:AnswerSupportCase", CaseId=case, CommunicationBody="Try this.")
        assert described(desk)[0]["status"] == "pending-customer-action"
        desk.do(desk.root, "support:AddCommunicationToCase", caseId=case, **LETTER)
        assert described(desk)[0]["status"] == "opened"

    def test_other_accounts_cases_are_unknown_to_every_operation(self, desk: Desk) -> None:
        case, other = desk.open(), desk.world.account("Lantern")
        for action, params in [
            ("DescribeCases", {"caseIdList": [case]}),
            ("DescribeCommunications", {"caseId": case}),
            ("AddCommunicationToCase", {"caseId": case, **LETTER}),
            ("ResolveCase", {"caseId": case}),
        ]:
            with pytest.raises(CaseIdNotFound):
                desk.do(other, f"support:{action}", **params)
        assert desk.do(other, "support:DescribeCases", includeResolvedCases=True)["cases"] == []

    def test_each_act_is_an_action_of_its_own(self, desk: Desk) -> None:
        reader = desk.world.user(desk.root, "reader", allow("support:Describe*"))
        case = desk.open()
        desk.do(reader, "support:DescribeCases")
        for action, params in [("CreateCase", {"subject": "x", **LETTER}), ("ResolveCase", {"caseId": case})]:
            with pytest.raises(AccessDenied, match=f"support:{action}"):
                desk.do(reader, f"support:{action}", **params)


class TestFiles:
    def add(self, desk: Desk, *files: dict[str, Any], **params: Any) -> str:
        sent = {"attachments": list(files or (FILE,)), **params}
        return str(desk.do(desk.root, "support:AddAttachmentsToSet", **sent)["attachmentSetId"])

    def test_a_file_goes_with_a_letter_and_comes_back(self, desk: Desk) -> None:
        case = desk.open(attachmentSetId=self.add(desk))
        [letter] = desk.do(desk.root, "support:DescribeCommunications", caseId=case)["communications"]
        [file] = letter["attachmentSet"]
        assert file["fileName"] == "bill.pdf"
        given = desk.do(desk.root, "support:DescribeAttachment", attachmentId=file["attachmentId"])["attachment"]
        assert given == FILE
        with pytest.raises(AttachmentIdNotFound):
            desk.do(desk.world.account("Lantern"), "support:DescribeAttachment", attachmentId=file["attachmentId"])
        got = desk.do(desk.staff, "supportdesk:GetSupportAttachment", CaseId=case, AttachmentId=file["attachmentId"])
        assert got["Data"] == b"%PDF"
        other = desk.open()
        with pytest.raises(AttachmentIdNotFound):
            desk.do(desk.staff, "supportdesk:GetSupportAttachment", CaseId=other, AttachmentId=file["attachmentId"])

    def test_a_set_is_used_once_lives_an_hour_and_is_its_accounts(self, desk: Desk) -> None:
        used = self.add(desk)
        desk.open(attachmentSetId=used)
        with pytest.raises(AttachmentSetIdNotFound):
            desk.open(attachmentSetId=used)
        waiting = self.add(desk)
        with pytest.raises(AttachmentSetIdNotFound):
            desk.open(desk.world.account("Lantern"), attachmentSetId=waiting)
        desk.world.move(hours=1)
        with pytest.raises(AttachmentSetExpired):
            desk.open(attachmentSetId=waiting)
        with pytest.raises(AttachmentSetExpired):
            self.add(desk, attachmentSetId=waiting)

    def test_limits(self, desk: Desk) -> None:
        large = {"fileName": "a", "data": b"x" * (attachments.MOST_BYTES + 1)}
        for files in ([FILE] * 4, [large], [{"fileName": "a", "data": b""}]):
            with pytest.raises(AttachmentSetSizeLimitExceeded):
                self.add(desk, *files)
        for name in ("", "a/b", "..\\b", 'a"b', "a\nb", "x" * 256):
            with pytest.raises(ValidationError):
                self.add(desk, {"fileName": name, "data": b"x"})
        first = self.add(desk, FILE, FILE, FILE)
        with pytest.raises(AttachmentSetSizeLimitExceeded):
            self.add(desk, attachmentSetId=first)
        for _ in range(9):
            self.add(desk)
        with pytest.raises(AttachmentLimitExceeded):
            self.add(desk)

    def test_unsent_files_are_forgotten_and_sent_ones_kept(self, desk: Desk) -> None:
        desk.open(attachmentSetId=self.add(desk))
        self.add(desk)
        desk.world.move(hours=1)
        assert desk.world.run(attachments.forget_unsent) is False
        assert desk.world.run(lambda ctx: ctx.all(ctx.across_accounts(AttachmentSet))) == []
        assert len(desk.world.run(lambda ctx: ctx.all(ctx.across_accounts(CaseAttachment)))) == 1

    def test_no_file_is_written_into_an_event(self, desk: Desk) -> None:
        self.add(desk)
        assert "PDF" not in str([row.record for row in desk.world.events()])


class TestWhatCasesAreAbout:
    def test_options_fit_what_can_be_opened(self, desk: Desk) -> None:
        services = desk.do(desk.root, "support:DescribeServices")["services"]
        levels = desk.do(desk.root, "support:DescribeSeverityLevels")["severityLevels"]
        assert {one["code"] for one in services} == {"customer-account", "billing"}
        for service in services:
            for category in service["categories"]:
                asked = {"issueType": "customer-service", "serviceCode": service["code"]}
                asked["categoryCode"] = category["code"]
                desk.do(desk.root, "support:DescribeSupportedLanguages", **asked)
                told = desk.do(desk.root, "support:DescribeCreateCaseOptions", language="en", **asked)
                assert [one["type"] for one in told["communicationTypes"]] == ["web"]
                desk.open(**asked)
        assert [one["code"] for one in levels] == ["low", "normal", "high", "urgent", "critical"]


@pytest.mark.parametrize("step", steps.find(), ids=lambda step: step.id)
def test_a_canned_step_can_be_mailed_and_asks_for_no_secret(step: steps.Step) -> None:
    assert "://" not in step.text
    assert "{" not in step.text.replace("{mail}", "")
    assert set(step.who.replace(", ", "").replace("company IT", "").replace("bank", "")) <= set("VUARIDMOT")
    assert not re.search(r"(send|tell|give) us (your|the) (password|code|key)", step.text)
    assert len(step.text) <= 1000


def test_ownership_goes_to_a_recovery_case() -> None:
    for id in ("B4", "B16", "D9", "I3"):
        [step] = [one for one in steps.find(id) if one.id == id]
        assert "recovery case" in step.text
