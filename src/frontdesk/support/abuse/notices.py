"""What an account hears of an abuse case, answers, and what follows when it does not (behaviour 7.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from frontdesk.core.errors import LimitExceeded, NotFound, ValidationError
from frontdesk.directory import accounts, life_cycle
from frontdesk.directory.standing import SUSPENDED
from frontdesk.store.context import Context
from frontdesk.support.abuse import cases, mails, reporters, snapshots, states, talk
from frontdesk.support.abuse.reports import record
from frontdesk.support.abuse.tables import AbuseCase, AbuseFile, AbuseNotice
from frontdesk.support.abuse.withholding import Withholding

MOST_HOURS = 24 * 14
MOST_ANSWERS = 50
_TOLD = (states.SENT, states.ANSWERED, states.SETTLED)


def withholding(ctx: Context, matter: AbuseCase) -> Withholding:
    """Return what takes out every reporter of a case who did not permit to be named."""
    return Withholding(reporters.of(ctx, one) for one in states.reports(ctx, matter) if not one.permitted)


def preview(ctx: Context, matter: AbuseCase) -> list[dict[str, Any]]:
    """Return what an account would be shown of a case now; it is kept like that when the notice is sent."""
    without = withholding(ctx, matter)
    return [snapshots.of(ctx, report, without) for report in states.reports(ctx, matter)]


def send(ctx: Context, matter: AbuseCase, notice: AbuseNotice, words: str, hours: int | None = None) -> None:
    """Tell an account: its SECURITY contact and root user by mail, everybody allowed in the console.

    The deadline is ``hours`` from now, 24 unless the installation says otherwise. Raises ValidationError.
    """
    states.require_open(matter)
    if notice.state != states.MATCHED:
        raise ValidationError("The account was told already. Write to it instead.", field="AccountId")
    notice.words = withholding(ctx, matter).text(words.strip())
    notice.shown = preview(ctx, matter)
    notice.state, notice.sent_at = states.SENT, ctx.now
    due_at = _run(ctx, notice, hours)
    states.enter(ctx, matter, states.NOTIFIED)
    facts = {"caseNumber": matter.number, "kind": matter.kind}
    record(ctx, "AbuseReportReceived", notice.account_id, facts)
    record(ctx, "AbuseNoticeSent", notice.account_id, facts | {"answerUntil": _stamp(notice)})
    mails.to_account(
        ctx,
        notice,
        matter.number,
        "abuse_notice",
        until=due_at.isoformat(),
        text=mails.harmless(notice.words) or "-",
        facts=mails.harmless(snapshots.as_text(notice.shown)) or "-",
    )


def _run(ctx: Context, notice: AbuseNotice, hours: int | None) -> datetime:
    """Let a deadline run from now, with a reminder at half time."""
    wanted = ctx.settings.abuse_answer_hours if hours is None else hours
    if not 1 <= wanted <= MOST_HOURS:
        raise ValidationError("Give from 1 to {most} hours.", most=MOST_HOURS, field="Hours")
    length = timedelta(hours=wanted)
    notice.due_at, notice.remind_at, notice.overdue_at = ctx.now + length, ctx.now + length / 2, None
    return notice.due_at


def _stamp(notice: AbuseNotice) -> str:
    return notice.due_at.strftime("%Y-%m-%dT%H:%M:%SZ") if notice.due_at else ""


def _require_told(matter: AbuseCase, notice: AbuseNotice) -> None:
    states.require_open(matter)
    if notice.state not in _TOLD:
        raise ValidationError("The account was not told yet. Send the notice first.", field="AccountId")


def write(ctx: Context, matter: AbuseCase, notice: AbuseNotice, text: str) -> None:
    """Write to an account in its thread; raises ValidationError."""
    _require_told(matter, notice)
    kept = withholding(ctx, matter).text(cases.checked_text(text))
    talk.say(ctx, matter, talk.STAFF, kept, account_id=notice.account_id)
    matter.changed_at = ctx.now
    mails.to_account(ctx, notice, matter.number, "abuse_news", text=mails.harmless(kept))


def extend(ctx: Context, matter: AbuseCase, notice: AbuseNotice, hours: int) -> None:
    """Give an account ``hours`` from now to answer, also again after an answer that was none."""
    _require_told(matter, notice)
    notice.state, notice.more_time_at = states.SENT, None
    due_at = _run(ctx, notice, hours)
    states.enter(ctx, matter, matter.state if matter.state == states.ACTIONED else states.NOTIFIED)
    until = f"{due_at:%Y-%m-%d, %H:%M} UTC"
    talk.say(ctx, matter, talk.STAFF, f"New deadline: {until}.", account_id=notice.account_id)
    mails.to_account(ctx, notice, matter.number, "abuse_news", text=f"You have until {until} to answer.")


def remind(ctx: Context, matter: AbuseCase, notice: AbuseNotice) -> None:
    """Remind an account that owes an answer; raises ValidationError where it owes none."""
    _require_told(matter, notice)
    if notice.state != states.SENT or notice.due_at is None:
        raise ValidationError("The account owes no answer.", field="AccountId")
    notice.remind_at = None
    mails.to_account(ctx, notice, matter.number, "abuse_reminder", until=notice.due_at.isoformat())


def block(ctx: Context, matter: AbuseCase, notice: AbuseNotice, resource: str, text: str) -> None:
    """Write down that a resource is blocked, which the operator does where the resource is, and tell the account."""
    _require_told(matter, notice)
    if not resource.strip() or len(resource) > 500 or not resource.strip().isprintable():
        raise ValidationError("Name the resource that is blocked.", field="Resource")
    without = withholding(ctx, matter)
    notice.blocked, why = without.text(resource.strip()), without.text(cases.checked_text(text).strip())
    said = f"Blocked: {notice.blocked}\n\n{why}"
    talk.say(ctx, matter, talk.STAFF, said, account_id=notice.account_id)
    states.enter(ctx, matter, states.ACTIONED)
    record(ctx, "AbuseResourceBlocked", notice.account_id, {"caseNumber": matter.number, "resource": notice.blocked})
    mails.to_account(ctx, notice, matter.number, "abuse_news", text=mails.harmless(said))


def unblock(ctx: Context, matter: AbuseCase, notice: AbuseNotice) -> None:
    """Write down that a resource is free again, and tell the account."""
    if notice.blocked is None:
        raise ValidationError("Nothing is blocked.", field="AccountId")
    said, notice.blocked = f"No longer blocked: {notice.blocked}", None
    talk.say(ctx, matter, talk.STAFF, said, account_id=notice.account_id)
    record(ctx, "AbuseResourceUnblocked", notice.account_id, {"caseNumber": matter.number})
    mails.to_account(ctx, notice, matter.number, "abuse_news", text=mails.harmless(said))


def suspend(ctx: Context, matter: AbuseCase, notice: AbuseNotice) -> None:
    """Suspend an account for abuse; only once it was told and its time is over, or it is blocked already.

    Raises ValidationError, or WrongState for an account that cannot be suspended.
    """
    _require_told(matter, notice)
    if not (notice.overdue_at or notice.blocked or (notice.due_at and notice.due_at <= ctx.now)):
        raise ValidationError(
            "The account still has time to answer, and nothing of it is blocked. Block the resource first.",
            field="AccountId",
        )
    life_cycle.suspend(ctx, accounts.bound(ctx.within(notice.account_id)), "abuse")
    notice.suspended_at = ctx.now
    talk.say(ctx, matter, talk.STAFF, "The account was suspended.", account_id=notice.account_id)
    states.enter(ctx, matter, states.ACTIONED)


def reinstate(ctx: Context, matter: AbuseCase, notice: AbuseNotice) -> None:
    """Let an account that was suspended for this case work again; raises ValidationError for any other."""
    account = accounts.bound(ctx.within(notice.account_id))
    if notice.suspended_at is None or account.state != SUSPENDED or account.suspended_for != "abuse":
        raise ValidationError("The account is not suspended for this case.", field="AccountId")
    life_cycle.reinstate(ctx, account)
    notice.suspended_at = None
    talk.say(ctx, matter, talk.STAFF, "The account works again.", account_id=notice.account_id)
    matter.changed_at = ctx.now


# the account's side: everything below reads through the bound account only


def told(ctx: Context) -> list[AbuseNotice]:
    """Return what the bound account was told, newest first."""
    query = ctx.select(AbuseNotice).where(AbuseNotice.state.in_(_TOLD))
    return ctx.all(query.order_by(AbuseNotice.sent_at.desc(), AbuseNotice.id).limit(500))


def find(ctx: Context, id: str) -> AbuseNotice:
    """Return a notice of the bound account; raises NotFound, also for another account's."""
    found = ctx.first(ctx.select(AbuseNotice).where(AbuseNotice.id == id, AbuseNotice.state.in_(_TOLD)))
    if found is None:
        raise NotFound("There is no such notice in your account.", field="NoticeId")
    return found


def answer(ctx: Context, notice: AbuseNotice, text: str, *, more_time: bool = False) -> None:
    """Take the account's answer, or its wish for more time, which does not stop the clock."""
    matter = states.case_of(ctx, notice.case_id)
    states.require_open(matter)
    if len([one for one in talk.with_account(ctx, matter.id) if one.author == talk.ACCOUNT]) >= MOST_ANSWERS:
        raise LimitExceeded("Nothing more can be added here. Support knows the way on.")
    talk.say(ctx, matter, talk.ACCOUNT, cases.checked_text(text), account_id=notice.account_id)
    if more_time:
        notice.more_time_at = ctx.now
        matter.changed_at = ctx.now
        return
    notice.state, notice.answered_at, notice.due_at = states.ANSWERED, ctx.now, None
    notice.more_time_at = notice.overdue_at = None
    waiting = any(one.state == states.SENT for one in states.notices(ctx, matter))
    states.enter(ctx, matter, states.ANSWERED if matter.state == states.NOTIFIED and not waiting else matter.state)


def file_for(ctx: Context, notice: AbuseNotice, id: str) -> tuple[AbuseFile, str, bytes]:
    """Return an attachment that a notice names, its name and content without the reporters; raises NotFound."""
    named = {one["id"]: one["name"] for report in notice.shown for one in report["files"] if one["readable"]}
    file = ctx.by_key(AbuseFile, id) if id in named else None
    if file is None:
        raise NotFound("There is no such attachment.", field="AttachmentId")
    matter = states.case_of(ctx, notice.case_id)
    return file, named[id], snapshots.without_reporters(ctx, file, withholding(ctx, matter))
