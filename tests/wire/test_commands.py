"""The commands of the host, beside a running server and on their own."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from tests.support import server as servers
from tests.support.postgres import Cluster
from tests.support.server import Account, Server

Client = Callable[..., Any]
FRONTDESK = str(Path(sys.executable).with_name("frontdesk"))


def run(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = servers.clean_environment(data, 8080) | settings
    return subprocess.run(
        [FRONTDESK, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def identity(server: Server, pair: dict[str, str]) -> str:
    keys = {"aws_access_key_id": pair["access_key_id"], "aws_secret_access_key": pair["secret_access_key"]}
    sts = boto3.client("sts", endpoint_url=server.url, region_name="us-east-1", **keys)
    return str(sts.get_caller_identity()["Arn"])


def test_the_first_start_makes_a_demo_world_and_the_next_one_keeps_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with servers.serving(data, "--demo") as first:
        banner = first.log
        world = json.loads((data / "demo.json").read_text())
    assert (data / "demo.json").stat().st_mode & 0o077 == 0
    people = (world["root"], world["administrator"], world["user"], world["staff"])
    for secret in [person["password"] for person in people] + [world["administrator"]["secret_access_key"]]:
        assert secret in banner
    assert f"/console?account={world['alias']}" in banner
    assert "/mailbox" in banner
    assert f"AWS_ENDPOINT_URL={first.url} " in banner
    assert "aws sts get-caller-identity" in banner
    with servers.serving(data, "--demo") as second:
        assert identity(second, world["administrator"]).endswith(":user/ada.lind")
        assert world["user"]["password"] in second.log.split("demo", 1)[-1]


def test_an_empty_start_says_how_the_first_account_is_made(tmp_path: Path) -> None:
    with servers.serving(tmp_path / "data") as server:
        assert "/signup" in server.log
        assert "frontdesk account create" in server.log


def test_the_same_server_runs_on_postgresql(tmp_path: Path, postgresql: Cluster) -> None:
    settings = {"FRONTDESK_DATABASE_URL": postgresql.database()}
    with servers.serving(tmp_path / "data", "--demo", settings=settings) as server:
        world = json.loads((server.data / "demo.json").read_text())
        assert identity(server, world["administrator"]).endswith(":user/ada.lind")
        made = server.account("Lantern Works", email="owner@lantern.example")
        pair = {"access_key_id": made.access_key_id or "", "secret_access_key": made.secret_access_key or ""}
        assert identity(server, pair).endswith(":root")
        assert httpx.get(f"{server.url}/console", follow_redirects=True).status_code == 200
    assert not (server.data / "frontdesk.sqlite").exists()


def test_an_account_made_beside_the_server_is_served_at_once(account: Account, root: Client) -> None:
    assert root("sts").get_caller_identity()["Account"] == account.account_id
    assert account.root_password


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--name", "X", "--email", "no-address"], "e-mail address"),
        (["--name", "<x>", "--email", "a@example.org"], "without < and >"),
        (["--name", "X", "--email", "a@example.org", "--alias", "123456789012"], "must not be twelve digits"),
    ],
)
def test_a_refused_account_changes_nothing(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = run(tmp_path, "account", "create", *arguments, "--json")
    assert done.returncode == 1
    assert words in done.stderr
    assert json.loads(run(tmp_path, "account", "list", "--json").stdout) == []


def test_a_refusal_is_explained_on_the_host(server: Server, root: Client) -> None:
    with pytest.raises(ClientError) as caught:
        root("iam").get_user(UserName="nobody")
    request_id = caught.value.response["ResponseMetadata"]["RequestId"]
    told = json.loads(server.command("explain", request_id, "--json"))
    assert told["Cause"] == "NoSuchEntity: The user with name nobody cannot be found."
    assert told["Remedy"]["Words"] == "Change what these words name, then ask again"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["Time"])
    assert "GetUser" in server.command("explain", request_id)


def test_events_are_listed_on_the_host(server: Server, root: Client, account: Account) -> None:
    root("iam").create_user(UserName="listed")
    listed = json.loads(server.command("events", "--account", account.account_id, "--json"))
    assert [event["eventName"] for event in listed][:2] == ["CreateUser", "CreateAccount"]
    assert "CreateUser" in server.command("events", "--account", account.account_id)


def test_an_unknown_setting_stops_the_start(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", FRONTDESK_PROT="8081")
    assert done.returncode == 1
    assert "There is no setting named prot" in done.stderr


@pytest.mark.parametrize("port", ["eighty", "65536", "-1"])
def test_an_unusable_setting_stops_the_start_and_says_the_range(tmp_path: Path, port: str) -> None:
    done = run(tmp_path, "check", FRONTDESK_PORT=port)
    assert done.returncode == 1
    assert "port must be a whole number from 0 to 65535" in done.stderr


def test_a_settings_file_gives_way_to_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "frontdesk.toml"
    file.write_text('name = "Harbour Cloud"\nport = 9090\n')
    shown = json.loads(run(tmp_path, "check", "--json", "--config", str(file)).stdout)["settings"]
    assert (shown["name"], shown["port"]) == ("Harbour Cloud", 8080)


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(tmp_path / "data", "serve", "--demo", FRONTDESK_PORT=port)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Nothing can listen on 127.0.0.1, port {port}: address already in use." in done.stderr
    assert "FRONTDESK_PORT" in done.stderr
    assert not (tmp_path / "data").exists()


def test_accounts_are_listed_for_scripts_and_people(tmp_path: Path) -> None:
    run(tmp_path, "account", "create", "--name", "Harbour [red] 'Books'", "--email", "a@example.org", "--operator")
    run(tmp_path, "account", "create", "--name", "Lantern", "--email", "b@example.org")
    listed = json.loads(run(tmp_path, "account", "list", "--json").stdout)
    assert [(one["name"], one["operator"]) for one in listed] == [("Harbour [red] 'Books'", True), ("Lantern", False)]
    shown = run(tmp_path, "account", "list").stdout
    assert "Harbour [red] 'Books'" in shown
    assert shown.count("operator    yes") == 1


def test_check_names_what_is_missing_and_migrate_mends_it(tmp_path: Path) -> None:
    first = run(tmp_path, "check", "--json")
    assert first.returncode == 3
    assert "frontdesk migrate" in json.loads(first.stdout)["problems"][0]
    assert run(tmp_path, "migrate").returncode == 0
    exposed = run(tmp_path, "check", "--json", FRONTDESK_HOST="0.0.0.0")  # noqa: S104  # only named, never listened on
    assert any("https://" in problem for problem in json.loads(exposed.stdout)["problems"])


def test_secrets_are_not_shown_by_check(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--json", FRONTDESK_MAIL_PASSWORD="hush-hush")
    assert "hush-hush" not in done.stdout + done.stderr


def test_what_is_kept_is_for_its_owner_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(data, "account", "create", "--name", "Harbour Books", "--email", "owner@harbour-books.example")
    kept = [data, *data.iterdir()]
    assert {"keys.json", "frontdesk.sqlite"} <= {path.name for path in kept}
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
