"""An account's life by boto3 and by the host's commands, against a live server."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.exceptions import ClientError

from frontdesk.operations import contract
from tests.support import server as servers
from tests.support.server import Account, Server
from tests.support.waiting import until
from tests.wire.conftest import PLAIN

Client = Callable[..., Any]
FRONTDESK = str(Path(sys.executable).with_name("frontdesk"))


def run(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = servers.clean_environment(server.data, 8080)
    command = [FRONTDESK, "account", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def own(server: Server, account: Account, service: str) -> Any:
    """Return a boto3 client that knows our own operations, from the models that we publish."""
    session = botocore.session.Session()
    session.set_config_variable("data_path", str(contract.MODELS))
    return boto3.Session(botocore_session=session).client(
        service,
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id=account.access_key_id,
        aws_secret_access_key=account.secret_access_key,
        config=PLAIN,
    )


def code(call: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return str(caught.value.response["Error"]["Code"])


def stopped(iam: Any) -> bool:
    try:
        iam.list_users()
    except ClientError as refused:
        return bool(refused.response["Error"]["Code"] == "OptInRequired")
    return False


def test_a_key_asks_how_the_account_stands_and_closes_nothing(server: Server, account: Account) -> None:
    client = own(server, account, "account")
    assert client.get_account_standing()["State"] == "ACTIVE"
    assert client.describe_closing()["Users"] == 0
    assert code(lambda: client.close_account(AccountId=account.account_id)) == "StepUpRequired"
    assert code(client.reopen_account) == "StepUpRequired"
    assert client.get_account_standing()["State"] == "ACTIVE"


def test_staffs_operations_are_closed_to_customers(server: Server, account: Account) -> None:
    client = own(server, account, "standing")
    denied = lambda: client.suspend_account(AccountId=account.account_id, Cause="abuse")  # noqa: E731
    assert code(denied) in ("AccessDenied", "AccessDeniedException")


def test_keys_stop_with_the_account_and_work_again_with_it(server: Server, account: Account, root: Client) -> None:
    iam, id = root("iam"), account.account_id
    iam.create_user(UserName="ada")
    told = json.loads(run(server, "suspend", id, "--cause", "unpaid", "--json").stdout)
    assert (told["State"], told["Cause"]) == ("SUSPENDED", "unpaid")
    assert code(iam.list_users) == "OptInRequired"
    assert run(server, "suspend", id).returncode == 1
    assert json.loads(run(server, "reinstate", id, "--json").stdout)["State"] == "ACTIVE"
    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["ada"]
    assert json.loads(run(server, "close", id, "--json").stdout)["State"] == "PENDING_CLOSURE"
    until(lambda: stopped(iam), "the worker to close the account")
    assert json.loads(run(server, "reopen", id, "--json").stdout)["State"] == "ACTIVE"
    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["ada"]


def test_the_host_saves_an_account_once_and_for_its_owner_only(
    server: Server, account: Account, root: Client, tmp_path: Path
) -> None:
    root("iam").create_user(UserName="ada")
    file = tmp_path / "account.zip"
    done = run(server, "export", account.account_id, "--output", str(file))
    assert (done.returncode, "users.jsonl" in done.stdout) == (0, True)
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as zipped:
        manifest = json.loads(zipped.read("manifest.json"))
        for one in manifest["files"]:
            assert hashlib.sha256(zipped.read(one["name"])).hexdigest() == one["sha256"]
        everything = b"".join(zipped.read(name) for name in zipped.namelist())
    assert manifest["account_id"] == account.account_id
    assert account.secret_access_key
    assert account.secret_access_key.encode() not in everything
    again = run(server, "export", account.account_id, "--output", str(file))
    assert (again.returncode, "cannot be made" in again.stderr) == (1, True)
    assert run(server, "export", "999999999999", "--output", str(tmp_path / "none.zip")).returncode == 1
    assert not (tmp_path / "none.zip").exists()
    assert run(server, "export", "12", "--output", str(tmp_path / "none.zip")).returncode == 1
