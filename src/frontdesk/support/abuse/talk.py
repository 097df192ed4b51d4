"""What is said in a case: with each reporter, with each account, and among the staff; never mixed."""

from __future__ import annotations

from frontdesk.core import ids
from frontdesk.store.context import Context
from frontdesk.support.abuse.tables import AbuseCase, AbuseMessage, AbuseReport

REPORTER, ACCOUNT, STAFF, CLOCK = "reporter", "account", "staff", "clock"


def say(
    ctx: Context,
    case: AbuseCase,
    author: str,
    text: str,
    *,
    account_id: str | None = None,
    report: AbuseReport | None = None,
) -> AbuseMessage:
    """Write down what somebody said, to or from an account or a reporter, or else as a note of the staff."""
    by = ctx.caller.user_name or ctx.caller.kind if ctx.caller and author != REPORTER else None
    return ctx.add(
        AbuseMessage(
            id=ids.unique(ctx.entropy),
            case_id=case.id,
            account_id=account_id,
            report_id=report.id if report else None,
            author=author,
            by=by,
            text=text.strip().replace("\r\n", "\n"),
            at=ctx.now,
        )
    )


def with_reporter(ctx: Context, report: AbuseReport) -> list[AbuseMessage]:
    """Return what was said with the maker of a report, oldest first."""
    query = ctx.across_accounts(AbuseMessage).where(AbuseMessage.report_id == report.id)
    return ctx.all(query.order_by(AbuseMessage.at, AbuseMessage.id))


def with_account(ctx: Context, case_id: str) -> list[AbuseMessage]:
    """Return what was said with the bound account in a case, oldest first."""
    query = ctx.select(AbuseMessage).where(AbuseMessage.case_id == case_id)
    return ctx.all(query.order_by(AbuseMessage.at, AbuseMessage.id))


def everything(ctx: Context, case: AbuseCase) -> list[AbuseMessage]:
    """Return all that was said in a case, for the staff, oldest first."""
    query = ctx.across_accounts(AbuseMessage).where(AbuseMessage.case_id == case.id)
    return ctx.all(query.order_by(AbuseMessage.at, AbuseMessage.id))
