"""boto3 against a live server: what administrators' scripts do (wire 11.5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.support.server import Account, Server
from tests.wire.conftest import client

Client = Callable[..., Any]
ALLOW_LIST = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}]}
)


def refusal(call: Callable[[], object]) -> tuple[str, int, str]:
    with pytest.raises(ClientError) as caught:
        call()
    response: Any = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def test_who_am_i(root: Client, account: Account) -> None:
    answer = root("sts").get_caller_identity()
    assert (answer["Account"], answer["UserId"]) == (account.account_id, account.account_id)
    assert answer["Arn"] == f"arn:aws:iam::{account.account_id}:root"
    assert answer["ResponseMetadata"]["RequestId"] == answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"]


def test_a_presigned_request_answers_json_to_whoever_relays_it(root: Client, account: Account) -> None:
    url = root("sts").generate_presigned_url("get_caller_identity", HttpMethod="GET")
    answer = httpx.get(url, headers={"Accept": "application/json"}).json()
    assert answer["GetCallerIdentityResponse"]["GetCallerIdentityResult"]["Account"] == account.account_id
    assert httpx.get(url + "x").status_code == 403


def test_a_users_whole_life(root: Client, account: Account) -> None:
    iam = root("iam")
    made = iam.create_user(UserName="Ada", Path="/staff/", Tags=[{"Key": "team", "Value": ""}])["User"]
    assert made["Arn"] == f"arn:aws:iam::{account.account_id}:user/staff/Ada"
    iam.get_waiter("user_exists").wait(UserName="ada")
    assert refusal(lambda: iam.create_user(UserName="ADA"))[:2] == ("EntityAlreadyExists", 409)
    iam.create_group(GroupName="writers")
    iam.add_user_to_group(GroupName="writers", UserName="Ada")
    iam.create_login_profile(UserName="Ada", Password="Ada-password-1", PasswordResetRequired=True)
    key = iam.create_access_key(UserName="Ada")["AccessKey"]
    iam.put_user_policy(UserName="Ada", PolicyName="p", PolicyDocument=ALLOW_LIST)
    arn = iam.create_policy(PolicyName="managed", PolicyDocument=ALLOW_LIST)["Policy"]["Arn"]
    iam.attach_user_policy(UserName="Ada", PolicyArn=arn)
    undo: list[Callable[[], object]] = [
        lambda: iam.remove_user_from_group(GroupName="writers", UserName="Ada"),
        lambda: iam.delete_login_profile(UserName="Ada"),
        lambda: iam.delete_access_key(UserName="Ada", AccessKeyId=key["AccessKeyId"]),
        lambda: iam.delete_user_policy(UserName="Ada", PolicyName="p"),
        lambda: iam.detach_user_policy(UserName="Ada", PolicyArn=arn),
    ]
    for act in undo:
        assert refusal(lambda: iam.delete_user(UserName="Ada"))[:2] == ("DeleteConflict", 409)
        act()
    iam.delete_user(UserName="Ada")
    assert refusal(lambda: iam.get_user(UserName="Ada")) == (
        "NoSuchEntity",
        404,
        "The user with name Ada cannot be found.",
    )


def test_lists_are_walked_by_the_clients_paginator(root: Client) -> None:
    iam = root("iam")
    names = [f"user-{number:02}" for number in range(7)]
    for name in reversed(names):
        iam.create_user(UserName=name)
    pages = list(iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 3}))
    assert [len(page["Users"]) for page in pages] == [3, 3, 1]
    assert [user["UserName"] for page in pages for user in page["Users"]] == names
    assert refusal(lambda: iam.list_users(Marker="forged"))[0] == "ValidationError"


def test_policy_texts_come_back_as_they_were_sent(root: Client) -> None:
    iam = root("iam")
    statement = '[{"Effect":"Allow","Action":"iam:Get*","Resource":"arn:aws:iam::*:user/a+b %20c"}]'
    text = f'{{"Version": "2012-10-17",  "Statement":{statement}}}'
    iam.create_user(UserName="writer")
    iam.put_user_policy(UserName="writer", PolicyName="p", PolicyDocument=text)
    assert iam.get_user_policy(UserName="writer", PolicyName="p")["PolicyDocument"] == json.loads(text)
    assert refusal(lambda: iam.put_user_policy(UserName="writer", PolicyName="p", PolicyDocument="{"))[0] == (
        "MalformedPolicyDocument"
    )


def test_a_user_without_a_policy_is_refused_in_awss_words(user: Callable[..., Client], account: Account) -> None:
    iam = user("nobody")("iam")
    arn = f"arn:aws:iam::{account.account_id}:user"
    words = (
        f"User: {arn}/nobody is not authorized to perform: iam:ListUsers on resource: {arn}/ "
        "because no identity-based policy allows the iam:ListUsers action"
    )
    assert refusal(iam.list_users) == ("AccessDenied", 403, words)


def test_a_policy_counts_from_the_next_request_on(user: Callable[..., Client], root: Client) -> None:
    mine = user("reader", ALLOW_LIST)("iam")
    assert mine.list_users()["Users"]
    root("iam").delete_user_policy(UserName="reader", PolicyName="given")
    assert refusal(mine.list_users)[0] == "AccessDenied"


@pytest.mark.parametrize("change", ["Inactive", "deleted"])
def test_a_key_that_was_taken_away_stops_at_once(user: Callable[..., Client], root: Client, change: str) -> None:
    mine = user("worker", ALLOW_LIST)("sts")
    assert mine.get_caller_identity()["Arn"].endswith(":user/worker")
    iam = root("iam")
    [key] = iam.list_access_keys(UserName="worker")["AccessKeyMetadata"]
    if change == "deleted":
        iam.delete_access_key(UserName="worker", AccessKeyId=key["AccessKeyId"])
    else:
        iam.update_access_key(UserName="worker", AccessKeyId=key["AccessKeyId"], Status=change)
    assert refusal(mine.get_caller_identity)[:2] == ("InvalidClientTokenId", 403)


def test_a_third_key_is_over_the_quota(root: Client) -> None:
    iam = root("iam")
    iam.create_user(UserName="collector")
    for _ in range(2):
        iam.create_access_key(UserName="collector")
    assert refusal(lambda: iam.create_access_key(UserName="collector")) == (
        "LimitExceeded",
        409,
        "Cannot exceed quota for AccessKeysPerUser: 2",
    )


@pytest.mark.parametrize(
    ("service", "call", "code", "status"),
    [
        ("sts", "get_caller_identity", "SignatureDoesNotMatch", 403),
        ("iam", "list_users", "SignatureDoesNotMatch", 403),
        ("cloudtrail", "lookup_events", "InvalidSignatureException", 400),
    ],
)
def test_a_wrong_secret_is_refused_in_each_protocol(
    server: Server, account: Account, service: str, call: str, code: str, status: int
) -> None:
    assert account.access_key_id
    wrong = client(server, service, account.access_key_id, "wrong" * 8)
    assert refusal(getattr(wrong, call))[:2] == (code, status)
    unknown = client(server, service, "AKIAQAAAAAAAGMKEM7X5", "wrong" * 8)
    assert refusal(getattr(unknown, call))[0] in ("InvalidClientTokenId", "UnrecognizedClientException")


def test_what_is_not_there_yet_says_so(root: Client) -> None:
    code, status, words = refusal(lambda: root("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}"))
    assert (code, status) == ("InvalidAction", 400)
    assert "not available here yet" in words
    assert refusal(lambda: root("sso-admin").list_instances())[0] == "UnknownOperationException"


def test_temporary_credentials_act_and_end_with_their_key(
    server: Server, root: Client, user: Callable[..., Client]
) -> None:
    given = user("worker", ALLOW_LIST)("sts").get_session_token(DurationSeconds=900)["Credentials"]
    keys = given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]
    assert client(server, "sts", *keys).get_caller_identity()["Arn"].endswith(":user/worker")
    assert refusal(client(server, "iam", *keys).list_users)[0] == "InvalidClientTokenId"
    assert refusal(client(server, "sts", *keys[:2]).get_caller_identity)[0] == "InvalidClientTokenId"
    [key] = root("iam").list_access_keys(UserName="worker")["AccessKeyMetadata"]
    root("iam").update_access_key(UserName="worker", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert refusal(client(server, "sts", *keys).get_caller_identity)[0] == "InvalidClientTokenId"


def test_the_alias_and_the_password_policy(root: Client, account: Account) -> None:
    iam = root("iam")
    alias = f"again-{account.account_id}"
    iam.create_account_alias(AccountAlias=alias)
    assert iam.list_account_aliases()["AccountAliases"] == [alias]
    assert refusal(iam.get_account_password_policy)[:2] == ("NoSuchEntity", 404)
    iam.update_account_password_policy(MinimumPasswordLength=14, RequireSymbols=True)
    assert iam.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 14
    iam.create_user(UserName="short")
    assert (
        refusal(lambda: iam.create_login_profile(UserName="short", Password="Short-1"))[0] == "PasswordPolicyViolation"
    )
    assert iam.get_account_summary()["SummaryMap"]["Users"] == 1


def test_what_happened_can_be_looked_up(root: Client, account: Account) -> None:
    iam = root("iam")
    iam.create_user(UserName="watched")
    refusal(lambda: iam.delete_user(UserName="missing"))
    found = root("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateUser"}]
    )
    [event] = found["Events"]
    record = json.loads(event["CloudTrailEvent"])
    assert record["requestParameters"] == {"userName": "watched"}
    assert record["recipientAccountId"] == account.account_id
    names = {event["EventName"] for event in root("cloudtrail").lookup_events()["Events"]}
    assert {"CreateUser", "DeleteUser", "CreateAccount"} <= names


def test_validation_names_every_member_at_fault(root: Client) -> None:
    code, status, words = refusal(
        lambda: root("iam", parameter_validation=False).create_user(UserName="a b/", Path="x")
    )
    assert (code, status) == ("ValidationError", 400)
    assert words.startswith("2 validation errors detected: ")
    assert "'userName'" in words
    assert "'path'" in words


def test_an_account_made_by_command_beside_the_server_is_served_at_once(
    server: Server, worker_id: str, serial: Callable[[], int]
) -> None:
    email = f"command-{worker_id}-{serial()}@example.org"
    options = ("--name", "By command", "--email", email, "--root-access-key", "--json")
    made = json.loads(server.command("account", "create", *options))
    sts = client(server, "sts", made["access_key_id"], made["secret_access_key"])
    assert sts.get_caller_identity()["Account"] == made["account_id"]
    assert made["endpoint"] == server.url
