"""Mail leaves as it should, over a real mail server (RFC 5321, RFC 5322, RFC 3834)."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from frontdesk.core.settings import Settings
from frontdesk.mail import delivery, messages
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from frontdesk.store.work import Store
from frontdesk.worker import Worker
from tests.support import mail as servers
from tests.support import waiting
from tests.unit.mail.samples import NAMES, mail

TO = "root@example.org"


def settings_for(server: servers.Mailbox, security: str = "none", **more: str) -> Settings:
    return replace(Settings(), mail_host=server.host, mail_port=server.port, mail_security=security, **more)


def send(store: Store, name: str = "sign_up_code", to: str = TO) -> str:
    store.transact(lambda ctx: ctx.send(mail(name, to=to)))
    return rows(store)[-1].id


def rows(store: Store) -> list[OutboxRow]:
    def act(ctx: Context) -> list[OutboxRow]:
        return ctx.all(select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.id))

    return store.transact(act)


def turn(store: Store, settings: Settings) -> OutboxRow:
    """Let a worker with these settings deliver what is due; return the only row."""
    Worker(store, delivery.deliverer(settings), ()).turn()
    (row,) = rows(store)
    return row


@pytest.mark.parametrize("name", NAMES)
def test_every_message_arrives_with_text_first_and_html_beside_it(
    store: Store, mail_server: servers.Mailbox, name: str
) -> None:
    send(store, name)
    assert turn(store, settings_for(mail_server)).state == "delivered"
    (received,) = mail_server.to(TO)
    assert received.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/html"]
    shown = delivery.render(mail(name), Settings())
    text, page = (part.get_content().replace("\r\n", "\n") for part in received.iter_parts())
    assert (received["Subject"], text, page) == (shown.subject, shown.text, shown.html)


def test_its_head_says_when_it_was_written_under_which_id_and_that_a_machine_did(
    store: Store, mail_server: servers.Mailbox
) -> None:
    id = send(store)
    turn(store, settings_for(mail_server, mail_from="no-reply@signin.example.org", name="Harbour Cloud"))
    (received,) = mail_server.to(TO)
    assert received["Message-ID"] == f"<{id}@signin.example.org>"
    assert received["Date"].datetime == store.clock.now()
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["From"] == "Harbour Cloud <no-reply@signin.example.org>"
    assert received["To"] == TO


def test_the_date_is_that_of_writing_and_not_of_the_last_try(
    store: Store, clock: object, mail_server: servers.Mailbox
) -> None:
    written = store.clock.now()
    send(store)
    clock.forward(timedelta(hours=5))  # type: ignore[attr-defined]
    turn(store, settings_for(mail_server))
    assert mail_server.to(TO)[0]["Date"].datetime == written


@pytest.mark.parametrize(
    ("mail_from", "name", "expected"),
    [
        ("no-reply@example.org", "", "Frontdesk <no-reply@example.org>"),
        ("Front desk <no-reply@example.org>", "Harbour", "Front desk <no-reply@example.org>"),
        ("no-reply@example.org", "Hafen, Köln", '"Hafen, Köln" <no-reply@example.org>'),
    ],
)
def test_the_sender_has_a_name(
    store: Store, mail_server: servers.Mailbox, mail_from: str, name: str, expected: str
) -> None:
    send(store)
    turn(store, settings_for(mail_server, mail_from=mail_from, name=name))
    assert str(mail_server.to(TO)[0]["From"]) == expected


@pytest.mark.parametrize(
    "to",
    ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "nobody", "", "a b@example.org", "<a@b>, x"],
)
def test_what_is_not_one_address_is_never_handed_over(store: Store, mail_server: servers.Mailbox, to: str) -> None:
    send(store, to=to)
    row = turn(store, settings_for(mail_server))
    assert (row.state, row.fault) == ("dead", "The recipient is not an e-mail address.")
    assert mail_server.to("b@example.org") == []


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 5.1.1 No such user root@example.org", "dead"), ("451 4.7.1 Greylisted, try again", "waiting")],
)
def test_a_refusal_for_good_is_final_and_a_passing_one_is_not(store: Store, answer: str, state: str) -> None:
    with servers.receiving(answer=lambda _to: answer) as server:
        send(store)
        row = turn(store, settings_for(server))
    assert row.state == state
    assert row.fault is not None
    assert answer[:9] in row.fault
    assert TO not in row.fault, "whom we write to stays sealed"


def test_a_server_that_is_not_there_is_tried_again(store: Store) -> None:
    send(store)
    settings = replace(Settings(), mail_host="127.0.0.1", mail_port=waiting.free_port(), mail_security="none")
    row = turn(store, settings)
    assert (row.state, row.tries) == ("waiting", 1)
    assert row.due_at > store.clock.now()


@dataclass
class Certificate:
    """A certificate for 127.0.0.1 that nobody has signed but itself."""

    file: Path
    context: ssl.SSLContext


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return Certificate(file, context)


@pytest.fixture
def encrypted(request: pytest.FixtureRequest, certificate: Certificate) -> Iterator[tuple[servers.Mailbox, str]]:
    """A server that insists on encryption, from the start (tls) or after asking (starttls)."""
    if request.param == "starttls":
        with servers.receiving(tls=certificate.context) as server:
            yield server, "starttls"
        return
    server = servers.Mailbox("127.0.0.1", waiting.free_port())
    controller = Controller(server, hostname=server.host, port=server.port, ssl_context=certificate.context)
    controller.start()
    yield server, "tls"
    controller.stop()


both_ways = pytest.mark.parametrize("encrypted", ["starttls", "tls"], indirect=True)


@both_ways
def test_mail_travels_encrypted_to_a_server_that_proves_its_name(
    store: Store, encrypted: tuple[servers.Mailbox, str], certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    server, security = encrypted
    send(store)
    assert turn(store, settings_for(server, security)).state == "delivered"
    assert len(server.to(TO)) == 1


@both_ways
def test_mail_is_not_given_to_a_server_that_cannot_prove_its_name(
    store: Store, encrypted: tuple[servers.Mailbox, str]
) -> None:
    server, security = encrypted
    send(store)
    row = turn(store, settings_for(server, security))
    assert (row.state, server.to(TO)) == ("waiting", [])
    assert row.fault is not None
    assert "CERTIFICATE_VERIFY_FAILED" in row.fault


def test_mail_is_not_sent_in_the_open_where_encryption_is_asked_for(store: Store, mail_server: servers.Mailbox) -> None:
    send(store)
    assert turn(store, settings_for(mail_server, "starttls")).state == "waiting"
    assert mail_server.to(TO) == []


@pytest.mark.parametrize(("password", "state"), [("right", "delivered"), ("wrong", "waiting")])
def test_it_signs_in_to_the_mail_server(
    store: Store, certificate: Certificate, monkeypatch: pytest.MonkeyPatch, password: str, state: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with servers.receiving(tls=certificate.context, login=("desk", "right")) as server:
        send(store)
        row = turn(store, settings_for(server, "starttls", mail_user="desk", mail_password=password))
    assert row.state == state
    assert "right" not in (row.fault or "")
    assert "wrong" not in (row.fault or "")


LOOPBACK, REACHABLE = Settings(), Settings(host="0.0.0.0")  # noqa: S104  nothing listens here
HOST = {"mail_host": "mail.example.org"}


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        (LOOPBACK, delivery.EmbeddedMailbox),
        (replace(LOOPBACK, **HOST), delivery.Smtp),
        (replace(REACHABLE, **HOST), delivery.Smtp),
        (REACHABLE, type(None)),
        (replace(LOOPBACK, origin="https://signin.example.org"), type(None)),  # a proxy brings others here
    ],
)
def test_how_mail_leaves_follows_from_the_settings(settings: Settings, kind: type) -> None:
    assert type(delivery.deliverer(settings)) is kind


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (LOOPBACK, []),
        (replace(REACHABLE, **HOST), []),
        (REACHABLE, ["set mail_host"]),
        (replace(LOOPBACK, mail_security="ssl", **HOST), ["mail_security must be"]),
        (replace(LOOPBACK, mail_security="none", mail_user="desk", **HOST), ["unprotected"]),
        (replace(LOOPBACK, mail_from="desk"), ["mail_from must be"]),
        (replace(REACHABLE, mail_from=""), ["set mail_host", "mail_from must be"]),
    ],
)
def test_check_says_what_keeps_mail_from_leaving(settings: Settings, expected: list[str]) -> None:
    found = [str(problem) for problem in delivery.problems(settings)]
    assert len(found) == len(expected)
    assert all(part in words for part, words in zip(expected, found, strict=True))


def test_a_mail_whose_fields_no_longer_fit_is_a_dead_letter(store: Store) -> None:
    """As after an update that changed a message while a mail was waiting."""
    store.check_mail = lambda _mail: None
    store.transact(lambda ctx: ctx.send(replace(mail("sign_up_code"), fields={"code": "1"})))
    row = turn(store, Settings())
    assert row.state == "dead"
    assert row.fault is not None
    assert "missing or unknown fields" in row.fault


def test_checking_what_is_sent_is_how_stores_are_opened(store: Store) -> None:
    check: Callable[..., None] = store.check_mail
    assert check is messages.check
