"""The organization, its root and its units (wire 10.3)."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from frontdesk.directory import organizations
from frontdesk.directory.organizations import tree
from tests.support.iam import IAM
from tests.support.world import allow
from tests.unit.operations.organizations.conftest import House

NOT_IN_USE = ("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
NOT_ALLOWED = ("AccessDeniedException", "You don't have permissions to access this resource.")
ROOT, UNIT = "r-ab12", "ou-ab12-abcd1234"
ACCOUNT, CAR, HANDSHAKE = "111122223333", f"car-{'a' * 32}", f"h-{'a' * 32}"
GUEST = {"Type": "ACCOUNT", "Id": ACCOUNT}
# every operation of the tree half with parameters that its model allows
ASKED_OF_MANAGEMENT = {
    "DeleteOrganization": {},
    "ListRoots": {},
    "EnableAllFeatures": {},
    "DescribeTree": {},
    "CreateOrganizationalUnit": {"ParentId": ROOT, "Name": "x"},
    "DescribeOrganizationalUnit": {"OrganizationalUnitId": UNIT},
    "UpdateOrganizationalUnit": {"OrganizationalUnitId": UNIT, "Name": "y"},
    "DeleteOrganizationalUnit": {"OrganizationalUnitId": UNIT},
    "ListOrganizationalUnitsForParent": {"ParentId": ROOT},
    "ListChildren": {"ParentId": ROOT, "ChildType": "ACCOUNT"},
    "ListParents": {"ChildId": ACCOUNT},
    "CreateAccount": {"Email": "new@example.org", "AccountName": "New"},
    "DescribeCreateAccountStatus": {"CreateAccountRequestId": CAR},
    "ListCreateAccountStatus": {},
    "DescribeAccount": {"AccountId": ACCOUNT},
    "ListAccounts": {},
    "ListAccountsForParent": {"ParentId": ROOT},
    "MoveAccount": {"AccountId": ACCOUNT, "SourceParentId": ROOT, "DestinationParentId": UNIT},
    "CloseAccount": {"AccountId": ACCOUNT},
    "RemoveAccountFromOrganization": {"AccountId": ACCOUNT},
    "DescribeRemoval": {"AccountId": ACCOUNT},
    "InviteAccountToOrganization": {"Target": GUEST},
    "ListHandshakesForOrganization": {},
}
ASKED_OF_MEMBERS = {
    "DescribeOrganization": {},
    "LeaveOrganization": {},
    "DescribeDeparture": {},
    "AgreeToTerms": {},
}
EVERYTHING = ASKED_OF_MANAGEMENT | ASKED_OF_MEMBERS


@pytest.mark.parametrize("name", EVERYTHING)
def test_outside_an_organization_every_call_says_so(house: House, name: str) -> None:
    assert house("Alone").refused(name, **EVERYTHING[name]) == NOT_IN_USE


@pytest.mark.parametrize("name", ASKED_OF_MANAGEMENT)
def test_a_member_may_not_do_what_is_the_management_accounts(house: House, main: IAM, name: str) -> None:
    member = house.bring(main, "Member")
    assert member.refused(name, **ASKED_OF_MANAGEMENT[name]) == NOT_ALLOWED


@pytest.mark.parametrize("name", EVERYTHING)
def test_without_a_policy_nobody_hears_whether_there_is_an_organization(house: House, main: IAM, name: str) -> None:
    inside, outside = house.user("Main", allow("iam:*")), house.user("Alone", allow("iam:*"))
    codes = {one.refused(name, **EVERYTHING[name])[0] for one in (inside, outside)}
    assert codes == {"AccessDenied"}


def test_ids_and_arns_are_in_awss_shapes(house: House, main: IAM) -> None:
    made = main("DescribeOrganization")["Organization"]
    root = main("ListRoots")["Roots"][0]
    unit = main("CreateOrganizationalUnit", ParentId=root["Id"], Name="Yards")["OrganizationalUnit"]
    id, org = main.caller.account_id, made["Id"]
    assert re.fullmatch(r"o-[a-z0-9]{10}", org)
    assert re.fullmatch(r"r-[0-9a-z]{4}", root["Id"])
    assert re.fullmatch(rf"ou-{root['Id'][2:]}-[a-z0-9]{{8}}", unit["Id"])
    assert made["Arn"] == f"arn:aws:organizations::{id}:organization/{org}"
    assert made["MasterAccountArn"] == f"arn:aws:organizations::{id}:account/{org}/{id}"
    assert root["Arn"] == f"arn:aws:organizations::{id}:root/{org}/{root['Id']}"
    assert unit["Arn"] == f"arn:aws:organizations::{id}:ou/{org}/{unit['Id']}"
    assert unit["Path"] == f"{org}/{root['Id']}/{unit['Id']}/"
    assert (root["Name"], made["FeatureSet"], made["MasterAccountEmail"]) == ("Root", "ALL", "main@example.org")


@pytest.mark.parametrize("features", ["ALL", "CONSOLIDATED_BILLING"])
def test_an_account_founds_one_organization(house: House, features: str) -> None:
    main = house.found(features=features)
    assert main("DescribeOrganization")["Organization"]["FeatureSet"] == features
    assert main.refused("CreateOrganization")[0] == "AlreadyInOrganizationException"
    member = house.bring(main, "Member")
    assert member.refused("CreateOrganization")[0] == "AlreadyInOrganizationException"


def test_a_suspended_account_founds_none(house: House) -> None:
    late = house("Late")
    house.change(late.caller.account_id, state="PENDING_CLOSURE")
    assert late.refused("CreateOrganization")[0] == "ConstraintViolationException"


def test_an_organization_goes_when_nobody_else_is_in_it(house: House, main: IAM) -> None:
    root = main("ListRoots")["Roots"][0]["Id"]
    main("CreateOrganizationalUnit", ParentId=root, Name="Yards")
    member = house.bring(main, "Member")
    assert main.refused("DeleteOrganization")[0] == "OrganizationNotEmptyException"
    house.change(member.caller.account_id, state="CLOSED")
    assert main.refused("DeleteOrganization")[0] == "OrganizationNotEmptyException"
    house.change(member.caller.account_id, state="PERMANENTLY_CLOSED")
    main("DeleteOrganization")
    left = {name for name, rows in house.world.rows().items() if rows and name.startswith("organization")}
    assert left == {"organization_handshakes"}
    assert main.refused("DescribeOrganization") == NOT_IN_USE
    main("CreateOrganization")


def test_the_events_of_both_sides(house: House, main: IAM) -> None:
    member = house.bring(main, "Member")
    house.create(main, "Made")
    names = [event.name for event in house.world.events(main.caller)]
    assert names.count("AccountJoinedOrganization") == 3
    assert {"CreateOrganization", "InviteAccountToOrganization", "AcceptedHandshake", "CreateAccountResult"} <= {*names}
    heard = {event.name for event in house.world.events(member.caller)}
    assert {"InvitedToOrganization", "AcceptHandshake"} <= heard
    assert "AccountJoinedOrganization" not in heard


@pytest.fixture
def root(main: IAM) -> str:
    return str(main("ListRoots")["Roots"][0]["Id"])


def make_unit(main: IAM, parent: str, name: str) -> str:
    return str(main("CreateOrganizationalUnit", ParentId=parent, Name=name)["OrganizationalUnit"]["Id"])


def test_they_go_five_levels_deep(house: House, main: IAM, root: str) -> None:
    deepest = root
    for level in range(5):
        deepest = make_unit(main, deepest, f"level {level}")
    before = house.world.rows()
    code, words = main.refused("CreateOrganizationalUnit", ParentId=deepest, Name="level 6")
    assert (code, "5 levels" in words) == ("ConstraintViolationException", True)
    assert house.world.rows() == before
    path = house.world.run(lambda ctx: organizations.path_to_root(ctx, deepest))
    assert (path[0], path[-1], len(path)) == (root, deepest, 6)


def test_there_are_a_thousand(house: House, main: IAM, root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "UNITS", 2)
    make_unit(main, make_unit(main, root, "a"), "b")
    assert main.refused("CreateOrganizationalUnit", ParentId=root, Name="c")[0] == "ConstraintViolationException"


def test_names_are_unique_below_a_parent(main: IAM, root: str) -> None:
    yards = make_unit(main, root, "Yards")
    make_unit(main, yards, "Yards")
    other = make_unit(main, root, "yards")
    duplicate = ("DuplicateOrganizationalUnitException", "An OU with the same name already exists.")
    assert main.refused("CreateOrganizationalUnit", ParentId=root, Name="Yards") == duplicate
    assert main.refused("UpdateOrganizationalUnit", OrganizationalUnitId=other, Name="Yards") == duplicate
    main("UpdateOrganizationalUnit", OrganizationalUnitId=yards, Name="Yards")
    renamed = main("UpdateOrganizationalUnit", OrganizationalUnitId=other, Name="Docks")["OrganizationalUnit"]
    assert (renamed["Id"], renamed["Name"]) == (other, "Docks")
    assert main("DescribeOrganizationalUnit", OrganizationalUnitId=other)["OrganizationalUnit"] == renamed
    assert main("UpdateOrganizationalUnit", OrganizationalUnitId=other)["OrganizationalUnit"] == renamed


def test_only_empty_ones_go(house: House, main: IAM, root: str) -> None:
    outer = make_unit(main, root, "outer")
    inner = make_unit(main, outer, "inner")
    account = house.create(main, "Made")
    main("MoveAccount", AccountId=account, SourceParentId=root, DestinationParentId=inner)
    for unit in (outer, inner):
        code, _ = main.refused("DeleteOrganizationalUnit", OrganizationalUnitId=unit)
        assert code == "OrganizationalUnitNotEmptyException"
    main("MoveAccount", AccountId=account, SourceParentId=inner, DestinationParentId=root)
    for unit in (inner, outer):
        main("DeleteOrganizationalUnit", OrganizationalUnitId=unit)
    code, _ = main.refused("DeleteOrganizationalUnit", OrganizationalUnitId=outer)
    assert code == "OrganizationalUnitNotFoundException"


def test_nobody_reaches_into_another_tree(house: House, main: IAM, root: str) -> None:
    other = house.found("Other")
    theirs = make_unit(other, other("ListRoots")["Roots"][0]["Id"], "theirs")
    guest = house.bring(other, "Guest").caller.account_id
    assert main.refused("CreateOrganizationalUnit", ParentId=theirs, Name="x")[0] == "ParentNotFoundException"
    for name in ("DescribeOrganizationalUnit", "UpdateOrganizationalUnit", "DeleteOrganizationalUnit"):
        assert main.refused(name, OrganizationalUnitId=theirs)[0] == "OrganizationalUnitNotFoundException"
    assert main.refused("ListChildren", ParentId=theirs, ChildType="ACCOUNT")[0] == "ParentNotFoundException"
    for child in (theirs, guest):
        assert main.refused("ListParents", ChildId=child)[0] == "ChildNotFoundException"
    for name in ("DescribeAccount", "CloseAccount", "RemoveAccountFromOrganization", "DescribeRemoval"):
        assert main.refused(name, AccountId=guest)[0] == "AccountNotFoundException"


def test_what_hangs_where(house: House, main: IAM, root: str) -> None:
    units = sorted(make_unit(main, root, name) for name in "abc")
    account = house.create(main, "Made")
    main("MoveAccount", AccountId=account, SourceParentId=root, DestinationParentId=units[0])
    children = main("ListChildren", ParentId=root, ChildType="ORGANIZATIONAL_UNIT")["Children"]
    assert children == [{"Id": id, "Type": "ORGANIZATIONAL_UNIT"} for id in units]
    assert main("ListChildren", ParentId=units[0], ChildType="ACCOUNT")["Children"] == [
        {"Id": account, "Type": "ACCOUNT"}
    ]
    assert main("ListParents", ChildId=account)["Parents"] == [{"Id": units[0], "Type": "ORGANIZATIONAL_UNIT"}]
    assert main("ListParents", ChildId=units[0])["Parents"] == [{"Id": root, "Type": "ROOT"}]
    [shown] = main("ListAccountsForParent", ParentId=units[0])["Accounts"]
    organization = main("DescribeOrganization")["Organization"]["Id"]
    assert shown["Paths"] == [f"{organization}/{root}/{units[0]}/{account}/"]


def test_lists_come_in_pages_of_at_most_twenty(main: IAM, root: str) -> None:
    made = {make_unit(main, root, f"unit {number}") for number in range(23)}
    seen: list[str] = []
    answer = main("ListOrganizationalUnitsForParent", ParentId=root)
    assert len(answer["OrganizationalUnits"]) == 20
    while True:
        seen += [unit["Id"] for unit in answer["OrganizationalUnits"]]
        if "NextToken" not in answer:
            break
        token = answer["NextToken"]
        answer = main("ListOrganizationalUnitsForParent", ParentId=root, NextToken=token, MaxResults=2)
    assert seen == sorted(made)
    assert all(first < second for first, second in pairwise(seen))
    code, _ = main.refused("ListChildren", ParentId=root, ChildType="ACCOUNT", NextToken=token)
    assert code == "InvalidInputException"


def test_the_whole_tree_at_once(house: House, main: IAM, root: str) -> None:
    yards = make_unit(main, root, "Yards")
    docks = make_unit(main, yards, "Docks")
    account = house.create(main, "Made")
    main("MoveAccount", AccountId=account, SourceParentId=root, DestinationParentId=docks)
    nodes = main("DescribeTree")["Nodes"]
    assert [(node["Id"], node["Depth"]) for node in nodes] == [
        (root, 0), (yards, 1), (docks, 2), (account, 3), (main.caller.account_id, 1)
    ]  # fmt: skip
    assert [node.get("Management") for node in nodes] == [None, None, None, False, True]
