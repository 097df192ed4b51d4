"""What a unit of work holds (architecture 7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, insert, inspect, select
from sqlalchemy.orm import Session

from frontdesk.core import ids
from frontdesk.core.callers import Caller, Origin
from frontdesk.core.entropy import Entropy
from frontdesk.core.errors import Internal
from frontdesk.core.keyring import Keyring
from frontdesk.core.settings import Settings
from frontdesk.store import entities
from frontdesk.store.base import Table
from frontdesk.store.events import Event, EventRow
from frontdesk.store.memory import Memory
from frontdesk.store.outbox import Mail, OutboxRow
from frontdesk.store.prepared import Prepared
from frontdesk.store.unit import Unit

Row = TypeVar("Row", bound=Table)
OUTBOX_PURPOSE = "outbox"
NEW_EVENT: Prepared[Any] = Prepared(insert(EventRow))


def _anything(_mail: Mail) -> None:
    """Let any mail through."""


def _nobody() -> None:
    """Wake nobody."""


def _never() -> bool:
    """Find nothing outdated."""
    return False


class Outdated(Exception):
    """What a unit of work has read was changed meanwhile; ``transact`` runs it again."""


@dataclass(frozen=True)
class Context:
    """One unit of work: its database transaction, its single moment, who acts and from where.

    ``account_id`` is the tenant that ``select`` is bound to; ``within`` gives a context
    bound to another one. ``after`` runs once the unit of work stands; ``ring`` is what wakes the worker then.
    ``notes`` are what its parts tell each other. ``stamp`` is from before anything was read: while it stands, so
    does what was read (``store.freshness``).
    """

    unit: Unit
    now: datetime
    entropy: Entropy
    settings: Settings
    keyring: Keyring
    origin: Origin
    memory: Memory
    caller: Caller | None = None
    account_id: str | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    after: list[Callable[[], None]] = field(default_factory=list)
    check_mail: Callable[[Mail], None] = _anything
    ring: Callable[[], None] = _nobody
    stamp: int | None = None
    is_outdated: Callable[[], bool] = _never

    @property
    def db(self) -> Session:
        """The session in which rows are changed."""
        return self.unit.session

    def within(self, account_id: str | None) -> Context:
        """Return the same unit of work bound to another account."""
        return self.but(account_id=account_id)

    def acting(self, caller: Caller) -> Context:
        """Return the same unit of work with a caller, bound to the caller's account."""
        return self.but(caller=caller, account_id=caller.account_id)

    def but(self, **changes: Any) -> Context:
        """Return the same unit of work with other fields; ``dataclasses.replace`` takes several times as long."""
        made = object.__new__(Context)
        made.__dict__.update(self.__dict__, **changes)
        return made

    def select(self, table: type[Row]) -> Select[Row]:
        """Return a query over one account's rows; raises Internal when no account is bound."""
        return select(table).where(table.account_id == self._tenant())  # type: ignore[attr-defined]

    def _tenant(self) -> str:
        if self.account_id is None:
            raise Internal(cause="rows of an account were asked for without one")
        return self.account_id

    def across_accounts(self, table: type[Row]) -> Select[Row]:
        """Return a query over all accounts' rows; only the modules that a test lists may call this."""
        return select(table)

    def first(self, query: Select[Row]) -> Row | None:
        """Return the first row of a query, or None; reading it again by its key costs nothing."""
        return self._kept(self.db.scalars(query.limit(1)).first())

    def read(self, prepared: Prepared[Any], **values: Any) -> Sequence[Any]:
        """Return the columns of a query of ``bound`` with these values in it; no entities, so nothing to change.

        What this unit of work has changed is written first. Raises Internal when no account is bound.
        """
        self.unit.flush()
        return self.unit.run(prepared, {"account": self._tenant(), **values})

    def by_key(self, table: type[Row], key: str) -> Row | None:
        """Return the row with this key, whosever it is, or None; a unit of work reads it once."""
        held = self.db.identity_map.get((table, (key,), None))
        return held or self.ready(_by_key(table), key=key)

    def ready(self, prepared: Prepared[Row], **values: object) -> Row | None:
        """Return the one entity of a query of whole rows that was made beforehand, with these values in it, or None.

        The bound account's id is ``account`` in it (see ``bound``).
        """
        rows = self.unit.run(prepared, {"account": self.account_id, **values})
        return self._kept(entities.entity(self.db, prepared, rows[0])) if rows else None

    def _kept(self, row: Row | None) -> Row | None:
        # the session itself forgets rows that nobody holds
        self.db.info.setdefault("rows", []).append(row)
        return row

    def all(self, query: Select[Row]) -> list[Row]:
        """Return every row of a query."""
        return list(self.db.scalars(query))

    def count(self, query: Select[Row]) -> int:
        """Return how many rows a query has."""
        return self.db.scalar(select(func.count()).select_from(query.subquery())) or 0

    def add(self, row: Row) -> Row:
        """Store a new row and return it, with the changes made before it written first."""
        self.db.add(row)
        self.db.flush()
        return row

    def delete(self, row: Table) -> None:
        """Remove a row."""
        self.db.delete(row)
        self.db.flush()

    def go_on_if_fresh(self) -> None:
        """After long computing and before the first write: begin again at once if the write would be refused.

        Raises Outdated; on PostgreSQL, which tells only at the end, never.
        """
        if self.is_outdated():
            raise Outdated

    def record(self, event: Event) -> str:
        """Write an event in this transaction and return its id."""
        columns = event_columns(self, event)
        self.unit.run(NEW_EVENT, columns)
        return str(columns["id"])

    def send(self, mail: Mail) -> None:
        """Put a mail into the outbox; it leaves only if this unit of work commits.

        Raises whatever the store's ``check_mail`` raises for an unknown message or wrong fields.
        """
        self.check_mail(mail)
        body = json.dumps({"to": mail.to, "fields": dict(mail.fields), "locale": mail.locale})
        row = OutboxRow(
            id=ids.unique(self.entropy),
            account_id=mail.account_id or self.account_id,
            message=mail.message,
            sealed=self.keyring.seal(body, OUTBOX_PURPOSE),
            state="discarded" if mail.discard else "waiting",
            created_at=self.now,
            due_at=self.now,
            tries=0,
        )
        self.db.add(row)
        self.after.append(self.ring)


def bound(table: type[Row], *columns: Any) -> Select[Any]:
    """Return a query over the rows of the account that is bound when it is run, to be prepared once.

    Run it, prepared, with Context.ready, or where it names columns of the table with Context.read.
    """
    return select(*(columns or (table,))).where(table.account_id == bindparam("account"))  # type: ignore[attr-defined]


@cache
def _by_key(table: type[Row]) -> Prepared[Row]:
    [key] = inspect(table).primary_key
    return Prepared(select(table).where(key == bindparam("key")))


def event_columns(ctx: Context, event: Event) -> dict[str, Any]:
    """Return the columns of an event's row, with its CloudTrail record (behaviour 9.1, wire 9.4)."""
    id = ids.unique(ctx.entropy)
    return {
        "id": id,
        "account_id": event.account_id,
        "at": ctx.now,
        "name": event.name,
        "source": event.source,
        "principal_id": event.identity.get("principalId"),
        "user_name": event.identity.get("userName"),
        "access_key_id": event.identity.get("accessKeyId") or None,
        "resource_type": event.resource_type,
        "resource_name": event.resource_name,
        "read_only": event.read_only,
        "reference": event.reference,
        "attempt_id": event.attempt_id,
        "record": _record(ctx, event, id),
    }


def _record(ctx: Context, event: Event, id: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        "eventVersion": "1.08",
        "userIdentity": event.identity,
        "eventTime": ctx.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": event.source,
        "eventName": event.name,
        "awsRegion": ctx.origin.region,
        "sourceIPAddress": ctx.origin.address,
        "userAgent": ctx.origin.agent,
        "requestParameters": event.request,
        "responseElements": event.response,
        "requestID": ctx.origin.request_id,
        "eventID": id,
        "readOnly": event.read_only,
        "eventType": event.type,
        "managementEvent": True,
        "recipientAccountId": event.account_id,
        "eventCategory": "Management",
    }
    optional = {
        "errorCode": event.error_code,
        "errorMessage": event.error_message,
        "additionalEventData": event.additional,
        "reference": event.reference,
    }
    return record | {name: value for name, value in optional.items() if value is not None} | event.details
