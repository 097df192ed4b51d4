"""An account with people in it, each of whom can sit down at the console."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import select

from frontdesk.authentication import attempts, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form
from frontdesk.authentication.sessions import Session
from frontdesk.core.callers import Origin
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.directory import accounts, aliases, inline_policies, users
from frontdesk.directory.accounts import NewAccount
from frontdesk.edge.pools import Pools
from frontdesk.operations import catalogue
from frontdesk.operations.perform import Desk, perform
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow
from frontdesk.store.outbox import Mail, OutboxRow
from frontdesk.web.door import PageRequest
from frontdesk.web.site import build_pages
from tests.pages.client import Client

Result = TypeVar("Result")
ROOT_PASSWORD, PASSWORD = "Harbour-root-1", "Harbour-user-1"
EMAIL = "owner@harbour-books.example"  # of the office with the usual name
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


class Office:
    """One account with an alias made from its name, such as ``harbour-books``; it begins with its root user only."""

    def __init__(self, desk: Desk, pools: Pools, name: str = "Harbour Books") -> None:
        self.desk, self.pools, self.store, self.name = desk, pools, desk.store, name
        self.alias = name.lower().replace(" ", "-")
        self.email = f"owner@{self.alias}.example"
        self.account_id = self.store.transact(self._open, writes=True)

    def _open(self, ctx: Context) -> str:
        account = accounts.create(ctx, NewAccount(self.name, self.email))
        within = ctx.within(account.id)
        passwords.put(within, account.id, Password(ROOT_PASSWORD), lineage=[])
        aliases.create(within, self.alias)
        return account.id

    def run(self, function: Callable[[Context], Result]) -> Result:
        """Run a function in a unit of work bound to the account."""
        return self.store.transact(lambda ctx: function(ctx.within(self.account_id)), writes=True)

    def user(self, name: str, *statements: Mapping[str, Any], console: bool = True) -> None:
        """Make a user with a policy of these statements, and with :data:`PASSWORD` unless told otherwise."""

        def make(ctx: Context) -> None:
            user = users.create(ctx, name)
            if statements:
                text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
                inline_policies.put(ctx, user, "given", text)
            if console:
                passwords.put(ctx, user.id, Password(PASSWORD), lineage=[])

        self.run(make)

    def sign_in(self, name: str | None = None, password: str | None = None) -> str | None:
        """Sign in as a user, or as root where no name is given; return the session's secret, None when refused."""
        claim = Claim("browser", account=self.account_id, user=name) if name else Claim("browser", email=self.email)
        typed = Password(password or (PASSWORD if name else ROOT_PASSWORD))

        def attempt(ctx: Context) -> str | None:
            begun = attempts.open(ctx, "sign_in_iam_user" if name else "sign_in_root", claim)
            tried = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, typed)
            started = attempts.complete(ctx, tried.attempt, Form()).session if tried.proven else None
            return started.secret if started else None

        return self.store.transact(attempt, origin=Origin(address="198.51.100.7", agent=AGENT), writes=True)

    def at_desk(self, name: str | None = None) -> Client:
        """Return the browser of somebody who has just signed in."""
        secret = self.sign_in(name)
        assert secret is not None

        def resolve(request: PageRequest) -> Session | None:
            return self.store.transact(lambda ctx: sessions.resolve(ctx, secret))

        return Client(build_pages(self.desk, self.pools, resolve))

    def perform(self, name: str | None, operation: str, **params: Any) -> dict[str, Any]:
        """Perform an operation of IAM as somebody, without a page."""
        secret = self.sign_in(name)
        session = self.store.transact(lambda ctx: sessions.resolve(ctx, secret or ""))
        assert session is not None
        return perform(self.desk, catalogue.operation("iam", operation), session.caller, Origin(), params)

    def events(self, name: str) -> list[EventRow]:
        """Return the events of one name, oldest first."""
        return self.run(lambda ctx: ctx.all(ctx.select(EventRow).where(EventRow.name == name).order_by(EventRow.at)))

    def outbox(self, message: str) -> list[Mail]:
        """Return the mails of one kind that wait to be sent for the account."""
        query = select(OutboxRow).where(OutboxRow.message == message)

        def read(ctx: Context) -> list[Mail]:
            found = [delivery.opened(ctx, row) for row in ctx.all(query)]
            return [mail for mail in found if mail is not None and mail.account_id == self.account_id]

        return self.run(read)
