"""Tables and units of work that only tests use; kept apart from the product's own tables."""

from __future__ import annotations

from sqlalchemy import Engine, MetaData
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.outbox import Mail


class Trial(Table):
    """A table that no migration makes."""

    __abstract__ = True
    metadata = MetaData()


class Counter(Trial):
    """A number with a name."""

    __tablename__ = "trial_counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    value: Mapped[int]


def make(engine: Engine) -> None:
    """Make the tables."""
    Trial.metadata.create_all(engine)


def event(name: str) -> Event:
    """An event about the thing with this name."""
    return Event("Count", "trial.amazonaws.com", "111122223333", {"type": "Root"}, resource_name=name)


def mail(name: str, *, to: str = "root@example.org", discard: bool = False) -> Mail:
    """A mail about the thing with this name."""
    fields = {
        "account_id": "111122223333",
        "reset_link": "http://localhost:8080/recovery/root-password",
        "at": "2026-11-23T09:41:00+00:00",
        "address": "192.0.2.44",
        "reference": name,
    }
    return Mail("root_password_changed", to, fields, account_id="111122223333", discard=discard)


def write(ctx: Context, name: str) -> None:
    """Do what most operations do: change a row, record it, tell somebody."""
    ctx.add(Counter(name=name, account_id="111122223333", value=1))
    ctx.record(event(name))
    ctx.send(mail(name))
