"""Planted secrets are found neither in the log, nor in the store, nor in events."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import boto3
import httpx

from tests.support import server as servers
from tests.support import waiting
from tests.support.server import Account, Server

EMAIL = "owner@harbour-books.example"
TYPED = "Planted-wrong-guess-1"
NAME = "Planted-into-the-name-box-1"
CHOSEN = "Planted-user-password-1"


def form(browser: httpx.Client, path: str, **fields: str) -> httpx.Response:
    page = browser.get(path)
    token = re.search(r'name="token" value="([^"]+)"', page.text)
    assert token
    return browser.post(page.url, data={**fields, "token": token[1]})


def walk(server: Server, account: Account) -> list[str]:
    """Use every way in which a secret reaches the server; return the secrets."""
    iam = boto3.client(
        "iam",
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id=account.access_key_id,
        aws_secret_access_key=account.secret_access_key,
    )
    iam.create_user(UserName="ada")
    iam.create_login_profile(UserName="ada", Password=CHOSEN)
    pair = iam.create_access_key(UserName="ada")["AccessKey"]
    with httpx.Client(base_url=server.url, follow_redirects=True) as browser:
        where = f"/console?account={account.account_id}"
        form(browser, where, account=account.account_id, user=NAME, password=TYPED)
        home = form(browser, where, account=account.account_id, user="ada", password=CHOSEN)
        assert "Console home" in home.text
        session = browser.cookies["fd-session"]
        browser.get(f"/console/home?password={TYPED}&code={TYPED}")
    with httpx.Client(base_url=server.url, follow_redirects=True) as browser:
        form(browser, "/recovery/root-password", email=EMAIL)
        letters = waiting.until(lambda: httpx.get(f"{server.url}/mailbox.json?to={EMAIL}").json(), "the mail", 30)
        code = re.search(r"\b\d{3} \d{3}\b", letters[0]["text"])
        assert code
        form(browser, "/attempt/mailed-code", code=TYPED)
    secrets = [TYPED, NAME, CHOSEN, session, str(pair["SecretAccessKey"]), code[0], code[0].replace(" ", "")]
    return [*secrets, account.root_password, str(account.secret_access_key)]


def stored(data: Path) -> str:
    with sqlite3.connect(data / "frontdesk.sqlite") as connection:
        return "\n".join(connection.iterdump())


def test_no_planted_secret_is_found_anywhere(tmp_path: Path) -> None:
    with servers.serving(tmp_path / "data", settings={"FRONTDESK_LOG_LEVEL": "debug"}) as server:
        secrets = walk(server, server.account("Harbour Books", email=EMAIL))
        events = server.command("events", "--limit", "1000", "--json")
    assert len(json.loads(events)) > 5
    places = {"log": server.log, "store": stored(server.data), "events": events}
    assert [
        (where, place) for place, secret in enumerate(secrets) for where in places if holds(places[where], secret)
    ] == []


def holds(text: str, secret: str) -> bool:
    # a code's digits also stand, by chance, within the digits of a time
    return re.search(rf"(?<!\d){re.escape(secret)}(?!\d)", text) is not None
