"""What an account holds, table by table: what outlives it, and what of it its owner may take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from frontdesk.store import archive, erasure
from frontdesk.store.archive import Manifest
from frontdesk.store.context import Context

# that the account was, what it owed and paid, whose address it had, what it was warned of, who did what; its cards go
# once their processor has forgotten them (billing.turns)
KEPT = frozenset(
    {
        "abuse_messages",
        "abuse_notices",
        "accounts",
        "aliases",
        "attempts",
        "bills",
        "charges",
        "errands",
        "events",
        "outbox",
        "payment_methods",
        "payments",
        "root_email_changes",
    }
)
_PROCESSOR = frozenset({"customer", "token", "secret"})
# Only these tables leave the house, each without these columns. A new table stays inside until somebody puts it here.
EXPORTED: Mapping[str, frozenset[str]] = {
    "access_keys": frozenset({"sealed_secret"}),
    "accounts": frozenset({"email_key", "version", "operator", "epoch", "told", "erased_at", "contact_lineage"}),
    "aliases": frozenset(),
    "alternate_contacts": frozenset({"lineage"}),
    "attachments": frozenset(),
    "bills": frozenset({"collecting"}),
    "case_messages": frozenset({"author_id"}),
    "cases": frozenset({"key_digest", "sealed", "address_key", "assignee_id", "assignee_name"}),
    "charges": frozenset(),
    "enabled_regions": frozenset(),
    "events": frozenset(),
    "groups": frozenset({"name_key"}),
    "inline_policies": frozenset(),
    "managed_policies": frozenset({"name_key"}),
    "memberships": frozenset(),
    "mfa_devices": frozenset({"sealed_seed", "drift", "last_step", "public_key", "sign_count", "lineage"}),
    "organization_members": frozenset(),
    "organization_policies": frozenset(),
    "organization_policy_attachments": frozenset(),
    "organizational_units": frozenset(),
    "organizations": frozenset(),
    "passwords": frozenset({"hash", "previous", "lineage"}),
    "payment_methods": _PROCESSOR | {"setup", "default_for", "lineage", "wants_default", "told"},
    "payments": _PROCESSOR | {"open_for", "reference"},
    "policy_versions": frozenset(),
    "sessions": frozenset({"token_digest", "browser_digest", "label"}),
    "users": frozenset({"name_key"}),
}


def export(ctx: Context, account_id: str, file: IO[bytes]) -> Manifest:
    """Write what the account holds into ``file`` as a zip of JSON Lines with a manifest; no secret is in it.

    Rows are read a few at a time, so that the largest account needs no more memory than the smallest. ``file`` is
    written from its beginning, also when the unit of work runs again.
    """
    return archive.write(ctx, account_id, EXPORTED, file)


def erase(ctx: Context, account_id: str, most: int) -> int:
    """Delete at most ``most`` rows of an account that is closed for good; return how many went."""
    return erasure.erase(ctx, account_id, KEPT, most)
