"""boto3 and the AWS CLI with an organization: every operation of the tree half (wire 10.3, 11.1, 11.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.aws import CLI, Failure
from tests.support.server import Account, Server
from tests.wire.conftest import client

Client = Callable[..., Any]


def refusal(call: Callable[[], object]) -> tuple[str, str | None]:
    """Return code and reason of a refusal, which is a 400 in the json protocol."""
    with pytest.raises(ClientError) as caught:
        call()
    response: Any = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return response["Error"]["Code"], response.get("Reason")


@pytest.fixture
def guest(server: Server, account: Account) -> Any:
    """The organizations client of the root user of another account."""
    other = server.account("Guest", email=f"guest-{account.account_id}@example.org")
    made = client(server, "organizations", str(other.access_key_id), str(other.secret_access_key))
    made.account_id = other.account_id
    return made


@pytest.fixture
def main(root: Client) -> Any:
    """The organizations client of a management account."""
    made = root("organizations")
    made.create_organization()
    return made


def root_id(main: Any) -> str:
    return str(main.list_roots()["Roots"][0]["Id"])


def create(main: Any, name: str) -> str:
    """Create an account as scripts do: ask, then look until it is done."""
    begun = main.create_account(Email=f"{name}-{root_id(main)}@example.org", AccountName=name)["CreateAccountStatus"]
    assert begun["State"] == "IN_PROGRESS"
    ended = main.describe_create_account_status(CreateAccountRequestId=begun["Id"])["CreateAccountStatus"]
    assert ended["State"] == "SUCCEEDED"
    return str(ended["AccountId"])


def test_outside_an_organization(root: Client) -> None:
    alone = root("organizations")
    assert refusal(alone.describe_organization) == ("AWSOrganizationsNotInUseException", None)
    with pytest.raises(alone.exceptions.AWSOrganizationsNotInUseException, match=r"not a member of an organization\."):
        alone.list_accounts()


def test_an_organization_begins_and_ends(root: Client, account: Account) -> None:
    main = root("organizations")
    made = main.create_organization(FeatureSet="ALL")["Organization"]
    assert main.describe_organization()["Organization"] == made
    assert made["MasterAccountId"] == account.account_id
    assert refusal(main.create_organization)[0] == "AlreadyInOrganizationException"
    main.delete_organization()
    assert refusal(main.describe_organization)[0] == "AWSOrganizationsNotInUseException"


def test_units(main: Any) -> None:
    root = root_id(main)
    yards = main.create_organizational_unit(ParentId=root, Name="Yards")["OrganizationalUnit"]
    assert main.describe_organizational_unit(OrganizationalUnitId=yards["Id"])["OrganizationalUnit"] == yards
    renamed = main.update_organizational_unit(OrganizationalUnitId=yards["Id"], Name="Docks")["OrganizationalUnit"]
    assert (renamed["Id"], renamed["Name"]) == (yards["Id"], "Docks")
    walked = main.get_paginator("list_organizational_units_for_parent").paginate(ParentId=root).build_full_result()
    assert walked["OrganizationalUnits"] == [renamed]
    children = main.list_children(ParentId=root, ChildType="ORGANIZATIONAL_UNIT")["Children"]
    assert children == [{"Id": yards["Id"], "Type": "ORGANIZATIONAL_UNIT"}]
    assert main.list_parents(ChildId=yards["Id"])["Parents"] == [{"Id": root, "Type": "ROOT"}]
    duplicate = refusal(lambda: main.create_organizational_unit(ParentId=root, Name="Docks"))
    assert duplicate == ("DuplicateOrganizationalUnitException", None)
    main.delete_organizational_unit(OrganizationalUnitId=yards["Id"])
    gone = refusal(lambda: main.describe_organizational_unit(OrganizationalUnitId=yards["Id"]))
    assert gone[0] == "OrganizationalUnitNotFoundException"


def test_accounts(main: Any, account: Account) -> None:
    root, made = root_id(main), create(main, "yard")
    described = main.describe_account(AccountId=made)["Account"]
    assert (described["Status"], described["State"], described["JoinedMethod"]) == ("ACTIVE", "ACTIVE", "CREATED")
    everyone = main.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 1}).build_full_result()
    assert {one["Id"] for one in everyone["Accounts"]} == {made, account.account_id}
    unit = main.create_organizational_unit(ParentId=root, Name="Yards")["OrganizationalUnit"]["Id"]
    main.move_account(AccountId=made, SourceParentId=root, DestinationParentId=unit)
    assert [one["Id"] for one in main.list_accounts_for_parent(ParentId=unit)["Accounts"]] == [made]
    statuses = main.list_create_account_status(States=["SUCCEEDED"])["CreateAccountStatuses"]
    assert [one["AccountId"] for one in statuses] == [made]
    left = refusal(lambda: main.remove_account_from_organization(AccountId=made))
    assert left == ("ConstraintViolationException", "WAIT_PERIOD_ACTIVE")
    main.close_account(AccountId=made)
    assert main.describe_account(AccountId=made)["Account"]["Status"] in ("PENDING_CLOSURE", "SUSPENDED")
    management = refusal(lambda: main.close_account(AccountId=account.account_id))
    assert management == ("ConstraintViolationException", "CANNOT_CLOSE_MANAGEMENT_ACCOUNT")


def test_a_taken_address_fails_in_the_status(main: Any) -> None:
    main.create_account(Email=main.describe_organization()["Organization"]["MasterAccountEmail"], AccountName="x")
    [failed] = main.list_create_account_status(States=["FAILED"])["CreateAccountStatuses"]
    assert failed["FailureReason"] == "EMAIL_ALREADY_EXISTS"


def test_an_invitation_accepted(main: Any, guest: Any) -> None:
    target = {"Type": "ACCOUNT", "Id": guest.account_id}
    made = main.invite_account_to_organization(Target=target, Notes="Come in")["Handshake"]
    assert guest.describe_handshake(HandshakeId=made["Id"])["Handshake"] == made
    assert guest.list_handshakes_for_account(Filter={"ActionType": "INVITE"})["Handshakes"] == [made]
    accepted = guest.accept_handshake(HandshakeId=made["Id"])["Handshake"]
    assert accepted["State"] == "ACCEPTED"
    assert main.list_handshakes_for_organization()["Handshakes"] == [accepted]
    assert guest.describe_organization() is not None
    assert refusal(guest.list_accounts)[0] == "AccessDeniedException"
    again = refusal(lambda: guest.accept_handshake(HandshakeId=made["Id"]))
    assert again[0] == "HandshakeAlreadyInStateException"
    lacks = refusal(guest.leave_organization)
    assert lacks[0] == "ConstraintViolationException"
    assert lacks[1]


def test_an_invitation_declined_and_one_cancelled(main: Any, guest: Any) -> None:
    target = {"Type": "ACCOUNT", "Id": guest.account_id}
    first = main.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    assert refusal(lambda: main.invite_account_to_organization(Target=target))[0] == "DuplicateHandshakeException"
    assert guest.decline_handshake(HandshakeId=first)["Handshake"]["State"] == "DECLINED"
    second = main.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    assert main.cancel_handshake(HandshakeId=second)["Handshake"]["State"] == "CANCELED"
    wrong = refusal(lambda: main.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": "1"}))
    assert wrong == ("InvalidInputException", "INVALID_PATTERN_TARGET_ID")


def test_all_features(root: Client, guest: Any) -> None:
    main = root("organizations")
    main.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    target = {"Type": "ACCOUNT", "Id": guest.account_id}
    guest.accept_handshake(HandshakeId=main.invite_account_to_organization(Target=target)["Handshake"]["Id"])
    change = main.enable_all_features()["Handshake"]
    assert change["State"] == "REQUESTED"
    [asked] = main.list_handshakes_for_organization(Filter={"ParentHandshakeId": change["Id"]})["Handshakes"]
    guest.accept_handshake(HandshakeId=asked["Id"])
    assert main.describe_handshake(HandshakeId=change["Id"])["Handshake"]["State"] == "OPEN"
    main.accept_handshake(HandshakeId=change["Id"])
    assert main.describe_organization()["Organization"]["FeatureSet"] == "ALL"


def test_input_is_refused_with_a_reason(main: Any) -> None:
    assert refusal(lambda: main.list_children(ParentId="nonsense", ChildType="ACCOUNT")) == (
        "InvalidInputException",
        "INVALID_PATTERN",
    )
    token = refusal(lambda: main.list_accounts(NextToken="nonsense"))
    assert token == ("InvalidInputException", "INVALID_NEXT_TOKEN")


def test_what_is_missing_says_so_plainly(main: Any) -> None:
    with pytest.raises(ClientError) as caught:
        main.create_gov_cloud_account(Email="gov@example.org", AccountName="x")
    assert caught.value.response["Error"]["Code"] == "UnknownOperationException"


def test_the_aws_cli_builds_an_organization(aws_cli: CLI, account: Account) -> None:
    with pytest.raises(Failure, match=r"\(AWSOrganizationsNotInUseException\).*not a member of an organization"):
        aws_cli("organizations", "describe-organization")
    made = aws_cli("organizations", "create-organization")["Organization"]
    root = aws_cli("organizations", "list-roots")["Roots"][0]["Id"]
    unit = aws_cli("organizations", "create-organizational-unit", "--parent-id", root, "--name", "Yards")
    named = ["--email", f"cli-{root}@example.org", "--account-name", "Yard"]
    status = aws_cli("organizations", "create-account", *named)["CreateAccountStatus"]
    while status["State"] == "IN_PROGRESS":
        asked = ["--create-account-request-id", status["Id"]]
        status = aws_cli("organizations", "describe-create-account-status", *asked)["CreateAccountStatus"]
    assert status["State"] == "SUCCEEDED"
    where = ["--source-parent-id", root, "--destination-parent-id", unit["OrganizationalUnit"]["Id"]]
    aws_cli("organizations", "move-account", "--account-id", status["AccountId"], *where)
    listed = aws_cli("organizations", "list-accounts")["Accounts"]
    assert {one["Id"] for one in listed} == {account.account_id, status["AccountId"]}
    with pytest.raises(Failure, match=r"\(OrganizationNotEmptyException\)"):
        aws_cli("organizations", "delete-organization")
    assert made["Id"].startswith("o-")
