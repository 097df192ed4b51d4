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


def send(ctx: Context, what: str, how: str, by: By) -> None:
    """Mail root what was ``changed`` or ``deleted``: ``name``, ``primary``, or the type of an alternate contact.

    The bound account gets an event with the reference in the mail.
    """
    account, reference = accounts.bound(ctx), ids.reference(ctx.entropy)
    changed = {"part": what, "how": how, "byKind": by.kind, "byName": by.name}
    ctx.record(
        Event(
            name="ContactNoticeSent",
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
        "part_changed": what,
        "how": how,
        "by_kind": by.kind,
        "by_name": by.name,
        "link": f"{ctx.settings.public_origin}/console/account",
        "at": ctx.now.isoformat(timespec="seconds"),
        "address": ctx.origin.address or "-",
        "reference": reference,
    }
    for to in root_email.told(ctx, account):
        ctx.send(Mail("contact_changed", to, fields, account_id=account.id))
