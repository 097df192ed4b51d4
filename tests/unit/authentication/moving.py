"""Root at a desk, on the way to another e-mail address, and whoever reads the mailboxes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from frontdesk.authentication import attempts
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.tables import Attempt, SessionRow
from frontdesk.core.callers import Caller
from frontdesk.core.secret import Password
from frontdesk.directory import accounts
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.world import ROOT_PASSWORD, World

OLD, NEW = "example@example.org", "owner@quay.example"
Result = TypeVar("Result")


def letters(world: World, message: str) -> list[Mail]:
    def read(ctx: Context) -> list[Mail]:
        rows = ctx.all(
            ctx.across_accounts(OutboxRow).where(OutboxRow.message == message).order_by(OutboxRow.created_at)
        )
        opened = [delivery.opened(ctx, row) for row in rows if row.state != "discarded"]
        return [mail for mail in opened if mail]

    return world.run(read)


@dataclass
class Desk:
    """A browser in which root is signed in."""

    world: World
    account_id: str
    session: str
    browser: str = "browser"

    def run(self, at: Progress, work: Callable[[Context, Attempt], Result]) -> Result | None:
        def run(ctx: Context) -> Result | None:
            attempt = attempts.find(ctx, at.token, self.browser)
            return work(ctx, attempt) if attempt else None

        return self.world.run(run)

    def ask(self, email: str = NEW, password: str = ROOT_PASSWORD) -> Progress:
        self.world.move(seconds=1)
        claim = Claim(self.browser, email=email, account=self.account_id, session=self.session)
        asked = self.world.run(lambda ctx: attempts.open(ctx, "replace_root_email", claim))
        shown = self.offer(asked, Factor.PASSWORD, password)
        assert shown
        if shown.refused is None:
            self.run(shown, attempts.again)
        return shown

    def offer(self, at: Progress, factor: Factor, typed: str) -> Progress | None:
        return self.run(at, lambda ctx, attempt: attempts.offer(ctx, attempt, at.token, factor, Password(typed)))

    def prove(self, email: str = NEW) -> Progress:
        asked = self.ask(email)
        code = letters(self.world, "root_email_code")[-1].fields["code"]
        proven = self.offer(asked, Factor.MAILED_CODE, code)
        assert proven
        assert proven.proven
        return proven

    def finish(self, at: Progress) -> Outcome | None:
        return self.run(at, lambda ctx, attempt: attempts.complete(ctx, attempt, Form()))

    def move(self, email: str = NEW) -> None:
        assert self.finish(self.prove(email)) == Outcome(account_id=self.account_id)


def sign_in(world: World, email: str, password: str = ROOT_PASSWORD, browser: str = "browser") -> str | None:
    def run(ctx: Context) -> str | None:
        begun = attempts.open(ctx, "sign_in_root", Claim(browser, email=email))
        tried = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, Password(password))
        started = attempts.complete(ctx, tried.attempt, Form()).session if tried.proven else None
        return started.session.id if started else None

    return world.run(run)


def email(world: World, root: Caller) -> str:
    account = world.run(lambda ctx: accounts.find(ctx, root.account_id))
    assert account
    return account.email


def secret(world: World) -> str:
    [mail] = letters(world, "root_email_can_be_stopped")
    return mail.fields["stop_link"].partition("change=")[2]


def stop(world: World, link: str, browser: str = "another browser") -> Outcome | str | None:
    def run(ctx: Context) -> Outcome | str | None:
        begun = attempts.open(ctx, "take_back", Claim(browser, link=link))
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.TAKE_BACK, Password(link))
        return shown.refused.reason if shown.refused else attempts.complete(ctx, shown.attempt, Form())

    return world.run(run)


def live(world: World) -> set[str]:
    rows = world.run(lambda ctx: ctx.all(ctx.across_accounts(SessionRow)))
    return {row.id for row in rows if row.ended_at is None}


def reset(world: World, address: str, browser: str = "resetter") -> list[str]:
    """Ask for a mailed reset and return which mails came."""
    before = len(world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow))))
    world.run(lambda ctx: attempts.open(ctx, "reset_root_password", Claim(browser, email=address)))
    rows = world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at)))
    return [f"{row.message} {row.state}" for row in rows[before:]]
