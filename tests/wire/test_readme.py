"""The README's tour with the AWS CLI, command by command as it is printed there."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.support.aws import CLI, Failure
from tools.lint import tree

TOUR = "## Five minutes, with the AWS CLI"


def commands() -> list[list[str]]:
    block = re.search(r"```sh\n(.*?)```", (tree.ROOT / "README.md").read_text().partition(TOUR)[2], re.DOTALL)
    assert block
    return [shlex.split(line)[1:] for line in block[1].splitlines() if line.startswith("aws ")]


def test_every_command_works_and_the_new_user_may_only_look(aws_cli: CLI) -> None:
    answers = {command[1]: aws_cli(*command) for command in commands()}
    key = answers["create-access-key"]["AccessKey"]
    user = CLI(aws_cli.home, aws_cli.endpoint, key["AccessKeyId"], key["SecretAccessKey"])
    assert [one["UserName"] for one in user("iam", "list-users")["Users"]] == ["r.haugen"]
    with pytest.raises(Failure, match="AccessDenied"):
        user("iam", "create-group", "--group-name", "more")
    [event] = answers["lookup-events"]["Events"]
    assert event["EventName"] == "CreateUser"
