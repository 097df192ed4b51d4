"""Closed cases are kept for a year, then forgotten with everything in them: reports, files, words, notices."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from frontdesk.store.context import Context
from frontdesk.support.abuse import states
from frontdesk.support.abuse.tables import AbuseCase, AbuseFile, AbuseMessage, AbuseNotice, AbuseReport

KEPT = timedelta(days=365)
_BATCH = 50


def forget_old(ctx: Context) -> bool:
    """Forget at most fifty cases; return whether more waits. A suspension that such a case led to stays."""
    ended = (states.CLOSED, states.JOINED)
    query = ctx.across_accounts(AbuseCase).where(AbuseCase.state.in_(ended), AbuseCase.changed_at <= ctx.now - KEPT)
    found = [one.id for one in ctx.all(query.limit(_BATCH))]
    made = select(AbuseReport.id).where(AbuseReport.case_id.in_(found))
    ctx.db.execute(delete(AbuseFile).where(AbuseFile.report_id.in_(made)))
    for table in (AbuseReport, AbuseMessage, AbuseNotice):
        ctx.db.execute(delete(table).where(table.case_id.in_(found)))
    ctx.db.execute(delete(AbuseCase).where(AbuseCase.id.in_(found)))
    return len(found) == _BATCH
