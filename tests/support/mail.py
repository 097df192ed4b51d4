"""A mail server that keeps what it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.support import waiting

Answer = Callable[[str], str | None]


@dataclass
class Mailbox:
    """Messages in the order they came. ``answer`` may refuse a recipient by returning an SMTP reply."""

    host: str
    port: int
    answer: Answer | None = None
    _messages: list[tuple[str, EmailMessage]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def to(self, address: str) -> list[EmailMessage]:
        """Return the messages that ``address`` has received so far."""
        with self._lock:
            return [message for recipient, message in self._messages if recipient == address]

    def wait_for(self, address: str, number: int = 1, seconds: float = 30) -> EmailMessage:
        """Return the ``number``-th message to ``address``, waiting for it at most ``seconds``."""
        arrived = waiting.until(
            lambda: found if len(found := self.to(address)) >= number else None, f"mail {number} to {address}", seconds
        )
        return arrived[number - 1]

    async def handle_RCPT(  # noqa: N802  aiosmtpd names it
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        """Take or refuse a recipient; aiosmtpd calls this."""
        if self.answer and (refusal := self.answer(address)):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        """Keep a message; aiosmtpd calls this."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self._lock:
            self._messages.extend((recipient, message) for recipient in envelope.rcpt_tos)
        return "250 Message accepted for delivery"


@contextmanager
def receiving(
    *, tls: SSLContext | None = None, login: tuple[str, str] | None = None, answer: Answer | None = None
) -> Iterator[Mailbox]:
    """Run a mail server on a free loopback port. With ``tls`` it insists on STARTTLS, with ``login`` on these words."""

    def check(_server: object, _session: object, _envelope: object, _mechanism: str, data: Any) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == login, handled=False)

    mailbox = Mailbox("127.0.0.1", waiting.free_port(), answer)
    options: dict[str, Any] = {"tls_context": tls, "require_starttls": tls is not None}
    if login:
        options |= {"authenticator": check, "auth_required": True, "auth_require_tls": tls is not None}
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
