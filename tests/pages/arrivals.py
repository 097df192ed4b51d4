"""People on their way in: browsers that keep their session, and the mail that reaches them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.authentication.tables import Attempt, SessionRow, Step
from frontdesk.core.secret import digest
from frontdesk.store.base import Table
from frontdesk.store.context import OUTBOX_PURPOSE, Context
from frontdesk.store.outbox import OutboxRow
from frontdesk.store.work import Store
from tests.pages.client import Client, Page

EMAIL = "owner@harbour-books.example"


@dataclass(frozen=True)
class Letter:
    """A mail as it was put into the outbox."""

    message: str
    to: str
    fields: Mapping[str, str]
    discarded: bool

    @property
    def code(self) -> str:
        """The six digits, without the space between them."""
        return self.fields["code"].replace(" ", "")


class Arrivals:
    """The installation as people at its door see it."""

    def __init__(self, store: Store, app: Any) -> None:
        self.store, self.app = store, app
        self._clients: list[Client] = []

    def browser(self, address: str = "192.0.2.10") -> Client:
        """Return a browser that nobody has used yet."""
        client = Client(self.app, address=address)
        self._clients.append(client)
        return client

    def close(self) -> None:
        """Close every browser."""
        for client in self._clients:
            client.close()

    def letters(self) -> list[Letter]:
        """Return every mail, oldest first, those for nobody included."""
        return [self._letter(row) for row in self._rows(OutboxRow)]

    def _letter(self, row: OutboxRow) -> Letter:
        body = json.loads(self.store.keyring.open(row.sealed, OUTBOX_PURPOSE) or "")
        return Letter(row.message, body["to"], body["fields"], row.state == "discarded")

    def attempts(self) -> list[tuple[str, str, int]]:
        """Return purpose, state and number of steps of every attempt."""

        def read(ctx: Context) -> list[tuple[str, str, int]]:
            return [(one.purpose, one.state, len(one.steps)) for one in ctx.all(ctx.across_accounts(Attempt))]

        return self.store.transact(read)

    def steps(self) -> list[Step]:
        """Return every step of every attempt."""
        return self._rows(Step)

    def reasons(self) -> list[str | None]:
        """Return why each step was refused, None for those that passed."""
        return [step.reason for step in self.steps()]

    def sessions(self) -> list[SessionRow]:
        """Return the sessions that have not ended."""
        return [row for row in self._rows(SessionRow) if row.ended_at is None]

    def is_live(self, client: Client, host: str = "localhost") -> bool:
        """Say whether the session of a browser's cookie stands."""
        secret = client.cookies.get(host, {}).get("fd-session")
        return secret is not None and digest(secret) in {row.token_digest for row in self.sessions()}

    def _rows(self, table: type[Table]) -> list[Any]:
        return self.store.transact(lambda ctx: ctx.all(ctx.across_accounts(table)))


def sign_in_root(client: Client, email: str, password: str, **ticks: bool) -> Page:
    """Go through both pages of the root user, and put off registering a device where that is asked."""
    page = client.get("/signin").press("Next", {"Root user e-mail address": email})
    ticked = {"Remember this e-mail address": True} if ticks else {}
    came = page.press("Sign in", {"Password": password, **ticked})
    return came.follow("Not now") if came.path == "/session/register-device" else came


def sign_in_user(client: Client, account: str, user: str, password: str, *, remember: bool = False) -> Page:
    """Fill in the page of IAM users."""
    typed = {"Account ID or alias": account, "User name": user, "Password": password}
    return client.get("/signin/iam").press("Sign in", {**typed, "Remember this account and user name": remember})


def masked(answer_html: str, *typed: str) -> str:
    """Return a page without what has to differ: references, form tokens, puzzles and what was typed."""
    for words in typed:
        answer_html = answer_html.replace(words, "TYPED")
    hidden = r'(name="(?:token|puzzle_ticket)" value=)"[^"]*"'
    without = re.sub(r"FD-[2-9A-Z]{4}-[2-9A-Z]{4}", "FD-REFERENCE", re.sub(hidden, r'\1"X"', answer_html))
    return re.sub(r'data-puzzle="[^"]*"', 'data-puzzle="X"', without)
