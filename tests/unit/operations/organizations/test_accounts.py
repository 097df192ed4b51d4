"""Accounts of an organization: created, moved, closed, gone (behaviour 5.6, 5.8, I8, I11, I12, K1 to K3)."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.core.errors import FrontdeskError
from frontdesk.directory import belongings, organizations
from frontdesk.directory.organizations import quotas
from frontdesk.directory.organizations.tables import Member
from frontdesk.operations.organizations import sweeps
from frontdesk.store.context import Context
from tests.support.iam import IAM
from tests.support.world import allow
from tests.unit.operations.organizations.conftest import CONTACT, House


def reason(error: Any) -> str:
    return str(error.value.members["Reason"])


def refused_for(caller: IAM, name: str, **params: Any) -> str:
    with pytest.raises(FrontdeskError) as refusal:
        caller(name, **params)
    return reason(refusal)


def root_of(main: IAM) -> str:
    return str(main("ListRoots")["Roots"][0]["Id"])


def test_the_first_answer_is_in_progress_and_the_first_look_shows_the_end(main: IAM) -> None:
    begun = main("CreateAccount", AccountName="Yard", Email="yard@example.org")["CreateAccountStatus"]
    assert begun["State"] == "IN_PROGRESS"
    assert "AccountId" not in begun
    ended = main("DescribeCreateAccountStatus", CreateAccountRequestId=begun["Id"])["CreateAccountStatus"]
    assert (ended["State"], ended["AccountName"]) == ("SUCCEEDED", "Yard")
    account = main("DescribeAccount", AccountId=ended["AccountId"])["Account"]
    assert (account["Email"], account["Name"], account["JoinedMethod"]) == ("yard@example.org", "Yard", "CREATED")
    assert (account["Status"], account["State"]) == ("ACTIVE", "ACTIVE")
    assert main("ListCreateAccountStatus", States=["FAILED"])["CreateAccountStatuses"] == []
    assert main("ListCreateAccountStatus")["CreateAccountStatuses"] == [ended]


def test_its_root_user_has_no_password_and_no_telephone_of_somebody_else(house: House, main: IAM) -> None:
    house.change(main.caller.account_id, contact=CONTACT)
    made = house.create(main, "Yard")
    assert not any(made in row for row in house.world.rows()["passwords"])
    assert house.row(made).contact is None
    assert house.mails() == [("organization_account_created", made, True)]


@pytest.mark.parametrize(("given", "kept"), [(None, "OrganizationAccountAccessRole"), ("Captain", "Captain")])
def test_the_role_is_remembered(house: House, main: IAM, given: str | None, kept: str) -> None:
    main("CreateAccount", AccountName="Yard", Email="yard@example.org", RoleName=given)
    [made] = [one["Id"] for one in main("ListAccounts")["Accounts"] if one["JoinedMethod"] == "CREATED"]

    def role(ctx: Context) -> str | None:
        member = organizations.member(ctx, made)
        return member.access_role if member else None

    assert house.world.run(role) == kept


@pytest.mark.parametrize(("asked", "allowed"), [("ALLOW", True), ("DENY", False), (None, True)])
def test_who_sees_its_bills(house: House, main: IAM, asked: str | None, allowed: bool) -> None:
    main("CreateAccount", AccountName="Yard", Email="yard@example.org", IamUserAccessToBilling=asked)
    [made] = main("ListCreateAccountStatus")["CreateAccountStatuses"]
    assert house.row(made["AccountId"]).iam_billing is allowed


@pytest.mark.parametrize(
    ("email", "failure"), [("main@example.org", "EMAIL_ALREADY_EXISTS"), ("a@b..example", "INVALID_EMAIL")]
)
def test_a_failure_is_a_status(house: House, main: IAM, email: str, failure: str) -> None:
    main("CreateAccount", AccountName="Yard", Email=email)
    [status] = main("ListCreateAccountStatus", States=["FAILED"])["CreateAccountStatuses"]
    assert (status["State"], status["FailureReason"]) == ("FAILED", failure)
    assert "AccountId" not in status
    assert len(main("ListAccounts")["Accounts"]) == 1
    assert house.mails() == []


def test_addresses_are_not_to_be_tried_out(house: House, main: IAM) -> None:
    house("Someone")
    for _ in range(quotas.TAKEN_ADDRESSES_A_DAY):
        main("CreateAccount", AccountName="Yard", Email="someone@example.org")
    for email in ("someone@example.org", "nobody@example.org"):
        asked = {"AccountName": "Yard", "Email": email}
        assert refused_for(main, "CreateAccount", **asked) == "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED"
    house.world.move(days=1)
    house.create(main, "Yard")


def test_a_name_that_no_account_can_have(main: IAM) -> None:
    assert refused_for(main, "CreateAccount", AccountName="<Yard>", Email="y@example.org") == "INVALID_PATTERN"


def test_ten_accounts_fit_closed_ones_and_open_invitations_among_them(house: House, main: IAM) -> None:
    made = [house.create(main, f"Yard{number}") for number in range(8)]
    house.change(made[0], state="CLOSED")
    handshake = house.invite(main, house("Guest"))
    asked = {"AccountName": "Late", "Email": "late@example.org"}
    assert refused_for(main, "CreateAccount", **asked) == "ACCOUNT_NUMBER_LIMIT_EXCEEDED"
    target = {"Type": "EMAIL", "Id": "x@example.org"}
    assert refused_for(main, "InviteAccountToOrganization", Target=target) == "ACCOUNT_NUMBER_LIMIT_EXCEEDED"
    main("CancelHandshake", HandshakeId=handshake)
    house.create(main, "Late")
    house.change(made[0], state="PERMANENTLY_CLOSED", name="", email="")
    house.create(main, "Later")


def test_tags_need_the_permission_to_tag(house: House, main: IAM) -> None:
    asked = {"AccountName": "Yard", "Email": "y@example.org", "Tags": [{"Key": "a", "Value": "b"}]}
    assert house.user("Main", allow("organizations:CreateAccount")).refused("CreateAccount", **asked)[0] == (
        "AccessDenied"
    )


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("ACTIVE", "ACTIVE"),
        ("PENDING_CLOSURE", "PENDING_CLOSURE"),
        ("SUSPENDED", "SUSPENDED"),
        ("CLOSED", "SUSPENDED"),
        ("PENDING_ACTIVATION", "SUSPENDED"),
    ],
)
def test_newer_states_have_an_older_word(house: House, main: IAM, state: str, status: str) -> None:
    made = house.create(main, "Yard")
    house.change(made, state=state)
    account = main("DescribeAccount", AccountId=made)["Account"]
    assert (account["State"], account["Status"]) == (state, status)


def test_an_account_closed_for_good_is_gone(house: House, main: IAM) -> None:
    made = house.create(main, "Yard")
    house.change(made, state="PERMANENTLY_CLOSED")
    assert main.refused("DescribeAccount", AccountId=made)[0] == "AccountNotFoundException"
    assert [one["Id"] for one in main("ListAccounts")["Accounts"]] == [main.caller.account_id]


def test_an_ended_member_is_cleaned_out_once(house: House, main: IAM) -> None:
    made, stays = house.create(main, "Yard"), house.create(main, "Quay")
    main("TagResource", ResourceId=made, Tags=[{"Key": "a", "Value": "b"}])
    house.change(made, state="PERMANENTLY_CLOSED")
    assert house.world.run(sweeps.clean) is False
    after = house.world.rows()
    house.world.run(sweeps.clean)
    assert house.world.rows() == after
    assert not any(
        made in row
        for table, rows in after.items()
        if table.startswith("organization_")
        for row in rows
        if table != "organization_account_requests"
    )
    departed = [
        event.record for event in house.world.events(main.caller) if event.name == "AccountDepartedOrganization"
    ]
    assert [one["serviceEventDetails"]["departureMethod"] for one in departed] == ["CLEANED"]
    assert {one["Id"] for one in main("ListAccounts")["Accounts"]} == {stays, main.caller.account_id}


def test_a_member_whose_management_account_has_ended_stands_alone(house: House, main: IAM) -> None:
    member, id = house.bring(main, "Guest"), main.caller.account_id
    house.change(member.caller.account_id, state="CLOSED")
    house.change(id, state="PERMANENTLY_CLOSED")
    house.world.run(lambda ctx: belongings.erase(ctx, id, 1000))
    house.change(member.caller.account_id, state="ACTIVE")
    assert member.refused("DescribeOrganization")[0] == "AWSOrganizationsNotInUseException"
    member("CreateOrganization")
    assert house.world.run(lambda ctx: organizations.management_of(ctx, member.caller.account_id)) == (
        member.caller.account_id
    )


def test_from_where_to_where(house: House, main: IAM) -> None:
    root, made = root_of(main), house.create(main, "Yard")
    unit = main("CreateOrganizationalUnit", ParentId=root, Name="Yards")["OrganizationalUnit"]["Id"]
    nowhere = f"{unit[:8]}zzzzzzzz"
    refusals = {
        (root, nowhere): "DestinationParentNotFoundException",
        (nowhere, unit): "SourceParentNotFoundException",
        (unit, root): "AccountNotFoundException",
        (root, root): "DuplicateAccountException",
    }
    for (source, destination), code in refusals.items():
        asked = {"SourceParentId": source, "DestinationParentId": destination}
        assert main.refused("MoveAccount", AccountId=made, **asked)[0] == code
    version = house.row(made).version
    main("MoveAccount", AccountId=made, SourceParentId=root, DestinationParentId=unit)
    assert house.row(made).version == version + 1
    assert main("ListParents", ChildId=made)["Parents"][0]["Id"] == unit


def test_the_permission_is_needed_on_all_three(house: House, main: IAM) -> None:
    root, made = root_of(main), house.create(main, "Yard")
    unit = main("CreateOrganizationalUnit", ParentId=root, Name="Yards")["OrganizationalUnit"]
    only = house.user("Main", allow("organizations:MoveAccount", resource=f"arn:aws:organizations::*:account/*/{made}"))
    asked = {"AccountId": made, "SourceParentId": root, "DestinationParentId": unit["Id"]}
    assert only.refused("MoveAccount", **asked)[0] == "AccessDenied"


def test_it_is_pending_at_once(house: House, main: IAM) -> None:
    made = house.create(main, "Yard")
    main("CloseAccount", AccountId=made)
    assert main("DescribeAccount", AccountId=made)["Account"]["Status"] == "PENDING_CLOSURE"
    assert main.refused("CloseAccount", AccountId=made)[0] == "ConflictException"
    house.change(made, state="CLOSED")
    assert main.refused("CloseAccount", AccountId=made)[0] == "AccountAlreadyClosedException"
    assert house.mails()[-1] == ("organization_member_closed", main.caller.account_id, True)
    assert "CloseAccount" in {event.name for event in house.world.events(made)}


def test_the_management_account_is_not_closed_here(main: IAM) -> None:
    asked = {"AccountId": main.caller.account_id}
    assert refused_for(main, "CloseAccount", **asked) == "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"


def test_it_needs_all_features(house: House) -> None:
    main = house.found(features="CONSOLIDATED_BILLING")
    made = house.create(main, "Yard")
    assert refused_for(main, "CloseAccount", AccountId=made) == "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"


def test_three_at_a_time(house: House, main: IAM) -> None:
    made = [house.create(main, f"Yard{number}") for number in range(4)]
    for id in made[:3]:
        main("CloseAccount", AccountId=id)
    assert refused_for(main, "CloseAccount", AccountId=made[3]) == "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED"
    house.change(made[0], state="CLOSED")
    main("CloseAccount", AccountId=made[3])


def test_so_many_in_thirty_days(house: House, main: IAM, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "CLOSURES_LEAST", 1)
    first, second = house.create(main, "Yard1"), house.create(main, "Yard2")
    main("CloseAccount", AccountId=first)
    house.change(first, state="CLOSED")
    assert refused_for(main, "CloseAccount", AccountId=second) == "CLOSE_ACCOUNT_QUOTA_EXCEEDED"
    house.world.move(days=30)
    main("CloseAccount", AccountId=second)


@pytest.mark.parametrize(("others", "most"), [(0, 10), (109, 10), (110, 11), (9_999, 999), (20_000, 1000)])
def test_a_tenth_but_at_least_ten_and_at_most_a_thousand(
    house: House, main: IAM, others: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Context, "count", lambda self, query: others)

    def allowed(ctx: Context) -> int:
        organization = organizations.of(ctx, main.caller.account_id)
        assert organization
        return quotas.closures_allowed(ctx, organization)

    assert house.world.run(allowed) == most


def test_open_members_are_neither_closed_nor_gone(house: House, main: IAM) -> None:
    made = {state: house.create(main, f"Yard{state}") for state in ("ACTIVE", "SUSPENDED", "CLOSED", "PENDING_CLOSURE")}
    for state, id in made.items():
        house.change(id, state=state)

    def open_ones(ctx: Context) -> set[str]:
        organization = organizations.of(ctx, main.caller.account_id)
        assert organization
        return {member.account_id for member in organizations.open_members(ctx, organization)}

    assert house.world.run(open_ones) == {made["ACTIVE"], made["SUSPENDED"], made["PENDING_CLOSURE"]}


def test_whatever_is_missing_is_named(house: House, main: IAM) -> None:
    made = house.create(main, "Yard")
    member = house.member(made)
    missing = member("DescribeDeparture")["Missing"]
    assert [lack["What"] for lack in missing] == ["wait", "terms", "contact", "payment"]
    assert refused_for(member, "LeaveOrganization") == "WAIT_PERIOD_ACTIVE"
    code, words = main.refused("RemoveAccountFromOrganization", AccountId=made)
    assert code == "ConstraintViolationException"
    for lack in missing:
        assert lack["Words"] in words
    assert main("DescribeRemoval", AccountId=made)["Missing"] == missing


def test_one_lack_after_the_other_goes(house: House, main: IAM, paying: Any) -> None:
    made = house.create(main, "Yard")
    member = house.member(made)
    house.world.move(days=4)
    assert refused_for(member, "LeaveOrganization") == "ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA"
    member("AgreeToTerms")
    assert refused_for(member, "LeaveOrganization") == "ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION"
    house.change(made, contact=CONTACT)
    assert refused_for(member, "LeaveOrganization") == "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED"
    paying(made)
    member("LeaveOrganization")
    assert member.refused("DescribeOrganization")[0] == "AWSOrganizationsNotInUseException"
    departed = [event for event in house.world.events(main.caller) if event.name == "AccountDepartedOrganization"]
    assert departed[0].record["serviceEventDetails"]["departureMethod"] == "LEFT"
    assert {to for message, to, _ in house.mails() if message == "organization_departed"} == {
        made, main.caller.account_id
    }  # fmt: skip


def test_who_was_invited_goes_at_once(house: House, main: IAM, paying: Any) -> None:
    guest = house.bring(main, "Guest")
    house.change(guest.caller.account_id, contact=CONTACT)
    paying(guest.caller.account_id)
    main("RemoveAccountFromOrganization", AccountId=guest.caller.account_id)
    departed = [event for event in house.world.events(main.caller) if event.name == "AccountDepartedOrganization"]
    assert departed[0].record["serviceEventDetails"]["departureMethod"] == "REMOVED"
    assert main.refused("DescribeAccount", AccountId=guest.caller.account_id)[0] == "AccountNotFoundException"


@pytest.mark.parametrize("state", ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"])
def test_only_an_active_account_goes(house: House, main: IAM, paying: Any, state: str) -> None:
    id = house.bring(main, "Guest").caller.account_id
    paying(id)
    house.change(id, contact=CONTACT, state=state)
    assert refused_for(main, "RemoveAccountFromOrganization", AccountId=id) == "ACCOUNT_CANNOT_LEAVE_ORGANIZATION"


def test_an_iam_user_needs_access_to_bills(house: House, main: IAM, paying: Any) -> None:
    guest = house.bring(main, "Guest")
    id = guest.caller.account_id
    house.change(id, contact=CONTACT)
    paying(id)
    user = house.user("Guest", allow("organizations:LeaveOrganization"))
    assert user.refused("LeaveOrganization")[0] == "AccessDeniedException"
    house.change(id, iam_billing=True)
    user("LeaveOrganization")


def test_the_management_account_stays(house: House, main: IAM) -> None:
    for one in (main, house.user("Main", allow())):
        assert one.refused("LeaveOrganization")[0] == "MasterCannotLeaveOrganizationException"
    asked = {"AccountId": main.caller.account_id}
    assert main.refused("RemoveAccountFromOrganization", **asked)[0] == "MasterCannotLeaveOrganizationException"


def test_agreeing_is_the_members_own(house: House, main: IAM) -> None:
    made = house.create(main, "Yard")
    main("AgreeToTerms")
    assert house.world.run(lambda ctx: ctx.by_key(Member, made).agreed_at) is None  # type: ignore[union-attr]
