"""AWS Support by boto3 and by the AWS CLI: an account's cases, from the first letter to the last (wire 10.10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from frontdesk.operations.contract import MODELS
from tests.support.aws import CLI, Failure
from tests.support.server import Account, Server

Client = Callable[..., Any]
CASE = {"subject": "Unknown charge", "serviceCode": "billing", "categoryCode": "dispute-a-charge"}


def test_a_cases_whole_life(root: Client, account: Account) -> None:
    support = root("support")
    id = support.create_case(**CASE, communicationBody="What is 12.40?", issueType="customer-service")["caseId"]
    assert id.startswith(f"case-{account.account_id}-muen-")
    [case] = support.describe_cases()["cases"]
    assert (case["caseId"], case["status"], case["severityCode"]) == (id, "unassigned", "low")
    assert [one["body"] for one in case["recentCommunications"]["communications"]] == ["What is 12.40?"]
    assert support.add_communication_to_case(caseId=id, communicationBody="It came twice.")["result"] is True
    pages = support.get_paginator("describe_communications").paginate(caseId=id, PaginationConfig={"PageSize": 10})
    letters = [one for page in pages for one in page["communications"]]
    assert [one["body"] for one in letters] == ["It came twice.", "What is 12.40?"]
    done = support.resolve_case(caseId=id)
    assert (done["initialCaseStatus"], done["finalCaseStatus"]) == ("unassigned", "resolved")
    assert support.describe_cases()["cases"] == []
    [case] = support.describe_cases(includeResolvedCases=True, includeCommunications=False)["cases"]
    assert case["displayId"].startswith("CS-")
    assert "recentCommunications" not in case


def test_many_cases_come_in_pages(root: Client) -> None:
    support = root("support")
    made = {support.create_case(**CASE, communicationBody=f"Case {number}")["caseId"] for number in range(12)}
    pages = support.get_paginator("describe_cases").paginate(PaginationConfig={"PageSize": 10})
    found = [[one["caseId"] for one in page["cases"]] for page in pages]
    assert [len(page) for page in found] == [10, 2]
    assert {id for page in found for id in page} == made


def test_files_travel_there_and_back(root: Client) -> None:
    support = root("support")
    data = bytes(range(256)) * 20 * 1024  # five megabytes, the largest there is
    first = support.add_attachments_to_set(attachments=[{"fileName": "bill.pdf", "data": data}])
    assert first["expiryTime"].endswith("Z")
    more = {"attachmentSetId": first["attachmentSetId"], "attachments": [{"fileName": "note.txt", "data": b"hello"}]}
    assert support.add_attachments_to_set(**more)["attachmentSetId"] == first["attachmentSetId"]
    id = support.create_case(**CASE, communicationBody="See there.", attachmentSetId=first["attachmentSetId"])["caseId"]
    [letter] = support.describe_communications(caseId=id)["communications"]
    files = {one["fileName"]: one["attachmentId"] for one in letter["attachmentSet"]}
    got = {name: support.describe_attachment(attachmentId=file)["attachment"]["data"] for name, file in files.items()}
    assert got == {"bill.pdf": data, "note.txt": b"hello"}


def test_what_cases_can_be_about(root: Client) -> None:
    support = root("support")
    services = {one["code"]: one for one in support.describe_services(language="en")["services"]}
    assert {"billing", "customer-account"} == set(services)
    assert support.describe_services(serviceCodeList=["billing", "amazon-ec2"])["services"] == [services["billing"]]
    levels = [one["code"] for one in support.describe_severity_levels(language="en")["severityLevels"]]
    assert levels == ["low", "normal", "high", "urgent", "critical"]
    asked = {"issueType": "customer-service", "serviceCode": "billing", "categoryCode": "invoices"}
    assert support.describe_supported_languages(**asked)["supportedLanguages"][0]["code"] == "en"
    assert support.describe_create_case_options(language="en", **asked)["languageAvailability"] == "available"


@pytest.mark.parametrize(
    ("name", "params", "code"),
    [
        ("describe_cases", {"caseIdList": ["case-1-muen-2026-0"]}, "CaseIdNotFound"),
        ("resolve_case", {"caseId": "case-1-muen-2026-0"}, "CaseIdNotFound"),
        ("describe_communications", {"caseId": "case-1-muen-2026-0"}, "CaseIdNotFound"),
        ("add_communication_to_case", {"caseId": "x", "communicationBody": "x"}, "CaseIdNotFound"),
        ("describe_attachment", {"attachmentId": "x"}, "AttachmentIdNotFound"),
        ("create_case", {"subject": "x", "communicationBody": "x", "attachmentSetId": "x"}, "AttachmentSetIdNotFound"),
        ("create_case", {"subject": "x", "communicationBody": "x", "dryRun": True}, "DryRunOperationException"),
        ("create_case", {"subject": "x", "communicationBody": "x", "serviceCode": "x"}, "ValidationException"),
        ("describe_cases", {"nextToken": "x"}, "ValidationException"),
        ("add_attachments_to_set", {"attachments": [{"fileName": "a", "data": b"x"}] * 4},
         "AttachmentSetSizeLimitExceeded"),
        ("describe_trusted_advisor_checks", {"language": "en"}, "UnknownOperationException"),
    ],
)  # fmt: skip
def test_refusals_have_the_models_names(root: Client, name: str, params: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(root("support"), name)(**params)
    response: Any = caught.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == (code, 400)
    assert response["Error"]["Message"]


def test_the_cli_opens_and_resolves_a_case(aws_cli: CLI) -> None:
    made = aws_cli("support", "create-case", "--subject", "Hello", "--communication-body", "Is somebody there?")
    [case] = aws_cli("support", "describe-cases")["cases"]
    assert case["caseId"] == made["caseId"]
    aws_cli("support", "add-communication-to-case", "--case-id", made["caseId"], "--communication-body", "Hello?")
    assert aws_cli("support", "resolve-case", "--case-id", made["caseId"])["finalCaseStatus"] == "resolved"
    with pytest.raises(Failure, match=r"\(CaseIdNotFound\) when calling the ResolveCase operation"):
        aws_cli("support", "resolve-case", "--case-id", "case-1")


def test_what_a_page_can_do_a_script_can_do(server: Server, account: Account, root: Client) -> None:
    session = botocore.session.get_session()
    session.get_component("data_loader").search_paths.append(str(MODELS))
    desk = session.create_client(
        "supportdesk",
        region_name="us-east-1",
        endpoint_url=server.url,
        aws_access_key_id=account.access_key_id,
        aws_secret_access_key=account.secret_access_key,
    )
    id = root("support").create_case(**CASE, communicationBody="What is 12.40?")["caseId"]
    given = desk.grant_support_permit(CaseId=id, Scopes=["ACCOUNT"], Hours=1)["Permit"]
    assert (given["Live"], given["Scopes"]) == (True, ["ACCOUNT"])
    assert not desk.revoke_support_permit(PermitId=given["PermitId"])["Permit"]["Live"]
    with pytest.raises(ClientError) as caught:
        desk.list_support_cases()
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
