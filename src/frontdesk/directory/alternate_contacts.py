"""The three alternate contacts of an account, and who hears of what (behaviour 5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from frontdesk.directory import accounts, root_email, standing
from frontdesk.directory.tables import AlternateContact
from frontdesk.store.context import Context

BILLING, OPERATIONS, SECURITY = "BILLING", "OPERATIONS", "SECURITY"
TYPES = (BILLING, OPERATIONS, SECURITY)


@dataclass(frozen=True)
class Person:
    """Who is told: the lengths of these are the service model's."""

    name: str
    title: str
    email: str
    phone: str


def find(ctx: Context, type: str) -> AlternateContact | None:
    """Return the bound account's contact of a type, or None."""
    return ctx.first(ctx.select(AlternateContact).where(AlternateContact.type == type))


def put(ctx: Context, type: str, person: Person, *, lineage: Sequence[str]) -> bool:
    """Set the bound account's contact of a type, in place of the former one; return whether that changed anything.

    ``lineage`` names the classes of whoever sets it: none for root itself (recovery 2.2). Whoever repeats what is there
    adds nothing to it, but that root itself makes it root's.
    """
    row = find(ctx, type)
    given = {name: value.strip() for name, value in asdict(person).items()}
    if row is not None and all(getattr(row, name) == value for name, value in given.items()):
        row.lineage = row.lineage if lineage else []
        return False
    if row is not None:
        ctx.delete(row)
    facts = {"lineage": list(lineage), "changed_at": ctx.now}
    ctx.add(AlternateContact(account_id=ctx.account_id or "", type=type, **given, **facts))
    return True


def remove(ctx: Context, contact: AlternateContact) -> None:
    """Take a contact away; root still hears of everything."""
    ctx.delete(contact)


def addresses(ctx: Context, type: str) -> tuple[str, ...]:
    """Return who hears of a matter of this type: the root user always, and the contact where there is one.

    Root's former address hears of it too, for as long as a change of it can be undone. Of an account that is closed for
    good nobody hears any more.
    """
    if accounts.bound(ctx).state == standing.PERMANENTLY_CLOSED:
        return ()
    contact = find(ctx, type)
    known = [*root_email.told(ctx, accounts.bound(ctx)), *([contact.email] if contact else [])]
    return tuple({accounts.email_key(email): email for email in known}.values())


def everybody(ctx: Context) -> tuple[str, ...]:
    """Return every address that hears of what concerns the whole account: root and all contacts, each once."""
    known = [email for type in TYPES for email in addresses(ctx, type)]
    return tuple({accounts.email_key(email): email for email in known}.values())
