"""From what a person was shown after a refusal to what was written down about it (architecture 8)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core import ids
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow

_LONGEST = 128


@dataclass(frozen=True)
class Found:
    """The events that carry a reference, oldest first, and the attempt they belong to, if any."""

    reference: str
    events: tuple[EventRow, ...]
    attempt_id: str | None


def find(ctx: Context, quoted: str, *, everywhere: bool = False) -> Found | None:
    """Return what a reference such as ``FD-7K3M-Q2XP``, or the request id of a refused AWS request, stands for.

    Only the bound account's events are looked at, so that another account's reference is like one that never was.
    ``everywhere`` looks at all accounts, and at events that belong to none, such as tries with unknown names: it is
    for the operator only, and whoever passes it has authorised that. References are read without regard to case,
    spaces and hyphens; request ids have to be exact.
    """
    reference = ids.read_reference(quoted) or quoted.strip()
    if not reference or len(reference) > _LONGEST:
        return None
    query = ctx.across_accounts(EventRow) if everywhere else ctx.select(EventRow)
    rows = ctx.all(query.where(EventRow.reference == reference).order_by(EventRow.at, EventRow.id))
    if not rows:
        return None
    return Found(reference, tuple(rows), next((row.attempt_id for row in rows if row.attempt_id), None))
