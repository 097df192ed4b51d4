"""What time does to notices: a reminder at half time, and a mark when an answer is overdue. Staff decide the rest."""

from __future__ import annotations

from frontdesk.store.context import Context
from frontdesk.support.abuse import mails, states, talk
from frontdesk.support.abuse.tables import AbuseNotice

_BATCH = 50


def keep(ctx: Context) -> bool:
    """Remind and mark what is due, at most fifty notices each; return whether more waits. Twice is the same as once."""
    waiting = ctx.across_accounts(AbuseNotice).where(AbuseNotice.state == states.SENT)
    late = ctx.all(waiting.where(AbuseNotice.due_at <= ctx.now, AbuseNotice.overdue_at.is_(None)).limit(_BATCH))
    for notice in late:
        _mark(ctx, notice)
    soon = ctx.all(waiting.where(AbuseNotice.remind_at <= ctx.now, AbuseNotice.due_at > ctx.now).limit(_BATCH))
    for notice in soon:
        _remind(ctx, notice)
    return len(late) == _BATCH or len(soon) == _BATCH


def _mark(ctx: Context, notice: AbuseNotice) -> None:
    notice.overdue_at, notice.remind_at = ctx.now, None
    matter = states.case_of(ctx, notice.case_id)
    talk.say(ctx, matter, talk.CLOCK, f"The answer of account {notice.account_id} is overdue.")
    matter.changed_at = ctx.now


def _remind(ctx: Context, notice: AbuseNotice) -> None:
    notice.remind_at = None
    assert notice.due_at is not None
    number = states.case_of(ctx, notice.case_id).number
    mails.to_account(ctx, notice, number, "abuse_reminder", until=notice.due_at.isoformat())
