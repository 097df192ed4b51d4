"""Bringing mail to its reader: over SMTP, or into the embedded mailbox of a machine without a mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import parseaddr
from typing import Protocol
from urllib.parse import urlsplit

from frontdesk.core.messages import Message
from frontdesk.core.settings import Settings
from frontdesk.mail.messages import WrongMail
from frontdesk.mail.rendering import Rendered, render
from frontdesk.store.delivery import Parcel
from frontdesk.store.outbox import Mail

_TIMEOUT = 30
_NO_ADDRESS = (ValueError, IndexError, MessageError)  # what the parser of addresses is known to raise
_SECURITY = ("starttls", "tls", "none")


class Undeliverable(Exception):
    """Trying again would fail in the same way; the text says why, for the operator."""


class Deliverer(Protocol):
    """Something that brings a parcel to its reader."""

    def deliver(self, parcel: Parcel) -> None:
        """Return once the receiver has accepted it; raise Undeliverable, or anything else to be asked again."""
        ...


def deliverer(settings: Settings) -> Deliverer | None:
    """Return how this installation delivers mail, or None where it cannot and mail has to wait."""
    if settings.mail_host:
        return Smtp(settings)
    return EmbeddedMailbox(settings) if settings.loopback else None


def problems(settings: Settings) -> list[Message]:
    """Return what keeps mail from leaving, for ``frontdesk check``; empty when nothing is known to."""
    found = []
    if deliverer(settings) is None:
        found.append(
            Message("Mail waits in the outbox: set mail_host, because the server is reached from other machines.")
        )
    if settings.mail_host and settings.mail_security not in _SECURITY:
        found.append(Message("mail_security must be starttls, tls or none."))
    if settings.mail_host and settings.mail_user and settings.mail_security == "none":
        found.append(Message("mail_password would be sent unprotected: set mail_security to starttls or tls."))
    try:
        _sender(settings)
    except _NO_ADDRESS:
        found.append(Message("mail_from must be an e-mail address."))
    return found


class EmbeddedMailbox:
    """Nothing leaves the machine: a delivered row is what the mailbox page shows."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def deliver(self, parcel: Parcel) -> None:
        """Make sure that the page can show it; raises Undeliverable when it cannot be rendered."""
        _rendered(parcel, self._settings)


class Smtp:
    """A mail server (RFC 5321), one connection for each mail."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def deliver(self, parcel: Parcel) -> None:
        """Hand a mail over; raises Undeliverable when the server refuses this mail or recipient for good."""
        mail, rendered = _rendered(parcel, self._settings)
        message = compose(parcel, mail, rendered, self._settings)
        try:
            with _connection(self._settings) as server:
                server.send_message(message, _sender(self._settings).addr_spec, [mail.to])
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(*refused.recipients[mail.to]) from refused
        except smtplib.SMTPDataError as refused:
            raise _refusal(refused.smtp_code, refused.smtp_error) from refused


def compose(parcel: Parcel, mail: Mail, rendered: Rendered, settings: Settings) -> EmailMessage:
    """Return the message (RFC 5322), the same to the byte each time: its Message-ID is the parcel's id.

    Raises Undeliverable when the recipient is not one single address.
    """
    sender = _sender(settings)
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = sender
    message["To"] = _recipient(mail.to)
    message["Subject"] = rendered.subject
    message["Date"] = parcel.created_at
    message["Message-ID"] = f"<{parcel.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
    if mail.fields.get("reply_to", "-") != "-":
        message["Reply-To"] = _recipient(mail.fields["reply_to"])
    message.set_content(rendered.text)
    message.add_alternative(rendered.html, subtype="html")
    message.set_boundary(f"=_{parcel.id}")
    return message


def _rendered(parcel: Parcel, settings: Settings) -> tuple[Mail, Rendered]:
    if parcel.mail is None:
        raise Undeliverable("No key of the keyring opens it.")
    try:
        return parcel.mail, render(parcel.mail, settings)
    except WrongMail as fault:
        raise Undeliverable(fault.cause) from fault


def _sender(settings: Settings) -> Address:
    name, address = parseaddr(settings.mail_from)
    return Address(name or settings.name or "Frontdesk", addr_spec=address)


def _recipient(address: str) -> Address:
    try:
        return Address(addr_spec=address)
    except _NO_ADDRESS as fault:
        raise Undeliverable("The recipient is not an e-mail address.") from fault


@contextmanager
def _connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    named = urlsplit(settings.public_origin).hostname  # asking the resolver for our own name can take seconds
    with _open(settings, named) as server:
        if settings.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password)
        yield server


def _open(settings: Settings, named: str | None) -> smtplib.SMTP:
    where = (settings.mail_host, settings.mail_port)
    if settings.mail_security == "tls":
        return smtplib.SMTP_SSL(*where, named, timeout=_TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(*where, named, timeout=_TIMEOUT)


def _refusal(code: int, words: bytes | str) -> Exception:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    text = f"{code} {said}"
    return Undeliverable(text) if 500 <= code < 600 else smtplib.SMTPException(text)
