"""Managed policies: the list, the JSON editor, versions, who uses one, tags, the end of one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.pages.client import Client, Page
from tests.pages.markup import classes, every, text
from tests.pages.office import EVERYTHING, Office

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
LOOKING = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}
NEW = "/console/policies/~new"


def document(*statements: Any, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements or (LOOKING,))} | more, indent=2)


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    return office.at_desk("ada.lind")


@pytest.fixture
def arn(office: Office, admin: Client) -> str:
    made = office.perform(
        "ada.lind", "CreatePolicy", PolicyName="ReadTheBooks", Path="/oslo/", PolicyDocument=document()
    )
    return str(made["Policy"]["Arn"])


def at(arn: str, below: str = "", **more: str) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/console/policies/policy{below}?arn={quote(arn, safe='')}{query}"


def versions(office: Office, arn: str) -> list[str]:
    return [one["VersionId"] for one in office.perform("ada.lind", "ListPolicyVersions", PolicyArn=arn)["Versions"]]


def add_versions(office: Office, arn: str, count: int) -> None:
    for _ in range(count):
        office.perform("ada.lind", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=document())


def quoted(page: Page) -> str:
    return next(text(one) for one in every(page.root, "figure") if "fault" in classes(one))


def test_policies_are_in_the_menu_of_rules(admin: Client) -> None:
    assert admin.get("/console/home").follow("Policies").h1 == "Policies"


def test_the_list_is_narrowed_to_own_ones_and_to_those_of_aws(admin: Client, arn: str) -> None:
    page = admin.get("/console/policies?find=Read")
    assert {"ReadTheBooks", "ReadOnlyAccess"} <= set(page.links)
    yours = page.follow("Yours")
    assert "ReadTheBooks" in yours.links
    assert "ReadOnlyAccess" not in yours.links
    aws = page.follow("AWS's").press("Find", {"Find policies by a part of their name": "readonly"})
    assert "ReadOnlyAccess" in aws.links
    assert "ReadTheBooks" not in aws.links


def test_the_list_is_paged_and_ordered_by_name_whatever_its_case(admin: Client, arn: str) -> None:
    first = admin.get("/console/policies")
    assert "1 to 20 of" in first.main
    names = [text(row[0]) for row in every(every(first.root, "tbody")[0], "tr")]
    assert names == sorted(names, key=str.lower)
    assert first.follow("Next").follow("Previous").links == first.links


def test_emptiness_is_explained(admin: Client) -> None:
    assert "No policies of your own yet" in admin.get("/console/policies/yours").main
    assert admin.get("/console/policies/yours").follow("Create the first policy").h1 == "Create a policy"
    assert "No policy has this in its name" in admin.get("/console/policies?find=nothing-like-it").main


def test_a_policy_is_made_and_its_page_opened(office: Office, admin: Client) -> None:
    filled = {"Policy name": "LookAround", "Description": "Größe", "Path": "/oslo/", "Policy": document()}
    page = admin.get(NEW).press("Create the policy", filled)
    assert page.h1 == "LookAround"
    assert "The policy was created" in page.main
    assert "Größe" in page.main
    assert f"arn:aws:iam::{office.account_id}:policy/oslo/LookAround" in page.main
    assert "Nobody" in page.main


def test_the_text_to_begin_from_can_be_kept_and_allows_next_to_nothing(office: Office, admin: Client) -> None:
    page = admin.get(NEW).press("Create the policy", {"Policy name": "Beginning"})
    assert page.h1 == "Beginning"
    assert "sts:GetCallerIdentity" in page.main


def test_a_text_is_kept_as_it_was_typed(office: Office, admin: Client) -> None:
    typed = document() + "\n\n"
    admin.get(NEW).press("Create the policy", {"Policy name": "Exact", "Policy": typed.replace("\n", "\r\n")})
    arn = f"arn:aws:iam::{office.account_id}:policy/Exact"
    kept = office.perform("ada.lind", "GetPolicyVersion", PolicyArn=arn, VersionId="v1")["PolicyVersion"]
    assert kept["Document"] == typed


@pytest.mark.parametrize(
    ("typed", "place", "said", "detail", "line"),
    [
        (
            document().replace('"Allow"', '"allow"'),
            "Line 5, column 17",
            "Syntax errors in policy.",
            'The effect is "Allow" or "Deny", written like this.',
            '"Effect": "allow",',
        ),
        (
            document({"Effect": "Allow", "Action": "iam:Get*"}),
            "Line 4, column 5",
            "Policy statement must contain resources.",
            'The statement needs a "Resource".',
            "{ ^",
        ),
        (
            document(Version="2008-10-17"),
            "Line 2, column 14",
            "Policy document must be version 2012-10-17 or greater.",
            'A managed policy has to have the version "2012-10-17".',
            '"Version": "2008-10-17",',
        ),
        ('{\n  "Version": "2012', "Line 2, column 14", "Syntax errors in policy.", "", '"Version": "2012'),
        (
            '{\n  "Version": "2012-10-17“',
            "Line 2, column 25",
            "Member must satisfy regular expression pattern",
            "AWS takes no such character in a policy",
            '"2012-10-17“',
        ),
        ("{", "Line 1, column 2", "Syntax errors in policy.", "", "{"),
    ],
)
def test_a_text_at_fault_is_refused_with_the_place_and_a_quotation(
    office: Office, admin: Client, typed: str, place: str, said: str, detail: str, line: str
) -> None:
    page = admin.get(NEW).press("Create the policy", {"Policy name": "Broken", "Policy": typed})
    assert page.status == 422
    assert page.error("Policy").startswith(place)
    assert detail in page.error("Policy")
    assert place in page.summary
    assert said in quoted(page)
    assert line in quoted(page)
    assert page.value("Policy").lstrip("\n") == typed
    assert office.perform("ada.lind", "ListPolicies", Scope="Local")["Policies"] == []


def test_a_long_line_is_quoted_around_the_fault(admin: Client) -> None:
    typed = json.dumps(json.loads(document(*[LOOKING] * 20))).replace('"*"}]', '"x"}]')
    page = admin.get(NEW).press("Create the policy", {"Policy name": "Broken", "Policy": typed})
    assert "Resource x must be in ARN format" in quoted(page)
    assert '"Resource": "x"' in quoted(page)
    assert len(quoted(page)) < 200


def test_the_name_and_the_text_are_found_wrong_at_once(admin: Client) -> None:
    page = admin.get(NEW).press("Create the policy", {"Policy name": "a b", "Policy": "["})
    assert page.error("Policy name")
    assert page.error("Policy").startswith("Line 1, column 2")


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({"Policy name": "", "Policy": document()}, "Policy name", "Enter a policy name."),
        ({"Policy name": "a", "Policy": " "}, "Policy", "Line 1, column 2"),
        ({"Policy name": "a", "Policy": ""}, "Policy", "Enter the policy."),
        ({"Policy name": "a", "Path": "/two words/"}, "Path", "Begin and end the path with a slash"),
        ({"Policy name": "a", "Description": "“so”"}, "Description", "Use letters and signs of Western Europe only."),
        ({"Policy name": "READTHEBOOKS"}, "Policy name", "A policy called READTHEBOOKS already exists."),
        (
            {"Policy name": "a", "Policy": document(LOOKING | {"Action": [f"iam:Get{'x' * 60}"] * 100})},
            "Policy",
            "Cannot exceed quota for PolicySize: 6144",
        ),
    ],
)
def test_a_policy_that_cannot_be_is_refused_beside_its_field(
    admin: Client, arn: str, filled: dict[str, str], field: str, words: str
) -> None:
    page = admin.get(NEW).press("Create the policy", filled)
    assert page.status == 422
    assert words in page.error(field)


def test_a_policy_of_aws_is_shown_and_says_that_it_is_read_only(admin: Client) -> None:
    page = admin.get("/console/policies/aws").follow("AdministratorAccess")
    assert "neither change nor delete it" in page.main
    assert "Text of version v1" in page.main
    assert not {"Change the text", "Delete policy", "Versions", "Tags"} & set(page.links)


@pytest.mark.parametrize("below", ["/edit", "/versions", "/versions/delete", "/tags", "/delete"])
def test_pages_that_change_a_policy_of_aws_refuse(admin: Client, below: str) -> None:
    page = admin.get(at(ADMINISTRATOR, below))
    assert page.status == 403
    assert page.h1 == "This policy cannot be changed"
    assert page.follow("See all policies").h1 == "Policies"


def test_a_policy_of_ones_own_begins_from_the_text_of_aws(admin: Client) -> None:
    page = admin.get(at(ADMINISTRATOR)).follow("Create a policy of your own from its text")
    assert json.loads(page.value("Policy"))["Statement"][0]["Action"] == ["*"]


def test_a_changed_text_becomes_a_version_that_applies(office: Office, admin: Client, arn: str) -> None:
    page = admin.get(at(arn)).follow("Change the text")
    assert json.loads(page.value("Policy")) == json.loads(document())
    page = page.press("Save as a new version", {"Policy": document(LOOKING | {"Action": "iam:GetUser"})})
    assert "The new version applies" in page.main
    assert "Text of version v2" in page.main
    assert "iam:GetUser" in page.main
    assert versions(office, arn) == ["v2", "v1"]


def test_a_version_can_be_kept_for_later(office: Office, admin: Client, arn: str) -> None:
    page = admin.get(at(arn, "/edit"))
    page = page.press("Save as a new version", {"Let the new version apply at once": False})
    assert "It applies once you make it the default." in page.main
    assert "Text of version v1" in page.main
    later = page.follow("Versions").follow("v2")
    assert "Does not apply" in later.main
    page = later.follow("Versions").press("Make default v2")
    assert "Another version applies now" in page.main
    assert "Text of version v2" in page.follow("Text").main


def test_a_faulty_change_is_refused_with_the_place(office: Office, admin: Client, arn: str) -> None:
    page = admin.get(at(arn, "/edit")).press("Save as a new version", {"Policy": "{}"})
    assert page.error("Policy") == 'Line 1, column 1: A managed policy has to have the version "2012-10-17".'
    assert versions(office, arn) == ["v1"]


def test_a_sixth_version_needs_another_to_go(office: Office, admin: Client, arn: str) -> None:
    add_versions(office, arn, 4)
    page = admin.get(at(arn, "/edit"))
    assert "There are five, and that is the most." in page.main
    assert "Version v1" not in page.main
    unchosen = page.press("Save as a new version")
    assert "Choose the version that goes." in unchosen.summary
    page = page.press("Save as a new version", {"Version v3": True})
    assert "The new version applies" in page.main
    assert versions(office, arn) == ["v6", "v5", "v4", "v2", "v1"]


@pytest.mark.parametrize("typed", ["{}", document(LOOKING | {"Action": [f"iam:Get{'x' * 60}"] * 100})])
def test_no_version_goes_for_a_text_that_is_refused(office: Office, admin: Client, arn: str, typed: str) -> None:
    add_versions(office, arn, 4)
    page = admin.get(at(arn, "/edit")).press("Save as a new version", {"Version v3": True, "Policy": typed})
    assert page.error("Policy")
    assert versions(office, arn) == ["v5", "v4", "v3", "v2", "v1"]


def test_a_version_is_deleted_after_its_text_was_shown(office: Office, admin: Client, arn: str) -> None:
    add_versions(office, arn, 1)
    page = admin.get(at(arn, "/versions")).follow("Delete v2")
    assert page.h1 == "Delete version v2 of ReadTheBooks"
    assert "iam:List*" in page.main
    page = page.press("Delete the version")
    assert "The version was deleted" in page.main
    assert versions(office, arn) == ["v1"]


def test_the_version_that_applies_cannot_be_deleted(admin: Client, arn: str) -> None:
    page = admin.get(at(arn, "/versions/delete", version="v1"))
    assert "The default version cannot be deleted" in page.main
    assert "Delete the version" not in page.main


@pytest.mark.parametrize("version", ["v9", "", "latest", "1"])
def test_a_version_that_is_not_there_is_said(admin: Client, arn: str, version: str) -> None:
    assert admin.get(at(arn, "/versions/delete", version=version)).status == 404


def test_users_and_groups_that_have_a_policy_are_shown_and_detached(office: Office, admin: Client, arn: str) -> None:
    assert "Attached to nobody" in admin.get(at(arn, "/used")).main
    office.perform("ada.lind", "CreateGroup", GroupName="bookkeepers")
    office.perform("ada.lind", "AttachGroupPolicy", GroupName="bookkeepers", PolicyArn=arn)
    office.perform("ada.lind", "AttachUserPolicy", UserName="ada.lind", PolicyArn=arn)
    page = admin.get(at(arn)).follow("2 users and groups")
    assert page.follow("bookkeepers").path == "/console/groups/bookkeepers/permissions"
    page = page.press("Detach from bookkeepers").press("Detach from ada.lind")
    assert "The policy was detached" in page.main
    assert "Attached to nobody" in page.main


def test_tags_are_saved_and_keys_of_another_case_are_others(office: Office, admin: Client, arn: str) -> None:
    page = admin.get(at(arn)).follow("Tags")
    page = page.press("Save the tags", {"Key of tag 1": "team", "Value of tag 1": "Nord", "Key of tag 2": "Team"})
    assert "The tags were saved" in page.main
    tags = office.perform("ada.lind", "ListPolicyTags", PolicyArn=arn)["Tags"]
    assert sorted((tag["Key"], tag["Value"]) for tag in tags) == [("Team", ""), ("team", "Nord")]
    page = page.press("Save the tags", {"Key of tag 1": ""})
    assert len(office.perform("ada.lind", "ListPolicyTags", PolicyArn=arn)["Tags"]) == 1
    twice = page.press("Save the tags", {"Key of tag 2": "a", "Key of tag 3": "a"})
    assert twice.error("Key of tag 3") == "This key is used above already."


def test_a_policy_is_deleted_from_everybody_with_its_versions(office: Office, admin: Client, arn: str) -> None:
    add_versions(office, arn, 2)
    office.perform("ada.lind", "AttachUserPolicy", UserName="ada.lind", PolicyArn=arn)
    page = admin.get(at(arn)).follow("Delete policy")
    assert all(words in page.main for words in ("ada.lind", "v3, v2"))
    wrong = page.press("Delete the policy", {"Type the policy name": "readthebooks"})
    assert wrong.error("Type the policy name") == "This is not the name. It is ReadTheBooks."
    page = page.press("Delete the policy", {"Type the policy name": "ReadTheBooks"})
    assert "The policy was deleted" in page.main
    assert office.perform("ada.lind", "ListPolicies", Scope="Local")["Policies"] == []


def test_a_deletion_stopped_half_way_says_so(office: Office, admin: Client, arn: str) -> None:
    add_versions(office, arn, 1)
    office.user("helper", LOOKING, {"Effect": "Allow", "Action": "iam:DeletePolicyVersion", "Resource": "*"})
    page = office.at_desk("helper").get(at(arn, "/delete"))
    page = page.press("Delete the policy", {"Type the policy name": "ReadTheBooks"})
    assert "a part of what is named below went before this was refused" in page.summary
    assert "iam:DeletePolicy " in page.summary
    assert versions(office, arn) == ["v1"]


def test_one_who_may_only_look_changes_nothing(office: Office, admin: Client, arn: str) -> None:
    add_versions(office, arn, 1)
    office.perform("ada.lind", "AttachUserPolicy", UserName="ada.lind", PolicyArn=arn)
    office.user("reader", LOOKING)
    desk = office.at_desk("reader")
    tries = [
        ("iam:CreatePolicy", desk.get(NEW).press("Create the policy", {"Policy name": "Mine"})),
        ("iam:CreatePolicyVersion", desk.get(at(arn, "/edit")).press("Save as a new version")),
        ("iam:SetDefaultPolicyVersion", desk.get(at(arn, "/versions")).press("Make default v2")),
        ("iam:DeletePolicyVersion", desk.get(at(arn, "/versions/delete", version="v2")).press("Delete the version")),
        ("iam:DetachUserPolicy", desk.get(at(arn, "/used")).press("Detach from ada.lind")),
        ("iam:TagPolicy", desk.get(at(arn, "/tags")).press("Save the tags", {"Key of tag 1": "a"})),
        (
            "iam:DetachUserPolicy",
            desk.get(at(arn, "/delete")).press("Delete the policy", {"Type the policy name": "ReadTheBooks"}),
        ),
    ]
    for action, page in tries:
        assert page.status == 422, action
        assert f"not authorized to perform: {action} " in page.summary
        assert "Ask an administrator of this account for the permission." in page.summary
        assert page.reference
    assert versions(office, arn) == ["v2", "v1"]


def test_one_who_may_not_read_the_text_sees_the_rest(office: Office, admin: Client, arn: str) -> None:
    office.user("clerk", {"Effect": "Allow", "Action": "iam:GetPolicy", "Resource": "*"})
    page = office.at_desk("clerk").get(at(arn))
    assert page.status == 200
    assert arn in page.main
    assert "iam:GetPolicyVersion" in page.main


@pytest.mark.parametrize("below", ["", "/edit", "/versions", "/used", "/tags", "/delete"])
@pytest.mark.parametrize(
    "wanted", ["arn:aws:iam::123456789012:policy/Nobody", "ReadTheBooks", "arn:aws:iam::aws:policy/"]
)
def test_a_policy_that_is_not_there_leads_back_to_the_list(admin: Client, below: str, wanted: str) -> None:
    page = admin.get(at(wanted, below))
    assert page.status == 404
    assert page.follow("See all policies").h1 == "Policies"


def test_an_address_without_a_policy_leads_to_the_list(admin: Client) -> None:
    assert admin.get("/console/policies/policy").path == "/console/policies"
