"""Mail leaves a live server through a real mail server, or waits for a worker."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from frontdesk.composition import open_store
from frontdesk.core.settings import load
from frontdesk.store.outbox import Mail
from tests.support import server as servers
from tests.support.mail import Mailbox
from tests.support.server import Server

EMAIL = "owner@harbour-books.example"


def settings(mail: Mailbox) -> dict[str, str]:
    return {
        "FRONTDESK_MAIL_HOST": mail.host,
        "FRONTDESK_MAIL_PORT": str(mail.port),
        "FRONTDESK_MAIL_SECURITY": "none",
        "FRONTDESK_MAIL_FROM": "no-reply@frontdesk.example",
    }


def ask_for_reset(server: Server, email: str, host: str | None = None) -> httpx.Response:
    """Ask as a browser does, through the form; ``host`` is a Host header of the client's choosing."""
    headers = {"Host": host} if host else {}
    with httpx.Client(base_url=server.url, follow_redirects=True, headers=headers) as browser:
        form = browser.get("/recovery/root-password")
        token = re.search(r'name="token" value="([^"]+)"', form.text)
        assert token
        return browser.post("/recovery/root-password", data={"email": email, "token": token[1]})


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content())


def test_a_mail_arrives_with_links_to_the_configured_origin_alone(tmp_path: Path, mail_server: Mailbox) -> None:
    """R11: whatever the Host header says."""
    with servers.serving(tmp_path / "data", settings=settings(mail_server)) as server:
        server.account("Harbour Books", email=EMAIL)
        ask_for_reset(server, EMAIL, host="evil.example:80")
        message = mail_server.wait_for(EMAIL)
        assert re.search(r"\b\d{3} \d{3}\b", text(message))
        assert "evil.example" not in message.as_string()
        assert set(re.findall(r"https?://[^/\s]+", text(message))) == {server.url}
        assert message["From"].addresses[0].addr_spec == "no-reply@frontdesk.example"


def test_an_unknown_address_gets_no_mail_and_the_same_page(tmp_path: Path, mail_server: Mailbox) -> None:
    with servers.serving(tmp_path / "data", settings=settings(mail_server)) as server:
        server.account("Harbour Books", email=EMAIL)
        unknown = ask_for_reset(server, "nobody@harbour-books.example")
        known = ask_for_reset(server, EMAIL)
        mail_server.wait_for(EMAIL)
        assert mail_server.to("nobody@harbour-books.example") == []
        assert unknown.status_code == known.status_code == 200
        assert len(unknown.text.replace("nobody@", "owner@")) == len(known.text)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_of_its_own_delivers_what_waits(tmp_path: Path, mail_server: Mailbox, number: signal.Signals) -> None:
    environment = servers.clean_environment(tmp_path, 8080) | settings(mail_server)
    store = open_store(load(None, environment), ready=True)
    fields = {"account_id": "123456789012", "reset_link": f"{store.settings.public_origin}/recovery/root-password"}
    asked = {"at": "2026-11-23T09:41:00+00:00", "address": "192.0.2.1", "reference": "FD-7K3M-Q2XP"}
    store.transact(lambda ctx: ctx.send(Mail("root_password_changed", EMAIL, fields | asked)))
    store.close()
    log = tmp_path / "worker.log"
    with log.open("wb") as said:
        worker = subprocess.Popen(
            [str(Path(sys.executable).with_name("frontdesk")), "worker"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        assert mail_server.wait_for(EMAIL)
    finally:
        worker.send_signal(number)
        assert worker.wait(30) == 0
    assert [words for words in ("worker started", "worker stopped") if words not in log.read_text()] == []
