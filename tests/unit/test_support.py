"""The tests' own servers do what the tests rely on."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterable

import psycopg
import pytest

from tests.support import mail, postgres, programs, server, waiting


def test_every_database_of_a_cluster_is_new(postgresql: postgres.Cluster) -> None:
    for address in (postgresql.database(), postgresql.database()):
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE seen (id int)")


def test_a_cluster_leaves_nothing_behind() -> None:
    if programs.postgresql() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.cluster() as running:
        folder = running.folder
        assert running.answers()
    assert not folder.exists()
    assert not running.answers()


def test_a_mailbox_keeps_messages_by_recipient(mail_server: mail.Mailbox) -> None:
    with smtplib.SMTP(mail_server.host, mail_server.port, timeout=20) as client:
        client.sendmail("desk@example.org", ["ann@example.org", "bob@example.org"], b"Subject: Hello\r\n\r\nwords\r\n")
        client.sendmail("desk@example.org", ["ann@example.org"], b"Subject: Again\r\n\r\nwords\r\n")
    assert [message["Subject"] for message in mail_server.to("ann@example.org")] == ["Hello", "Again"]
    assert mail_server.wait_for("bob@example.org")["Subject"] == "Hello"
    assert mail_server.to("eve@example.org") == []


def test_a_mail_server_may_refuse_a_recipient() -> None:
    with (
        mail.receiving(answer=lambda address: "550 no such person") as mailbox,
        smtplib.SMTP(mailbox.host, mailbox.port, timeout=20) as client,
        pytest.raises(smtplib.SMTPRecipientsRefused),
    ):
        client.sendmail("desk@example.org", ["ann@example.org"], b"Subject: Hello\r\n\r\nwords\r\n")


def test_a_mail_server_may_ask_who_sends() -> None:
    with (
        mail.receiving(login=("desk", "word")) as mailbox,
        smtplib.SMTP(mailbox.host, mailbox.port, timeout=20) as client,
    ):
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("desk", "wrong")
        client.login("desk", "word")
        client.sendmail("desk@example.org", ["ann@example.org"], b"Subject: Hello\r\n\r\nwords\r\n")
        assert mailbox.to("ann@example.org")


@pytest.mark.parametrize(
    ("log", "errors"),
    [
        (['{"level": "info", "event": "error page shown"}', "INFO: Started server process"], 0),
        (['{"level": "error", "event": "x"}', '{"level":"critical"}', "ERROR:    Exception in ASGI application"], 3),
        (["Traceback (most recent call last):", '  File "x.py"'], 1),
        (["2025-01-01 [error    ] it broke", "2025-01-01 [info     ] [errors] counted"], 1),
        (["17", '"ERRORS"', "[]"], 0),
    ],
)
def test_errors_are_found_in_a_log(log: Iterable[str], errors: int) -> None:
    assert len(server.error_lines("\n".join(log))) == errors


@pytest.mark.parametrize(("source", "status"), [("input()", -15), ("raise SystemExit(3)", 3)])
def test_a_process_is_stopped_by_its_number(source: str, status: int) -> None:
    command = [sys.executable, "-c", source]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    with process:
        if status > 0:
            process.wait()
        assert server.stop(process) == status


def test_waiting_ends_with_the_answer_or_an_error_that_names_it() -> None:
    answers = iter([None, None, "yes"])
    assert waiting.until(lambda: next(answers), "the answer") == "yes"
    with pytest.raises(TimeoutError, match=r"the answer"):
        waiting.until(lambda: None, "the answer", 0.05)
