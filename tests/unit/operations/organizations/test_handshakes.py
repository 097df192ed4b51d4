"""Invitations and the change to all features (behaviour 5.8, K3 to K6, recovery principle 8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from frontdesk.core.errors import FrontdeskError
from frontdesk.directory.organizations import handshakes
from frontdesk.directory.organizations.tables import Handshake
from tests.support.iam import IAM
from tests.support.world import allow
from tests.unit.operations.organizations.conftest import House


def refused_for(caller: IAM, name: str, **params: Any) -> str:
    with pytest.raises(FrontdeskError) as refusal:
        caller(name, **params)
    return str(refusal.value.members["Reason"])  # type: ignore[attr-defined]


def email(address: str) -> dict[str, Any]:
    return {"Target": {"Type": "EMAIL", "Id": address}}


def by_id(guest: IAM) -> dict[str, Any]:
    return {"Target": {"Type": "ACCOUNT", "Id": guest.caller.account_id}}


def state(caller: IAM, id: str) -> str:
    return str(caller("DescribeHandshake", HandshakeId=id)["Handshake"]["State"])


def test_by_id_as_aws_writes_it(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = main("InviteAccountToOrganization", Notes="Come in", **by_id(guest))["Handshake"]
    organization = main("DescribeOrganization")["Organization"]
    target = guest.caller.account_id
    assert (made["Action"], made["State"]) == ("INVITE", "OPEN")
    assert (made["ExpirationTimestamp"] - made["RequestedTimestamp"]).days == 15
    assert made["Arn"] == (
        f"arn:aws:organizations::{main.caller.account_id}:handshake/{organization['Id']}/invite/{made['Id']}"
    )
    assert made["Parties"] == [
        {"Id": organization["Id"][2:], "Type": "ORGANIZATION"},
        {"Id": target, "Type": "ACCOUNT"},
    ]
    whole, account, notes = made["Resources"]
    assert (whole["Type"], whole["Value"]) == ("ORGANIZATION", organization["Id"])
    assert {one["Type"]: one["Value"] for one in whole["Resources"]} == {
        "MASTER_EMAIL": "main@example.org",
        "MASTER_NAME": "Main",
        "ORGANIZATION_FEATURE_SET": "ALL",
    }
    assert account == {"Type": "ACCOUNT", "Value": target}
    assert notes == {"Type": "NOTES", "Value": "Come in"}
    assert guest("ListHandshakesForAccount")["Handshakes"] == [made]
    assert main("ListHandshakesForOrganization")["Handshakes"] == [made]
    assert house.mails() == [("organization_invitation", target, True)]


def test_by_address_whatever_its_case(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = main("InviteAccountToOrganization", **email("GUEST@Example.org"))["Handshake"]
    assert made["Parties"][1] == {"Id": "GUEST@Example.org", "Type": "EMAIL"}
    accepted = guest("AcceptHandshake", HandshakeId=made["Id"])["Handshake"]
    assert accepted["State"] == "ACCEPTED"
    [joined] = [one for one in main("ListAccounts")["Accounts"] if one["Id"] != main.caller.account_id]
    assert (joined["Id"], joined["JoinedMethod"]) == (guest.caller.account_id, "INVITED")
    assert state(main, made["Id"]) == "ACCEPTED"


def test_an_inviter_does_not_hear_whether_anybody_is_there(house: House, main: IAM) -> None:
    house("Known")
    elsewhere = house.found("Elsewhere")
    taken = house.bring(elsewhere, "Taken")
    targets = [
        email("known@example.org"), email("nobody@example.org"), email("taken@example.org"), by_id(taken),
        {"Target": {"Type": "ACCOUNT", "Id": "999988887777"}},
    ]  # fmt: skip

    def written(target: dict[str, Any]) -> tuple[Any, ...]:
        before = {name: len(rows) for name, rows in house.world.rows().items()}
        events = len(house.world.events())
        made = main("InviteAccountToOrganization", **target)["Handshake"]
        after = {name: len(rows) - before[name] for name, rows in house.world.rows().items()}
        shape = (made["State"], [party["Type"] for party in made["Parties"]][:1], sorted(made))
        return shape, after, len(house.world.events()) - events

    outcomes = [written(target) for target in targets]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    sent = [mail for mail in house.mails() if mail[0] == "organization_invitation"]
    assert [to_deliver for _, _, to_deliver in sent[-5:]] == [True, False, True, True, False]


def test_who_signs_up_later_finds_the_invitation(house: House, main: IAM) -> None:
    made = main("InviteAccountToOrganization", **email("later@example.org"))["Handshake"]
    later = house("Later")
    later("AcceptHandshake", HandshakeId=made["Id"])


def test_an_address_given_up_gives_up_the_invitation(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = main("InviteAccountToOrganization", **email("guest@example.org"))["Handshake"]
    house.change(guest.caller.account_id, email="new@example.org", email_key="new@example.org")
    assert guest.refused("AcceptHandshake", HandshakeId=made["Id"])[0] == "HandshakeNotFoundException"
    assert guest("ListHandshakesForAccount")["Handshakes"] == []


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ({"Type": "ACCOUNT", "Id": "12345"}, "INVALID_PATTERN_TARGET_ID"),
        ({"Type": "EMAIL", "Id": "not an address"}, "INVALID_EMAIL_ADDRESS_TARGET"),
        ({"Type": "ORGANIZATION", "Id": "o-a1b2c3d4e5"}, "INVALID_PARTY_TYPE_TARGET"),
    ],
)
def test_whom_nobody_can_invite(main: IAM, target: dict[str, str], reason: str) -> None:
    assert refused_for(main, "InviteAccountToOrganization", Target=target) == reason


def test_its_own_accounts_need_no_invitation(house: House, main: IAM) -> None:
    guest = house.bring(main, "Guest")
    for target in (by_id(guest), email("guest@example.org"), by_id(main), email("MAIN@example.org")):
        assert refused_for(main, "InviteAccountToOrganization", **target) == "ALREADY_IN_AN_ORGANIZATION"


def test_one_open_invitation_for_each(house: House, main: IAM) -> None:
    guest = house("Guest")
    first = house.invite(main, guest)
    assert main.refused("InviteAccountToOrganization", **by_id(guest))[0] == "DuplicateHandshakeException"
    main("InviteAccountToOrganization", **email("guest@example.org"))
    guest("DeclineHandshake", HandshakeId=first)
    house.invite(main, guest)


def test_so_many_a_day(house: House, main: IAM) -> None:
    def invite(number: int) -> None:
        made = main("InviteAccountToOrganization", **email(f"guest{number}@example.org"))["Handshake"]
        main("CancelHandshake", HandshakeId=made["Id"])

    for number in range(20):
        invite(number)
    late = email("late@example.org")
    assert refused_for(main, "InviteAccountToOrganization", **late) == "HANDSHAKE_RATE_LIMIT_EXCEEDED"
    house.world.move(days=1)
    invite(21)


def test_nobody_is_invited_four_times_a_day(house: House, main: IAM) -> None:
    guest = house("Guest")
    for _ in range(3):
        main("CancelHandshake", HandshakeId=house.invite(main, guest))
    assert refused_for(main, "InviteAccountToOrganization", **by_id(guest)) == "HANDSHAKE_RATE_LIMIT_EXCEEDED"


def test_expires_after_fifteen_days(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    house.world.move(days=14, hours=23)
    assert state(main, made) == "OPEN"
    house.world.move(hours=1)
    assert (state(main, made), state(guest, made)) == ("EXPIRED", "EXPIRED")
    for caller, name in ((guest, "AcceptHandshake"), (guest, "DeclineHandshake"), (main, "CancelHandshake")):
        assert caller.refused(name, HandshakeId=made)[0] == "InvalidHandshakeTransitionException"
    house.invite(main, guest)


def test_is_forgotten_thirty_days_later(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    guest("DeclineHandshake", HandshakeId=made)
    house.world.run(handshakes.forget_old)
    house.world.move(days=29)
    assert state(guest, made) == "DECLINED"
    house.world.move(days=1)
    assert main("ListHandshakesForOrganization")["Handshakes"] == []
    assert guest.refused("DescribeHandshake", HandshakeId=made)[0] == "HandshakeNotFoundException"
    assert house.world.run(handshakes.forget_old) is False
    assert house.world.rows()[Handshake.__tablename__] == []


def test_joining_is_checked_again_when_it_happens(house: House, main: IAM) -> None:
    guest, other = house("Guest"), house.found("Other")
    first, second = house.invite(main, guest), house.invite(other, guest)
    guest("AcceptHandshake", HandshakeId=first)
    assert refused_for(guest, "AcceptHandshake", HandshakeId=second) == "ALREADY_IN_AN_ORGANIZATION"
    assert state(guest, second) == "OPEN"


@pytest.mark.parametrize("state", ["SUSPENDED", "CLOSED", "PENDING_CLOSURE"])
def test_an_organization_that_does_not_work_takes_nobody_in(house: House, main: IAM, state: str) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    house.change(main.caller.account_id, state=state)
    assert guest.refused("AcceptHandshake", HandshakeId=made)[0] == "InvalidHandshakeTransitionException"


def test_nobody_joins_an_organization_that_is_gone(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    main("DeleteOrganization")
    assert state(guest, made) == "CANCELED"
    assert guest.refused("AcceptHandshake", HandshakeId=made)[0] == "InvalidHandshakeTransitionException"


def test_the_staffs_account_joins_nobody(house: House, main: IAM) -> None:
    staff = IAM(house.world, house.world.account("Staff", operator=True), "organizations")
    made = house.invite(main, staff)
    assert staff.refused("AcceptHandshake", HandshakeId=made)[0] == "AccessDeniedException"


def test_no_room_left_when_it_is_accepted(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    object.__setattr__(house.world.store.settings, "organization_accounts", 1)
    assert refused_for(guest, "AcceptHandshake", HandshakeId=made) == "ACCOUNT_NUMBER_LIMIT_EXCEEDED"


def test_nobody_else_sees_or_answers_it(house: House, main: IAM) -> None:
    made = house.invite(main, house("Guest"))
    stranger = house("Stranger")
    for name in ("DescribeHandshake", "AcceptHandshake", "DeclineHandshake", "CancelHandshake"):
        assert stranger.refused(name, HandshakeId=made)[0] == "HandshakeNotFoundException"
    assert stranger("ListHandshakesForAccount")["Handshakes"] == []


def test_each_side_has_its_own_answers(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    assert main.refused("AcceptHandshake", HandshakeId=made)[0] == "AccessDeniedException"
    assert main.refused("DeclineHandshake", HandshakeId=made)[0] == "AccessDeniedException"
    assert guest.refused("CancelHandshake", HandshakeId=made)[0] == "AccessDeniedException"


def test_a_user_needs_the_permission(house: House, main: IAM) -> None:
    made = house.invite(main, house("Guest"))
    looker = house.user("Guest", allow("organizations:Describe*", "organizations:List*"))
    assert looker("DescribeHandshake", HandshakeId=made)["Handshake"]["Id"] == made
    assert looker.refused("AcceptHandshake", HandshakeId=made)[0] == "AccessDenied"


def test_an_answer_is_mailed_under_the_name_that_was_asked(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = main("InviteAccountToOrganization", **email("guest@example.org"))["Handshake"]
    guest("DeclineHandshake", HandshakeId=made["Id"])
    assert house.mails()[-1] == ("organization_answered", main.caller.account_id, True)
    told = [event for event in house.world.events(main.caller) if event.name == "DeclinedHandshake"]
    assert guest.caller.account_id not in str(told[0].record)


ENDINGS: dict[str, Callable[[IAM, IAM, str], Any]] = {
    "ACCEPTED": lambda main, guest, id: guest("AcceptHandshake", HandshakeId=id),
    "DECLINED": lambda main, guest, id: guest("DeclineHandshake", HandshakeId=id),
    "CANCELED": lambda main, guest, id: main("CancelHandshake", HandshakeId=id),
}


@pytest.mark.parametrize("first", ENDINGS)
@pytest.mark.parametrize("then", ENDINGS)
def test_what_has_ended_stays_ended(house: House, main: IAM, first: str, then: str) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    ENDINGS[first](main, guest, made)
    before = house.world.rows()
    with pytest.raises(FrontdeskError) as refusal:
        ENDINGS[then](main, guest, made)
    expected = "HandshakeAlreadyInStateException" if first == then else "InvalidHandshakeTransitionException"
    assert refusal.value.code == expected
    assert house.world.rows() == before


def test_filters(house: House) -> None:
    main = house.found(features="CONSOLIDATED_BILLING")
    house.bring(main, "Guest")
    change = main("EnableAllFeatures")["Handshake"]

    def ids(**filter: str) -> set[str]:
        listed = main("ListHandshakesForOrganization", Filter=filter)["Handshakes"]
        return {one["Action"] for one in listed}

    assert ids(ActionType="INVITE") == {"INVITE"}
    assert ids(ParentHandshakeId=change["Id"]) == {"APPROVE_ALL_FEATURES"}
    assert ids() == {"INVITE", "ENABLE_ALL_FEATURES", "APPROVE_ALL_FEATURES"}
    code, _ = main.refused(
        "ListHandshakesForOrganization", Filter={"ActionType": "INVITE", "ParentHandshakeId": change["Id"]}
    )
    assert code == "InvalidInputException"


@pytest.fixture
def billing(house: House) -> IAM:
    """The management account of an organization that only pays."""
    return house.found(features="CONSOLIDATED_BILLING")


def asked_of(member: IAM) -> str:
    [one] = member("ListHandshakesForAccount", Filter={"ActionType": "APPROVE_ALL_FEATURES"})["Handshakes"]
    return str(one["Id"])


def test_every_invited_member_agrees_and_the_management_account_completes(house: House, billing: IAM) -> None:
    members = [house.bring(billing, "First"), house.bring(billing, "Second")]
    house.create(billing, "Made")
    waiting = house.invite(billing, house("Waiting"))
    change = billing("EnableAllFeatures")["Handshake"]
    assert (change["State"], change["Action"]) == ("REQUESTED", "ENABLE_ALL_FEATURES")
    assert (change["ExpirationTimestamp"] - change["RequestedTimestamp"]).days == 90
    assert state(billing, waiting) == "CANCELED"
    for member in members:
        asked = member("DescribeHandshake", HandshakeId=asked_of(member))["Handshake"]
        assert asked["State"] == "OPEN"
        assert asked["Resources"][0] == {"Type": "PARENT_HANDSHAKE", "Value": change["Id"][2:]}
        code, _ = billing.refused("AcceptHandshake", HandshakeId=change["Id"])
        assert code == "InvalidHandshakeTransitionException"
        member("AcceptHandshake", HandshakeId=asked["Id"])
    assert state(billing, change["Id"]) == "OPEN"
    billing("AcceptHandshake", HandshakeId=change["Id"])
    assert billing("DescribeOrganization")["Organization"]["FeatureSet"] == "ALL"
    assert refused_for(billing, "EnableAllFeatures") == "ORGANIZATION_ALREADY_HAS_ALL_FEATURES"


def test_alone_it_is_ready_at_once(house: House, billing: IAM) -> None:
    house.create(billing, "Made")
    change = billing("EnableAllFeatures")["Handshake"]
    assert change["State"] == "OPEN"
    billing("AcceptHandshake", HandshakeId=change["Id"])


def test_nobody_is_invited_meanwhile(house: House, billing: IAM) -> None:
    billing("EnableAllFeatures")
    reason = refused_for(billing, "InviteAccountToOrganization", **email("x@example.org"))
    assert reason == "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES"
    again = "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"
    assert refused_for(billing, "EnableAllFeatures") == again


def test_a_no_stands_until_that_member_has_gone(house: House, billing: IAM, paying: Any) -> None:
    member = house.bring(billing, "Guest")
    change = billing("EnableAllFeatures")["Handshake"]["Id"]
    member("DeclineHandshake", HandshakeId=asked_of(member))
    assert state(billing, change) == "REQUESTED"
    id = member.caller.account_id
    house.change(id, state="CLOSED")
    billing("AcceptHandshake", HandshakeId=change)
    assert billing("DescribeOrganization")["Organization"]["FeatureSet"] == "ALL"


def test_giving_up_takes_back_what_was_asked(house: House, billing: IAM) -> None:
    member = house.bring(billing, "Guest")
    change = billing("EnableAllFeatures")["Handshake"]["Id"]
    asked = asked_of(member)
    assert billing.refused("CancelHandshake", HandshakeId=asked)[0] == "InvalidHandshakeTransitionException"
    billing("CancelHandshake", HandshakeId=change)
    assert (state(billing, change), state(member, asked)) == ("CANCELED", "CANCELED")
    house.invite(billing, house("Waiting"))


def test_it_ends_by_itself(house: House, billing: IAM) -> None:
    member = house.bring(billing, "Guest")
    change = billing("EnableAllFeatures")["Handshake"]["Id"]
    house.world.move(days=90)
    assert state(billing, change) == "EXPIRED"
    assert member.refused("AcceptHandshake", HandshakeId=asked_of(member))[0] == ("InvalidHandshakeTransitionException")
    billing("EnableAllFeatures")


def test_a_member_cannot_complete_it(house: House, billing: IAM) -> None:
    member = house.bring(billing, "Guest")
    change = billing("EnableAllFeatures")["Handshake"]["Id"]
    assert member.refused("AcceptHandshake", HandshakeId=change)[0] == "HandshakeNotFoundException"
