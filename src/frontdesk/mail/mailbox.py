"""The embedded mailbox: what was sent on a machine that has no mail server, readable on that machine only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_

from frontdesk.core.errors import NotFound
from frontdesk.core.settings import Settings
from frontdesk.mail.messages import WrongMail
from frontdesk.mail.rendering import Rendered, render
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow

_UNREADABLE = "(cannot be shown)"


@dataclass(frozen=True)
class Letter:
    """A mail in the list. ``state`` is waiting, delivered or dead; ``due_at`` is the next try while waiting."""

    id: str
    message: str
    to: str
    subject: str
    at: datetime
    state: str
    tries: int
    due_at: datetime | None
    fault: str | None


@dataclass(frozen=True)
class Opened:
    """A mail with its contents."""

    letter: Letter
    text: str
    html: str


def is_open(settings: Settings) -> bool:
    """Say whether there is a mailbox: no mail server, and a server that only this machine reaches."""
    return settings.loopback and not settings.mail_host


def list(ctx: Context, limit: int = 20, before: str | None = None) -> Sequence[Letter]:
    """Return mails of all accounts, newest first, those after the one with id ``before`` in that order.

    Rows made for unknown addresses were never mails and are left out. Raises NotFound where there is no mailbox.
    """
    _must_be_open(ctx)
    query = select(OutboxRow).where(OutboxRow.state != "discarded")
    last = ctx.db.get(OutboxRow, before) if before else None
    if last is not None:
        query = query.where(tuple_(OutboxRow.created_at, OutboxRow.id) < (last.created_at, last.id))
    rows = ctx.all(query.order_by(OutboxRow.created_at.desc(), OutboxRow.id.desc()).limit(limit))
    return [_open(ctx, row).letter for row in rows]


def read(ctx: Context, id: str) -> Opened:
    """Return one mail; raises NotFound for an unknown id, a discarded row, and where there is no mailbox."""
    _must_be_open(ctx)
    row = ctx.db.get(OutboxRow, id)
    if row is None or row.state == "discarded":
        raise NotFound("There is no such mail.")
    return _open(ctx, row)


def _must_be_open(ctx: Context) -> None:
    if not is_open(ctx.settings):
        raise NotFound("There is no mailbox here: mail leaves through a mail server.")


def _open(ctx: Context, row: OutboxRow) -> Opened:
    mail = delivery.opened(ctx, row)
    try:
        shown = render(mail, ctx.settings) if mail else Rendered(_UNREADABLE, "", "")
    except WrongMail:
        shown = Rendered(_UNREADABLE, "", "")
    due = row.due_at if row.state == "waiting" else None
    to = mail.to if mail else _UNREADABLE
    letter = Letter(row.id, row.message, to, shown.subject, row.created_at, row.state, row.tries, due, row.fault)
    return Opened(letter, shown.text, shown.html)
