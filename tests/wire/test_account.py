"""boto3 and the AWS CLI with the account service: every operation, every kind of refusal (wire 3.4, 10.4)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.support import waiting
from tests.support.aws import CLI, Failure
from tests.support.server import Account, Server

Client = Callable[..., Any]
CONTACT = {
    "FullName": "Ada Lind",
    "AddressLine1": "Kai 1",
    "AddressLine2": "Second floor",
    "City": "Bergen",
    "CompanyName": "Quay Books",
    "PostalCode": "5003",
    "CountryCode": "NO",
    "PhoneNumber": "+47 22 12 34 56",
    "WebsiteUrl": "https://quay.example",
}
SECURITY = {
    "AlternateContactType": "SECURITY",
    "Name": "Mo",
    "Title": "Security",
    "EmailAddress": "security@example.org",
    "PhoneNumber": "+47 1",
}


def refusal(call: Callable[[], object]) -> dict[str, Any]:
    """Return what boto3 understood of a refusal."""
    with pytest.raises(ClientError) as caught:
        call()
    response: Any = caught.value.response
    kind = type(caught.value).__name__
    return {"kind": kind, "status": response["ResponseMetadata"]["HTTPStatusCode"], **response}


@pytest.fixture
def mine(root: Client) -> Any:
    return root("account")


def test_what_the_account_is(mine: Any, account: Account) -> None:
    answer = mine.get_account_information()
    assert answer["AccountId"] == account.account_id
    assert answer["AccountState"] == "ACTIVE"
    assert abs(answer["AccountCreatedDate"] - datetime.now(UTC)).total_seconds() < 3600
    mine.put_account_name(AccountName="Quay & Books")
    assert mine.get_account_information()["AccountName"] == "Quay & Books"


def test_the_primary_contact(mine: Any) -> None:
    refused = refusal(mine.get_contact_information)
    assert (refused["kind"], refused["status"]) == ("ResourceNotFoundException", 404)
    assert refused["errorType"] == "ResourceNotFoundException"
    mine.put_contact_information(ContactInformation=CONTACT)
    answer = mine.get_contact_information()
    assert answer["ContactInformation"] == CONTACT
    assert answer["VerificationStatus"] == "NOT_SUPPORTED"


def test_a_wrong_field_is_named(mine: Any) -> None:
    refused = refusal(lambda: mine.put_contact_information(ContactInformation=CONTACT | {"CountryCode": "US"}))
    assert (refused["kind"], refused["status"]) == ("ValidationException", 400)
    assert refused["reason"] == "fieldValidationFailed"
    assert [one["name"] for one in refused["fieldList"]] == ["StateOrRegion"]


def test_the_models_constraints_are_told_in_awss_words_without_the_value(mine: Any) -> None:
    refused = refusal(lambda: mine.put_contact_information(ContactInformation=CONTACT | {"PhoneNumber": "22-secret"}))
    assert refused["kind"] == "ValidationException"
    assert refused["Error"]["Message"].startswith(
        "1 validation error detected: Value at 'contactInformation.phoneNumber' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern:"
    )
    assert "secret" not in refused["Error"]["Message"]
    refused = refusal(lambda: mine.get_alternate_contact(AlternateContactType="SALES"))
    assert "Member must satisfy enum value set: [BILLING, OPERATIONS, SECURITY]" in refused["Error"]["Message"]


def test_an_alternate_contact_and_deleting_it_twice(mine: Any) -> None:
    mine.put_alternate_contact(**SECURITY)
    assert mine.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"] == SECURITY
    mine.delete_alternate_contact(AlternateContactType="SECURITY")
    for call in (mine.delete_alternate_contact, mine.get_alternate_contact):
        with pytest.raises(mine.exceptions.ResourceNotFoundException):
            call(AlternateContactType="SECURITY")


def test_regions_by_the_clients_paginator(mine: Any) -> None:
    pages = list(mine.get_paginator("list_regions").paginate(PaginationConfig={"PageSize": 10}))
    names = [one["RegionName"] for page in pages for one in page["Regions"]]
    assert len(pages) == 4
    assert len(set(names)) == len(names) == 34
    mine.enable_region(RegionName="eu-south-1")
    assert mine.get_region_opt_status(RegionName="eu-south-1")["RegionOptStatus"] == "ENABLED"
    only = mine.list_regions(RegionOptStatusContains=["ENABLED"])["Regions"]
    assert only == [{"RegionName": "eu-south-1", "RegionOptStatus": "ENABLED"}]
    mine.disable_region(RegionName="eu-south-1")
    assert mine.get_region_opt_status(RegionName="eu-south-1")["RegionOptStatus"] == "DISABLED"
    refused = refusal(lambda: mine.disable_region(RegionName="us-east-1"))
    assert (refused["kind"], refused["reason"]) == ("ValidationException", "invalidRegionOptTarget")


def test_telephone_numbers(mine: Any) -> None:
    assert mine.send_phone_number_verification()["Status"] == "NOT_SUPPORTED"
    refused = refusal(lambda: mine.verify_phone_number(Otp="123456"))
    assert (refused["kind"], refused["status"]) == ("ConflictException", 409)


def test_an_account_is_not_named_by_itself_or_by_a_stranger(mine: Any, server: Server, account: Account) -> None:
    other = server.account("Other", email=f"other-{account.account_id}@example.org", keys=False)
    for account_id in (account.account_id, other.account_id, "999999999999"):
        refused = refusal(lambda account_id=account_id: mine.get_contact_information(AccountId=account_id))
        assert (refused["kind"], refused["status"]) == ("AccessDeniedException", 403)
        assert refused["errorType"] == "AccessDeniedException"
        assert "not authorized to perform: account:GetContactInformation" in refused["Error"]["Message"]


def test_a_user_without_a_policy_is_refused_in_awss_words(user: Callable[..., Client], account: Account) -> None:
    refused = refusal(user("nobody")("account").get_account_information)
    assert refused["kind"] == "AccessDeniedException"
    who = f"arn:aws:iam::{account.account_id}:user/nobody"
    what = f"arn:aws:account::{account.account_id}:account"
    assert refused["Error"]["Message"] == (
        f"User: {who} is not authorized to perform: account:GetAccountInformation on resource: {what} "
        "because no identity-based policy allows the account:GetAccountInformation action"
    )


def code_for(server: Server, address: str) -> str:
    """Read the code mailed to an address, from the mailbox of the machine."""
    letters = waiting.until(lambda: httpx.get(f"{server.url}/mailbox.json?to={address}").json(), "the code", 30)
    found = re.search(r"\b(\d{3}) (\d{3})\b", letters[0]["text"])
    assert found
    return found[1] + found[2]


def test_a_members_root_email(root: Client, mine: Any, server: Server, account: Account) -> None:
    organizations = root("organizations")
    organizations.create_organization()
    email = f"member-{account.account_id}@members.example"
    begun = organizations.create_account(Email=email, AccountName="Member")["CreateAccountStatus"]
    ended = organizations.describe_create_account_status(CreateAccountRequestId=begun["Id"])["CreateAccountStatus"]
    member, new = ended["AccountId"], f"new-{account.account_id}@members.example"
    refused = refusal(lambda: mine.get_primary_email(AccountId=member))
    assert "Your organization must first enable trusted access" in refused["Error"]["Message"]
    organizations.enable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    assert mine.get_primary_email(AccountId=member)["PrimaryEmail"] == email
    with pytest.raises(mine.exceptions.ResourceNotFoundException):
        mine.get_primary_email_update_status(AccountId=member)
    assert mine.start_primary_email_update(AccountId=member, PrimaryEmail=new)["Status"] == "PENDING"
    refused = refusal(lambda: mine.accept_primary_email_update(AccountId=member, PrimaryEmail=new, Otp="abcdef"))
    assert (refused["kind"], refused["status"]) == ("ValidationException", 400)
    code = code_for(server, new)
    assert mine.accept_primary_email_update(AccountId=member, PrimaryEmail=new, Otp=code)["Status"] == "ACCEPTED"
    assert mine.get_primary_email(AccountId=member)["PrimaryEmail"] == new
    assert mine.get_primary_email_update_status(AccountId=member)["Status"] == "ACCEPTED"
    refused = refusal(lambda: mine.start_primary_email_update(AccountId=member, PrimaryEmail=new))
    assert (refused["kind"], refused["status"]) == ("ConflictException", 409)


def test_the_aws_cli(aws_cli: CLI, account: Account) -> None:
    aws_cli("account", "put-contact-information", "--contact-information", json.dumps(CONTACT))
    answer = aws_cli("account", "get-contact-information")
    assert answer["ContactInformation"] == CONTACT
    options = [
        word
        for member, value in SECURITY.items()
        for word in ("--" + "".join(f"-{one.lower()}" if one.isupper() else one for one in member).strip("-"), value)
    ]
    aws_cli("account", "put-alternate-contact", *options)
    which = ["--alternate-contact-type", "SECURITY"]
    assert aws_cli("account", "get-alternate-contact", *which)["AlternateContact"] == SECURITY
    aws_cli("account", "delete-alternate-contact", *which)
    with pytest.raises(Failure, match=r"An error occurred \(ResourceNotFoundException\)"):
        aws_cli("account", "delete-alternate-contact", *which)
