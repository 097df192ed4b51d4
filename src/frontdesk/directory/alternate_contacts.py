"""The three alternate contacts of an account, and who hears of what (behaviour 5.3)."""

from __future__ import annotations

from frontdesk.directory import accounts
from frontdesk.directory.tables import AlternateContact
from frontdesk.store.context import Context

BILLING, OPERATIONS, SECURITY = "BILLING", "OPERATIONS", "SECURITY"
TYPES = (BILLING, OPERATIONS, SECURITY)


def find(ctx: Context, type: str) -> AlternateContact | None:
    """Return the bound account's contact of a type, or None."""
    return ctx.first(ctx.select(AlternateContact).where(AlternateContact.type == type))


def addresses(ctx: Context, type: str) -> tuple[str, ...]:
    """Return who hears of a matter of this type: the root user always, and the contact where there is one."""
    contact = find(ctx, type)
    known = [accounts.bound(ctx).email, *([contact.email] if contact else [])]
    return tuple({accounts.email_key(email): email for email in known}.values())
