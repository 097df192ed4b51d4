"""Cases as the staff handle them: found, matched to accounts, joined, talked about, closed (behaviour 7.2)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, case, func, or_, select

from frontdesk.core import ids
from frontdesk.core.errors import AlreadyExists, NotFound, ValidationError
from frontdesk.directory import accounts
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.support.abuse import mails, reporters, reports, states, talk
from frontdesk.support.abuse.kinds import LONGEST_TEXT
from frontdesk.support.abuse.tables import AbuseCase, AbuseNotice, AbuseReport

MOST_ACCOUNTS = 50
_LAST_WORDS = {states.HANDLED: "abuse_handled", states.NOTHING: "abuse_nothing_found"}


@dataclass(frozen=True)
class Wanted:
    """What the staff look for. ``states`` is empty for all open ones; ``words`` are found in what was reported."""

    states: tuple[str, ...] = ()
    kind: str = ""
    words: str = ""
    overdue: bool = False


def by_number(ctx: Context, number: str) -> AbuseCase:
    """Return the case of a number, or the one it was joined to; raises NotFound."""
    found = ctx.first(ctx.across_accounts(AbuseCase).where(AbuseCase.number == number))
    if found is None:
        raise NotFound("There is no case {number}.", number=number[:20], field="CaseNumber")
    return states.case_of(ctx, found.id)


def search(ctx: Context, wanted: Wanted, skip: int, limit: int) -> tuple[list[AbuseCase], int]:
    """Return cases and how many there are: those with a deadline first, the nearest before; then the newest."""
    query = ctx.across_accounts(AbuseCase).where(AbuseCase.state.in_(wanted.states or states.OPEN))
    if wanted.kind:
        query = query.where(AbuseCase.kind == wanted.kind)
    if wanted.overdue:
        query = query.where(AbuseCase.due_at <= ctx.now)
    if wanted.words.strip():
        query = _with_words(ctx, query, wanted.words.strip())
    ordered = query.order_by(
        case((AbuseCase.due_at.is_(None), 1), else_=0), AbuseCase.due_at, AbuseCase.changed_at.desc(), AbuseCase.id
    )
    return ctx.all(ordered.offset(skip).limit(limit)), ctx.count(query)


def _with_words(ctx: Context, query: Select[AbuseCase], words: str) -> Select[AbuseCase]:
    mac = reporters.address_mac(ctx, words)
    ways = (
        AbuseCase.search.contains(words.lower(), autoescape=True),
        AbuseCase.id.in_(select(AbuseReport.case_id).where(AbuseReport.address_mac == mac)),
        AbuseCase.id.in_(select(AbuseReport.case_id).where(AbuseReport.number == words.upper())),
        AbuseCase.id.in_(select(AbuseNotice.case_id).where(AbuseNotice.account_id == words)),
    )
    return query.where(or_(*ways))


def counts(ctx: Context) -> dict[str, int]:
    """Return how many cases are in each state, and how many are overdue."""
    rows = ctx.db.execute(select(AbuseCase.state, func.count()).group_by(AbuseCase.state)).all()
    late = ctx.count(ctx.across_accounts(AbuseCase).where(AbuseCase.due_at <= ctx.now))
    return {**{str(row[0]): int(row[1]) for row in rows}, "overdue": late}


def match(ctx: Context, matter: AbuseCase, label: str) -> Account:
    """Match a case to the account with this ID or alias; raises NotFound, AlreadyExists, ValidationError."""
    states.require_open(matter)
    account = accounts.by_label(ctx, label)
    if account is None:
        raise NotFound("There is no account with this ID or alias.", field="Account")
    known = states.notices(ctx, matter)
    if any(notice.account_id == account.id for notice in known):
        raise AlreadyExists("The case is matched to this account already.", field="Account")
    if len(known) >= MOST_ACCOUNTS:
        raise ValidationError("A case can be matched to {most} accounts at most.", most=MOST_ACCOUNTS, field="Account")
    ctx.add(
        AbuseNotice(
            id=ids.unique(ctx.entropy),
            case_id=matter.id,
            account_id=account.id,
            state=states.MATCHED,
            words="",
            shown=[],
            created_at=ctx.now,
        )
    )
    matter.changed_at = ctx.now
    return account


def unmatch(ctx: Context, matter: AbuseCase, account_id: str) -> None:
    """Take back a match that was wrong, as long as the account was told nothing; raises NotFound, ValidationError."""
    found = notice_for(ctx, matter, account_id)
    if found.state != states.MATCHED:
        raise ValidationError("The account was told already.", field="AccountId")
    ctx.delete(found)
    matter.changed_at = ctx.now


def notice_for(ctx: Context, matter: AbuseCase, account_id: str) -> AbuseNotice:
    """Return what a case has to do with an account; raises NotFound."""
    found = next((one for one in states.notices(ctx, matter) if one.account_id == account_id), None)
    if found is None:
        raise NotFound("The case is not matched to this account.", field="AccountId")
    return found


def join(ctx: Context, matter: AbuseCase, into: AbuseCase) -> None:
    """Let the reports of a case belong to another, which says the same; raises ValidationError.

    A case of which an account was told stays itself: its notices and deadlines cannot move under its owner.
    """
    states.require_open(matter)
    states.require_open(into)
    if matter.id == into.id:
        raise ValidationError("Choose another case.", field="Into")
    if any(notice.state != states.MATCHED for notice in states.notices(ctx, matter)):
        raise ValidationError("An account was told of this case. Join the other one to it instead.", field="Into")
    for notice in states.notices(ctx, matter):
        ctx.delete(notice)
    for report in states.reports(ctx, matter):
        report.case_id = into.id
    for said in talk.everything(ctx, matter):
        said.case_id = into.id
    into.search = f"{into.search} {matter.search}"[:60_000]
    matter.joined_to, matter.due_at = into.id, None
    states.enter(ctx, matter, states.JOINED)
    into.changed_at = ctx.now


def note(ctx: Context, matter: AbuseCase, text: str) -> None:
    """Write a note that only the staff can read."""
    talk.say(ctx, matter, talk.STAFF, checked_text(text))


def checked_text(text: str) -> str:
    """Return a text that somebody wrote; raises ValidationError where it is empty or too long."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise ValidationError("Write something, of at most {most} characters.", most=LONGEST_TEXT, field="Text")
    return text


def report_of(ctx: Context, matter: AbuseCase, number: str) -> AbuseReport:
    """Return the report of a number that belongs to a case; raises NotFound."""
    found = reports.by_number(ctx, number)
    if found is None or found.case_id != matter.id:
        raise NotFound("This report does not belong to the case.", field="ReportNumber")
    return found


def ask_reporter(ctx: Context, matter: AbuseCase, report: AbuseReport, text: str) -> None:
    """Ask the maker of a report for more, on its page and, where its address is proven, by mail."""
    states.require_open(matter)
    talk.say(ctx, matter, talk.STAFF, checked_text(text), report=report)
    report.waits = True
    if matter.state == states.NEW:
        states.enter(ctx, matter, states.NEEDS_INFORMATION)
    matter.changed_at = ctx.now
    mails.to_reporter(ctx, report, "abuse_question", text=mails.harmless(text))


def close(ctx: Context, matter: AbuseCase, outcome: str, text: str = "") -> None:
    """Close a case: every reporter hears that it was handled or that nothing was found, and nothing more.

    ``text`` is a note for the staff. Accounts that were told hear that the matter is settled; an account that was
    suspended for it has to be reinstated first, or stays suspended by the staff's decision.
    """
    states.require_open(matter)
    if outcome not in (states.HANDLED, states.NOTHING):
        raise ValidationError("Choose one of the answers.", field="Outcome")
    if text.strip():
        note(ctx, matter, text)
    for notice in states.notices(ctx, matter):
        _settle(ctx, matter, notice)
    matter.outcome = outcome
    states.enter(ctx, matter, states.CLOSED)
    for report in states.reports(ctx, matter):
        report.waits = False
        mails.to_reporter(ctx, report, _LAST_WORDS[outcome])


def _settle(ctx: Context, matter: AbuseCase, notice: AbuseNotice) -> None:
    if notice.state not in (states.SENT, states.ANSWERED):
        return
    notice.state, notice.settled_at, notice.due_at = states.SETTLED, ctx.now, None
    mails.to_account(ctx, notice, matter.number, "abuse_news", text="The case is closed. Nothing more is asked of you.")
