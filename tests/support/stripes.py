"""localstripe, a stand-in for Stripe, with what Stripe promises beside it and localstripe leaves out.

The proxy in front remembers answers by ``Idempotency-Key``, as Stripe documents, and keeps back the parameters of a
confirmation that localstripe does not know. ``lost`` lets it do its work and lose the answer, as networks do.
"""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from frontdesk.core.settings import Settings
from tests.support import waiting

KEY, PUBLISHABLE, WEBHOOK = "sk_test_12345", "pk_test_12345", "whsec_12345"


@dataclass
class Stripe:
    """A running stand-in. ``port`` is the proxy's, ``log`` everything that localstripe printed."""

    port: int
    behind: int
    log: Path
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    lost: int = 0

    @property
    def url(self) -> str:
        """The address to use in place of Stripe's."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that lead here."""
        return {
            "payment_processor": "stripe",
            "stripe_secret_key": KEY,
            "stripe_publishable_key": PUBLISHABLE,
            "stripe_webhook_secret": WEBHOOK,
            "stripe_api": self.url,
            "stripe_script": f"{self.url}/js.stripe.com/v3/",
        }

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Send a request as a browser with the publishable key would."""
        body = urlencode(fields or {}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded", "authorization": f"Bearer {KEY}"}
        return send(self.behind, method, path, headers, body)

    def enter(self, secret: str, number: str, year: int, month: int) -> int:
        """Confirm a SetupIntent with a card, as Stripe's script does in the browser; return the status."""
        intent = secret.partition("_secret_")[0]
        fields = {
            "key": PUBLISHABLE,
            "client_secret": secret,
            "payment_method_data[type]": "card",
            "payment_method_data[card][number]": number,
            "payment_method_data[card][exp_month]": str(month),
            "payment_method_data[card][exp_year]": str(year),
            "payment_method_data[card][cvc]": "123",
        }
        return self.ask("POST", f"/v1/setup_intents/{intent}/confirm", fields)[0]

    def answer(self, secret: str, *, agreed: bool) -> None:
        """Answer the bank's question about a card or a payment."""
        intent = secret.partition("_secret_")[0]
        fields = {"key": PUBLISHABLE, "client_secret": secret}
        if intent.startswith("pi_"):
            path = f"/v1/payment_intents/{intent}/_authenticate?success={str(agreed).lower()}"
        else:
            path = f"/v1/setup_intents/{intent}/{'confirm' if agreed else 'cancel'}"
        assert self.ask("POST", path, fields)[0] in (200, 402)


def settings_of(stripe: Stripe, settings: Settings) -> Settings:
    """Return settings whose processor is the stand-in."""
    from dataclasses import replace

    return replace(settings, **stripe.settings)


def send(port: int, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    """Send one request to this machine and return status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@contextmanager
def running(folder: Path) -> Iterator[Stripe]:
    """Run localstripe and its proxy until the block ends."""
    behind, log = waiting.free_port(), folder / "localstripe.log"
    command = [sys.executable, "-m", "localstripe", "--port", str(behind), "--from-scratch"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=folder,
            env=os.environ | {"TMPDIR": str(folder)},
        )
    stripe = Stripe(0, behind, log)
    proxy = _Proxy(stripe)
    stripe.port = proxy.server_address[1]
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    try:
        waiting.until(lambda: _answers(behind), "localstripe to answer", 60)
        yield stripe
    finally:
        proxy.shutdown()
        proxy.server_close()
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        return send(port, "GET", "/js.stripe.com/v3/", {}, b"")[0] == 200
    except OSError:
        return False


class _Proxy(ThreadingHTTPServer):
    """The proxy in front of one stand-in."""

    def __init__(self, stripe: Stripe) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.stripe = stripe


class _Passing(BaseHTTPRequestHandler):
    """Passes requests on, once for each idempotency key."""

    protocol_version = "HTTP/1.1"
    server: _Proxy

    def pass_on(self) -> None:
        """Answer one request."""
        stripe = self.server.stripe
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = self.headers.get("Idempotency-Key", "")
        status, answer = stripe.answers.get(key) or self._ask(body)
        if key and status < 500:
            stripe.answers[key] = status, answer
        if stripe.lost:
            stripe.lost -= 1
            self.close_connection = True
        else:
            self._tell(status, answer)

    def _ask(self, body: bytes) -> tuple[int, bytes]:
        if re.fullmatch(r"/v1/payment_intents/\w+/confirm", self.path):
            body = re.sub(rb"&?(off_session|use_stripe_sdk)=\w+", b"", body)
        wanted = ("authorization", "content-type")
        kept = {name: value for name, value in self.headers.items() if name.lower() in wanted}
        return send(self.server.stripe.behind, self.command, self.path, kept, body)

    def _tell(self, status: int, answer: bytes) -> None:
        self.send_response(status)
        self.send_header(
            "Content-Type", "application/javascript" if self.path.startswith("/js.") else "application/json"
        )
        self.send_header("Content-Length", str(len(answer)))
        if origin := self.headers.get("Origin"):
            self.send_header("Access-Control-Allow-Origin", origin)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


for _method in ("GET", "POST", "DELETE"):
    setattr(_Passing, f"do_{_method}", _Passing.pass_on)
