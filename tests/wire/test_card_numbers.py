"""Card numbers and security codes, planted into every way in, are found nowhere."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.support import server as servers
from tests.support import waiting
from tests.support.server import Account, Server

EMAIL = "owner@harbour-books.example"
TAKEN = ("4242424242424242", "5555555555554444", "378282246310005")
REFUSED = ("6011111111111117", "4111111111111111", "5105105105105100", "4000000000000002", "30569309025904")
CODES = ("Q7ZX", "K9WV")  # distinctive; whoever keeps a code that is no number would keep one that is
SEPARATORS = ("", " ", "-", ".")
ADDRESS = {"Line1": "Quay 7", "City": "Hamburg", "PostalCode": "20457", "Country": "DE"}
HOLDER = {
    "full_name": "Ada Lind", "phone": "+49 40 1234567", "company": "", "country": "DE", "line1": "Quay 7",
    "line2": "", "city": "Hamburg", "state": "", "postal_code": "20457",
}  # fmt: skip


def written(number: str, separator: str) -> str:
    """Return a number in groups of four."""
    return separator.join(re.findall(".{1,4}", number))


class Visitor:
    """The root user at a browser."""

    def __init__(self, browser: httpx.Client, account: Account) -> None:
        self.browser = browser
        self.form("/signin/root", email=account.root_email)
        self.form("/signin/root", email=account.root_email, password=account.root_password)
        page = browser.get("/console/home")
        assert "Console home" in page.text, page.url

    def form(self, path: str, **fields: str) -> httpx.Response:
        """Open a page, fill in its form and send it."""
        page = self.browser.get(path)
        token = re.findall(r'name="token" value="([^"]+)"', page.text)
        assert token, (path, page.url)
        return self.browser.post(str(page.url).partition("?")[0], data={**fields, "token": token[-1]})

    def processor(self) -> str:
        """Begin to add a card; return the path of the processor's page."""
        page = self.form("/console/billing/methods/add", **HOLDER)
        path = page.url.path

        def reached() -> str:
            there = self.browser.get(path).url.path
            return there if there.startswith("/sandbox-processor/") else ""

        return waiting.until(reached, "the processor's page")

    def enter(self, number: str, code: str) -> httpx.Response:
        """Type a card on the processor's page, after one whose code is no number."""
        path = self.processor()
        for wrong in CODES:
            self.form(path, number=number, expiry="12/30", security=wrong)
        return self.form(path, number=number, expiry="12/30", security=code)

    def misuse(self, number: str) -> None:
        """Type a number wherever else something can be typed."""
        for field in HOLDER:
            if field != "country":
                self.form("/console/billing/methods/add", **(HOLDER | {field: number[:60]}))
        self.form("/console/billing/methods/add", **(HOLDER | {"phone": "?"}), number=number, security=CODES[0])
        self.browser.get("/console/billing/bills", params={"number": number, "cvc": CODES[0]})
        for path in (f"/console/billing/methods/{number}/edit", f"/console/billing/bills/{number}", f"/{number}"):
            self.browser.get(path)
        self.browser.post("/webhooks/sandbox", content=json.dumps({"card": number, "cvc": CODES[1]}))


def call(server: Server, account: Account, action: str, body: dict[str, Any]) -> httpx.Response:
    """Send a signed request with members that no model has."""
    service, _, name = action.partition(":")
    headers = {"X-Amz-Target": f"{service.title()}_20261101.{name}", "Content-Type": "application/x-amz-json-1.1"}
    request = AWSRequest("POST", server.url + "/", data=json.dumps(body), headers=headers)
    SigV4Auth(Credentials(account.access_key_id, account.secret_access_key), service, "us-east-1").add_auth(request)
    return httpx.post(server.url + "/", content=request.data, headers=dict(request.headers.items()))


def over_the_wire(server: Server, account: Account, number: str) -> None:
    """Send a number in members of operations, known and unknown ones."""
    card = {"HolderName": "Ada", "Phone": "+49 40 1234567", "BillingAddress": ADDRESS}
    extra = {"CardNumber": number, "Cvc": CODES[0], "SecurityCode": CODES[1]}
    for body in (
        card | extra,
        card | {"HolderName": number[:50]},
        card | {"BillingAddress": ADDRESS | {"Line2": number}},
    ):
        assert call(server, account, "payments:CreatePaymentInstrument", body).status_code >= 400
    for name in ("GetPaymentInstrument", "DeletePaymentInstrument", "VerifyPaymentInstrument"):
        assert call(server, account, f"payments:{name}", {"PaymentInstrumentId": number}).status_code >= 400
    charge = {"AccountId": account.account_id, "Amount": {"Value": 1, "Currency": "EUR"}, "Memo": number}
    assert call(server, account, "billing:CreateCharge", charge | extra).status_code >= 400


def plant(server: Server, account: Account, visitor: Visitor) -> str:
    """Use every way in; return the page of payment methods."""
    for number in TAKEN:
        visitor.enter(number, "1234" if len(number) == 15 else "123")
    for number, separator in zip(REFUSED, (*SEPARATORS, ""), strict=True):
        visitor.enter(written(number, separator), "123")
        visitor.misuse(written(number, separator))
        over_the_wire(server, account, written(number, separator))
    return visitor.browser.get("/console/billing/methods").text


def stored(data: Path) -> str:
    with sqlite3.connect(data / "frontdesk.sqlite") as connection:
        return "\n".join(connection.iterdump())


def traces(text: str, number: str) -> list[str]:
    """Return how a number stands in a text: whole, however separated, or its first or last twelve digits."""
    parts = {number, number[:12], number[-12:]} if "000000" not in number else {number}
    return [part for part in parts if re.search(r"(?<!\d)?" + r"[ .\-]?".join(part), text)]


def test_no_planted_number_or_code_is_found_anywhere(tmp_path: Path) -> None:
    with servers.serving(tmp_path / "data", settings={"FRONTDESK_LOG_LEVEL": "debug"}) as server:
        account = server.account("Harbour Books", email=EMAIL)
        with httpx.Client(base_url=server.url, follow_redirects=True, timeout=30) as browser:
            cards = plant(server, account, Visitor(browser, account))
        mails = waiting.until(lambda: _mails(server), "the mails about the cards")
        events = server.command("events", "--limit", "1000", "--json")
    assert all(number[-4:] in cards for number in TAKEN), "the cards were added, so the numbers did arrive"
    files = "\n".join(
        path.read_text(errors="replace") for path in sorted((tmp_path / "data").iterdir()) if path.is_file()
    )
    places = {"log": server.log, "store": stored(server.data), "events": events, "mails": mails, "files": files}
    assert [
        (where, part) for where in places for number in (*TAKEN, *REFUSED) for part in traces(places[where], number)
    ] == []
    assert [(where, code) for where in places for code in CODES if code in places[where]] == []


def _mails(server: Server) -> str:
    letters = httpx.get(f"{server.url}/mailbox.json?to={EMAIL}").json()
    return json.dumps(letters) if len(letters) > len(TAKEN) else ""
