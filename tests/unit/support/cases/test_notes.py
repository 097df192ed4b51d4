"""What staff write for each other reaches no customer, by whatever way they look."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.core.callers import Caller
from frontdesk.directory import belongings
from frontdesk.store.context import Context
from tests.support.world import World
from tests.unit.support.cases.conftest import Desk

MARK = "herring"  # a word that no page, mail or rule uses
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=40)


def seen_by(desk: Desk, caller: Caller, case: str) -> str:
    """Return everything that a customer can have read out: operations, events, mails, the account's export."""
    told: list[Any] = [
        desk.do(caller, "support:DescribeCases", includeResolvedCases=True),
        desk.do(caller, "support:DescribeCommunications", caseId=case),
        desk.do(caller, "supportdesk:GetOwnCase", CaseId=case),
        desk.do(caller, "supportdesk:ListSupportPermits"),
        [mail.fields for mail in desk.mails()],
        [row.record for row in desk.world.events(caller)],
        export(desk.world, caller.account_id),
    ]
    return str(told)


def export(world: World, account_id: str) -> str:
    def write(ctx: Context) -> bytes:
        file = io.BytesIO()
        belongings.export(ctx, account_id, file)
        return file.getvalue()

    with zipfile.ZipFile(io.BytesIO(world.run(write))) as archive:
        return " ".join(archive.read(name).decode() for name in archive.namelist())


ACTS = st.tuples(st.sampled_from(["note", "answer", "reply", "assign", "merge", "resolve"]), WORDS)


def test_a_note_is_in_nothing_that_a_customer_can_read(desk: Desk) -> None:
    numbers = count()
    staff = desk.world.administrator(desk.staff.account_id, "secret.agent")

    @settings(max_examples=15)
    @given(st.lists(ACTS, max_size=6))
    def holds(acts: list[tuple[str, str]]) -> None:
        fresh = replace(desk, root=desk.world.account(f"Harbour {next(numbers)}"), staff=staff)
        case = fresh.open()
        fresh.do(staff, "supportdesk:AddSupportNote", CaseId=case, Note=f"{MARK} at first")
        for act, words in acts:
            case = _do(fresh, case, act, words)
        told = seen_by(fresh, fresh.root, case)
        assert MARK not in told
        assert "secret.agent" not in told
        assert MARK in str(fresh.do(staff, "supportdesk:GetSupportCase", CaseId=case))

    holds()


def _do(desk: Desk, case: str, act: str, words: str) -> str:
    if act == "note":
        desk.do(desk.staff, "supportdesk:AddSupportNote", CaseId=case, Note=f"{MARK} {words}")
    elif act == "answer":
        desk.do(desk.staff, "supportdesk:AnswerSupportCase", CaseId=case, CommunicationBody=f"Hello {words}")
    elif act == "reply":
        desk.do(desk.root, "support:AddCommunicationToCase", caseId=case, communicationBody=f"Well {words}")
    elif act == "assign":
        desk.do(desk.staff, "supportdesk:AssignSupportCase", CaseId=case, ToMe=True)
    elif act == "merge":
        into = desk.open()
        desk.do(desk.staff, "supportdesk:MergeSupportCases", CaseId=case, IntoCaseId=into)
        return into
    elif act == "resolve":
        desk.do(desk.root, "support:ResolveCase", caseId=case)
    return case
