"""What is to be delivered once the transaction that asked for it stands (architecture 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class OutboxRow(Table):
    """One delivery. ``sealed`` holds recipient and fields, readable only with the keyring.

    ``state`` is ``waiting``, ``delivered``, ``discarded`` (made for an unknown claim, so that known and
    unknown ones cost the same) or ``dead`` (given up after the last try). The id is the idempotency key.
    """

    __tablename__ = "outbox"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str | None]
    message: Mapped[str]
    sealed: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int]
    claimed_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    fault: Mapped[str | None]

    __table_args__ = (Index("ix_outbox_state_due_at", "state", "due_at"),)


@dataclass(frozen=True)
class Mail:
    """A message to send: the name of its folder in ``mail/messages`` and the fields it needs.

    ``discard`` writes the row but never delivers it.
    """

    message: str
    to: str
    fields: Mapping[str, str] = field(default_factory=dict)
    locale: str = "en"
    account_id: str | None = None
    discard: bool = False
