"""Where a case stands (behaviour 7.2), and what its reporters are told of it."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.core.messages import Message
from frontdesk.store.context import Context
from frontdesk.support.abuse.tables import AbuseCase, AbuseNotice, AbuseReport

NEW, NEEDS_INFORMATION, NOTIFIED, ANSWERED = "new", "needs-info", "notified", "answered"
ACTIONED, CLOSED, JOINED = "actioned", "closed", "joined"
OPEN = (NEW, NEEDS_INFORMATION, NOTIFIED, ANSWERED, ACTIONED)
MATCHED, SENT, SETTLED = "matched", "sent", "settled"  # of a notice, beside ANSWERED
# a closed case says only whether there was something to do, never what was found or done
HANDLED, NOTHING = "handled", "nothing"
WORDS: Mapping[str, Message] = {
    NEW: Message("Received"),
    NEEDS_INFORMATION: Message("Needs information from you"),
    NOTIFIED: Message("Passed on"),
    ANSWERED: Message("Answered"),
    ACTIONED: Message("Handled"),
    CLOSED: Message("Closed"),
}


def case_of(ctx: Context, case_id: str) -> AbuseCase:
    """Return the case to which something belongs, following where it was joined."""
    case = ctx.by_key(AbuseCase, case_id)
    while case is not None and case.joined_to:
        case = ctx.by_key(AbuseCase, case.joined_to)
    if case is None:
        raise NotFound("There is no such case.")
    return case


def shown_to_reporter(ctx: Context, report: AbuseReport) -> str:
    """Return the state that the maker of a report is shown."""
    case = case_of(ctx, report.case_id)
    if case.state == CLOSED:
        return CLOSED
    return NEEDS_INFORMATION if report.waits else NEW if case.state == NEEDS_INFORMATION else case.state


def happened(ctx: Context, report: AbuseReport) -> tuple[str, ...]:
    """Return the states that the case of a report was in or is in, in their order."""
    case = case_of(ctx, report.case_id)
    told = [one for one in notices(ctx, case) if one.sent_at]
    was = {
        NEW: True,
        NOTIFIED: bool(told),
        ANSWERED: any(one.answered_at for one in told),
        ACTIONED: case.state == ACTIONED or case.outcome == HANDLED,
        CLOSED: case.state == CLOSED,
    }
    return tuple(state for state, reached in was.items() if reached)


def enter(ctx: Context, case: AbuseCase, state: str) -> None:
    """Put a case into a state and note the time and the deadline that runs."""
    case.state, case.changed_at = state, ctx.now
    running = [notice.due_at for notice in notices(ctx, case) if notice.state == SENT and notice.due_at]
    case.due_at = min(running) if running and state != CLOSED else None


def notices(ctx: Context, case: AbuseCase) -> list[AbuseNotice]:
    """Return the accounts that a case was matched to, oldest first, whosever they are."""
    query = ctx.across_accounts(AbuseNotice).where(AbuseNotice.case_id == case.id)
    return ctx.all(query.order_by(AbuseNotice.created_at, AbuseNotice.id))


def reports(ctx: Context, case: AbuseCase) -> list[AbuseReport]:
    """Return the reports of a case, oldest first."""
    query = ctx.across_accounts(AbuseReport).where(AbuseReport.case_id == case.id)
    return ctx.all(query.order_by(AbuseReport.created_at, AbuseReport.number))


def require_open(case: AbuseCase) -> None:
    """Raise ValidationError where a case is closed."""
    if case.state not in OPEN:
        raise ValidationError("The case is closed.", field="CaseNumber")


def told_more(ctx: Context, case: AbuseCase) -> None:
    """Go on after a reporter added something: a case that waited only for that is as before."""
    waits = any(report.waits for report in reports(ctx, case))
    if case.state == NEEDS_INFORMATION and not waits:
        enter(ctx, case, NEW)
    case.changed_at = ctx.now
