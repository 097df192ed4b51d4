"""What staff may see of an account: only what a live permit names, asked anew at each look (recovery S10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound, ValidationError
from frontdesk.directory import accounts
from frontdesk.operations import catalogue, contract
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.store.context import Context
from frontdesk.support.cases import looks, permits
from tests.support.world import World, allow
from tests.unit.support.cases.conftest import Desk

SHOWN = {"ACCOUNT": {"Account", "Users"}, "SIGN_INS": {"SignIns"}, "BILLING": {"Billing"}, "EVENTS": {"Events"}}
PARTS = set().union(*SHOWN.values())
LOOK = "supportdesk:GetPermittedAccount"


def grant(desk: Desk, case: str, *scopes: str, hours: int = 1) -> str:
    given = desk.do(desk.root, "supportdesk:GrantSupportPermit", CaseId=case, Scopes=list(scopes), Hours=hours)
    return str(given["Permit"]["PermitId"])


def used(desk: Desk) -> list[dict[str, Any]]:
    rows = desk.world.events(desk.root)
    return [row.record["additionalEventData"] for row in rows if row.name == "SupportPermitUsed"]


class TestLooking:
    def test_nothing_is_seen_without_a_permit(self, desk: Desk) -> None:
        case = desk.open()
        told = desk.do(desk.staff, "supportdesk:GetSupportCase", CaseId=case)
        assert "Harbour" not in str({**told, "Letters": []}).replace("fell into the harbour", "")
        assert "harbour@example.org" not in str(told)
        with pytest.raises(AccessDenied):
            desk.do(desk.staff, LOOK, CaseId=case)
        assert used(desk) == []

    @pytest.mark.parametrize("scope", permits.SCOPES)
    def test_a_scope_shows_its_part_and_no_other(self, desk: Desk, scope: str) -> None:
        case = desk.open()
        grant(desk, case, scope)
        told = desk.do(desk.staff, LOOK, CaseId=case)
        assert set(told) & PARTS == SHOWN[scope]
        assert [one["scope"] for one in used(desk)] == [scope]

    def test_every_look_is_an_event_of_the_account_and_is_counted(self, desk: Desk) -> None:
        case = desk.open()
        grant(desk, case, "ACCOUNT", "EVENTS")
        for _ in range(3):
            desk.do(desk.staff, LOOK, CaseId=case)
        assert len(used(desk)) == 6
        [permit] = desk.do(desk.root, "supportdesk:ListSupportPermits")["Permits"]
        assert (permit["Looks"], permit["LookedAt"]) == (6, desk.world.now)

    def test_what_was_seen_is_not_kept_in_the_operators_events(self, desk: Desk) -> None:
        desk.world.user(desk.root, "m.okafor")
        case = desk.open()
        grant(desk, case, *SHOWN)
        desk.do(desk.staff, LOOK, CaseId=case)
        assert "m.okafor" not in str([row.record for row in desk.world.events(desk.staff)])

    def test_contacts_are_masked_and_secrets_are_not_there(self, desk: Desk) -> None:
        def furnish(ctx: Context) -> None:
            accounts.bound(ctx).contact = {"phone": "+49 40 123448", "full_name": "A. Lind", "line1": "Kai 7"}

        desk.world.run(furnish, desk.root.account_id)
        desk.world.user(desk.root, "m.okafor", password=True)
        case = desk.open()
        grant(desk, case, *SHOWN)
        told = str(desk.do(desk.staff, LOOK, CaseId=case))
        assert "•••48" in told
        assert not [word for word in ("123448", "harbour@", "Kai 7", "argon2", "hash", "secret") if word in told]

    def test_a_permit_of_one_case_serves_no_other(self, desk: Desk) -> None:
        one, other = desk.open(), desk.open()
        grant(desk, one, "ACCOUNT")
        with pytest.raises(AccessDenied):
            desk.do(desk.staff, LOOK, CaseId=other)

    def test_looking_is_an_action_of_its_own(self, desk: Desk) -> None:
        case = desk.open()
        grant(desk, case, "ACCOUNT")
        reader = desk.world.user(desk.staff.account_id, "reader", allow("frontdesk:*SupportCase*"))
        desk.do(reader, "supportdesk:GetSupportCase", CaseId=case)
        with pytest.raises(AccessDenied):
            desk.do(reader, LOOK, CaseId=case)
        assert used(desk) == []


class TestGranting:
    @pytest.mark.parametrize(
        "params", [{"Hours": 0}, {"Hours": 169}, {"Scopes": []}, {"Scopes": ["PASSWORDS"]}, {"CaseId": "none"}]
    )
    def test_what_cannot_be_granted_is_refused(self, desk: Desk, params: dict[str, Any]) -> None:
        given = {"CaseId": desk.open(), "Scopes": ["ACCOUNT"], "Hours": 1} | params
        before = desk.world.rows()
        with pytest.raises((ValidationError, NotFound)):
            desk.do(desk.root, "supportdesk:GrantSupportPermit", **given)
        assert desk.world.rows() == before

    def test_root_and_nobody_without_the_action_grants(self, desk: Desk) -> None:
        case = desk.open()
        given = {"CaseId": case, "Scopes": ["ACCOUNT"], "Hours": 1}
        user = desk.world.user(desk.root, "user", allow("support:*"))
        other = desk.world.account("Lantern")
        for caller in (user, desk.staff, other):
            with pytest.raises(FrontdeskError):
                desk.do(caller, "supportdesk:GrantSupportPermit", **given)
        administrator = desk.world.user(desk.root, "admin", allow("frontdesk:GrantSupportPermit"))
        desk.do(administrator, "supportdesk:GrantSupportPermit", **given)

    def test_the_security_contact_hears_of_it(self, desk: Desk) -> None:
        grant(desk, desk.open(), "ACCOUNT")
        [mail] = [mail for mail in desk.mails() if mail.message == "support_permit"]
        assert (mail.to, mail.fields["who"]) == ("harbour@example.org", "Root user")

    def test_another_account_neither_sees_nor_ends_it(self, desk: Desk) -> None:
        permit, other = grant(desk, desk.open(), "ACCOUNT"), desk.world.account("Lantern")
        assert desk.do(other, "supportdesk:ListSupportPermits")["Permits"] == []
        with pytest.raises(NotFound):
            desk.do(other, "supportdesk:RevokeSupportPermit", PermitId=permit)

    def test_ending_twice_keeps_the_first_end(self, desk: Desk) -> None:
        permit = grant(desk, desk.open(), "ACCOUNT")
        first = desk.do(desk.root, "supportdesk:RevokeSupportPermit", PermitId=permit)["Permit"]
        desk.world.move(minutes=5)
        assert desk.do(desk.root, "supportdesk:RevokeSupportPermit", PermitId=permit)["Permit"] == first


ACTS = st.one_of(
    st.tuples(st.just("grant"), st.sets(st.sampled_from(sorted(SHOWN)), min_size=1), st.integers(1, 168)),
    st.tuples(st.just("move"), st.integers(1, 200), st.none()),
    st.tuples(st.sampled_from(["end", "resolve", "reopen", "merge"]), st.none(), st.none()),
)


class Believed:
    """What should count, kept by hand: scopes until a moment."""

    def __init__(self) -> None:
        self.scopes: set[str] = set()
        self.until: datetime | None = None

    def at(self, now: datetime) -> set[str]:
        return self.scopes if self.until and now < self.until else set()


def test_whatever_happens_a_look_shows_exactly_what_counts_now(desk: Desk) -> None:
    numbers = count()

    @settings(max_examples=20)
    @given(st.lists(ACTS, max_size=8))
    def holds(acts: list[tuple[str, Any, Any]]) -> None:
        fresh = replace(desk, root=desk.world.account(f"Harbour {next(numbers)}"))
        believed, case = Believed(), fresh.open()
        for act, first, second in acts:
            with suppress(FrontdeskError):  # refused, so nothing changed
                DOING[act](fresh, case, believed, first, second)
            assert seen(fresh, case) == {part for scope in believed.at(desk.world.now) for part in SHOWN[scope]}

    holds()


def seen(desk: Desk, case: str) -> set[str]:
    try:
        return set(desk.do(desk.staff, LOOK, CaseId=case)) & PARTS
    except AccessDenied:
        return set()


def do_grant(desk: Desk, case: str, believed: Believed, scopes: set[str], hours: int) -> None:
    grant(desk, case, *scopes, hours=hours)
    believed.scopes, believed.until = scopes, desk.world.now + timedelta(hours=hours)


def do_end(desk: Desk, case: str, believed: Believed, *_: object) -> None:
    for permit in desk.do(desk.root, "supportdesk:ListSupportPermits")["Permits"]:
        desk.do(desk.root, "supportdesk:RevokeSupportPermit", PermitId=permit["PermitId"])
    believed.scopes = set()


def do_resolve(desk: Desk, case: str, believed: Believed, *_: object) -> None:
    desk.do(desk.root, "support:ResolveCase", caseId=case)
    believed.scopes = set()


def do_reopen(desk: Desk, case: str, *_: object) -> None:
    desk.do(desk.root, "support:AddCommunicationToCase", caseId=case, communicationBody="More.")


def do_merge(desk: Desk, case: str, believed: Believed, *_: object) -> None:
    desk.do(desk.staff, "supportdesk:MergeSupportCases", CaseId=case, IntoCaseId=desk.open())
    believed.scopes = set()


def do_move(desk: Desk, case: str, believed: Believed, hours: int, _: object) -> None:
    desk.world.move(hours=hours)


DOING: dict[str, Callable[..., None]] = {
    "grant": do_grant,
    "end": do_end,
    "resolve": do_resolve,
    "reopen": do_reopen,
    "merge": do_merge,
    "move": do_move,
}


STAFF = sorted(name for name, operation in catalogue.load().items() if operation.resource is for_staff)
SECRET = re.compile("password|secret|seed|passcode|privatekey|sessiontoken", re.IGNORECASE)


@pytest.mark.parametrize(("service", "name"), STAFF)
def test_staff_neither_give_nor_get_a_secret(service: str, name: str) -> None:
    model = contract.operation(service, name)
    assert model is not None
    found = {member for shape in (model.input_shape, model.output_shape) for member in members(shape, set())}
    # that a password is there, and since when, is no secret
    assert {one for one in found if SECRET.search(one)} <= {"PasswordLastChanged", "PasswordResetRequired"}


def members(shape: Any, seen: set[str]) -> Iterator[str]:
    """Return the names of everything inside a shape."""
    if shape is None or shape.name in seen:
        return
    seen.add(shape.name)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield name
            yield from members(member, seen)
    elif shape.type_name in ("list", "map"):
        yield from members(shape.member if shape.type_name == "list" else shape.value, seen)


@pytest.mark.parametrize(
    ("email", "masked"), [("ada@lind.example", "a•••@l•••.example"), ("x@y", "x•••@•••y"), ("", "•••@•••")]
)
def test_an_address_is_recognised_by_its_ends_only(email: str, masked: str) -> None:
    shown = looks.masked_email(email)
    assert shown == masked or len(shown) <= len(masked)


def test_phones_show_two_digits(world: World) -> None:
    assert looks.masked_phone("+49 (40) 1234-48") == "•••48"
