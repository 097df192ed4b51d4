"""The AWS CLI of the distribution against a live server."""

from __future__ import annotations

import pytest

from tests.support.aws import CLI, Failure
from tests.support.server import Account


def test_an_administrators_morning(aws_cli: CLI, account: Account) -> None:
    assert aws_cli("sts", "get-caller-identity")["Account"] == account.account_id
    aws_cli("iam", "create-user", "--user-name", "m.okafor")
    aws_cli("iam", "wait", "user-exists", "--user-name", "m.okafor")
    password = ["--password", "Okafor-pass-1", "--password-reset-required"]
    profile = aws_cli("iam", "create-login-profile", "--user-name", "m.okafor", *password)
    assert profile["LoginProfile"]["PasswordResetRequired"] is True
    assert [user["UserName"] for user in aws_cli("iam", "list-users")["Users"]] == ["m.okafor"]
    aws_cli("iam", "update-login-profile", "--user-name", "m.okafor", "--password", "Okafor-pass-2")
    with pytest.raises(Failure, match=r"\(DeleteConflict\) when calling the DeleteUser operation"):
        aws_cli("iam", "delete-user", "--user-name", "m.okafor")
    aws_cli("iam", "delete-login-profile", "--user-name", "m.okafor")
    aws_cli("iam", "delete-user", "--user-name", "m.okafor")
    with pytest.raises(Failure, match=r"\(NoSuchEntity\).*The user with name m.okafor cannot be found"):
        aws_cli("iam", "get-user", "--user-name", "m.okafor")


def test_a_refusal_reads_as_at_aws(aws_cli: CLI) -> None:
    with pytest.raises(Failure, match=r"An error occurred \(InvalidAction\) when calling the ListRoles operation"):
        aws_cli("iam", "list-roles")
