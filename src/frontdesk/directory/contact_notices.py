"""Telling root that contact data of the account was changed (behaviour 5.3, recovery 3.2)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core import ids
from frontdesk.directory import accounts, root_email
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.outbox import Mail

ROOT, USER, MANAGEMENT, HOST = "root", "user", "management", "host"
NAME, PRIMARY = "name", "primary"


@dataclass(frozen=True)
class By:
    """Who changed it: a kind of the above, and the name or account behind it."""

    kind: str
    name: str


@dataclass(frozen=True)
class Change:
    """What was ``changed`` or ``deleted``: ``name``, ``primary``, or the type of an alternate contact.

    ``mailed`` says whether root hears of it by mail, or finds it in the events only.
    """

    part: str
    how: str
    mailed: bool


def send(ctx: Context, change: Change, by: By) -> None:
    """Write an event of the bound account, and mail root with its reference."""
    account, reference = accounts.bound(ctx), ids.reference(ctx.entropy)
    changed = {"part": change.part, "how": change.how, "byKind": by.kind, "byName": by.name, "mailed": change.mailed}
    ctx.record(
        Event(
            name="ContactDataChanged",
            source="account.amazonaws.com",
            type="AwsServiceEvent",
            account_id=account.id,
            identity={"type": "AWSService", "accountId": account.id},
            additional=changed,
            reference=reference,
        )
    )
    fields = {
        "account_id": account.id,
        "part_changed": change.part,
        "how": change.how,
        "by_kind": by.kind,
        "by_name": by.name,
        "link": f"{ctx.settings.public_origin}/console/account",
        "at": ctx.now.isoformat(timespec="seconds"),
        "address": ctx.origin.address or "-",
        "reference": reference,
    }
    for to in root_email.told(ctx, account) if change.mailed else ():
        ctx.send(Mail("contact_changed", to, fields, account_id=account.id))
