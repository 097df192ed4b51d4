"""The operator's view: names that matched nobody, and mail that was given up."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import unknown_claims
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow


@operation("frontdesk:ListUnknownClaims", resource=for_staff)
def list_unknown_claims(ctx: Context, *, max_items: int = 50) -> dict[str, Any]:
    """List attempts whose claim matched nobody, newest first, as keyed digests: equal ones were typed alike."""
    return {"UnknownClaims": [unknown_claims.facts(one) for one in unknown_claims.newest(ctx, max_items)]}


@operation("frontdesk:ListDeadMails", resource=for_staff)
def list_dead_mails(ctx: Context, *, max_items: int = 50) -> dict[str, Any]:
    """List mails that were given up, newest first; neither recipient nor contents."""
    return {"DeadMails": [_dead(row) for row in delivery.dead(ctx, max_items)]}


def _dead(row: OutboxRow) -> dict[str, Any]:
    return {
        "MailId": row.id,
        "Message": row.message,
        "AccountId": row.account_id,
        "CreatedAt": row.created_at,
        "FinishedAt": row.finished_at,
        "Tries": row.tries,
        "Fault": row.fault,
    }


@operation("frontdesk:RequeueMail", resource=for_staff)
def requeue_mail(ctx: Context, *, mail_id: str) -> None:
    """Let a given-up mail be tried again."""
    delivery.requeue(ctx, mail_id)
