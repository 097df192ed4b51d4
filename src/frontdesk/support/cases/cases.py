"""Cases as their owners see them: opened, read, answered, resolved, reopened (behaviour 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from frontdesk.core import ids
from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message, Remedy
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.support.cases import permits, subjects, traces
from frontdesk.support.cases.errors import CaseCreationLimitExceeded, CaseIdNotFound, CaseIsOver
from frontdesk.support.cases.tables import Case, CaseMessage

UNASSIGNED, OPENED, IN_PROGRESS = "unassigned", "opened", "work-in-progress"
PENDING_CUSTOMER, REOPENED, RESOLVED = "pending-customer-action", "reopened", "resolved"
STATUSES = (UNASSIGNED, OPENED, IN_PROGRESS, PENDING_CUSTOMER, REOPENED, RESOLVED)
_MOST_ANSWERED = 20
WAITS_FOR_US = frozenset({UNASSIGNED, OPENED, IN_PROGRESS, REOPENED})
CUSTOMER, STAFF = "customer", "staff"
ROOT = "Root user"
REOPENS_WITHIN = timedelta(days=14)
MOST_OPEN, MOST_PER_DAY, MOST_LETTERS = 50, 20, 500
LONGEST_SUBJECT, LONGEST_BODY = 250, 8000
_NOBODY = "000000000000"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class NewCase:
    """What a case is opened with; the codes are those of ``subjects``, already checked."""

    kind: str
    service_code: str
    category_code: str
    subject: str
    body: str
    severity_code: str = "low"
    cc: Sequence[str] = ()
    related_to: str | None = None


@dataclass(frozen=True)
class Author:
    """Who writes: the words shown beside a letter, and the principal behind them, if there is one."""

    words: str
    principal_id: str | None = None


@dataclass(frozen=True)
class Wanted:
    """Which of the account's cases are wanted. Both ends of the time belong to it."""

    ids: tuple[str, ...] = ()
    number: str | None = None
    after: datetime | None = None
    before: datetime | None = None
    resolved: bool = False


def number(ctx: Context) -> str:
    """Return a new case number such as ``CS-7K3M-Q2XP-9WVT``: 60 random bits, so that knowing it proves something."""
    head, tail = ids.reference(ctx.entropy), ids.reference(ctx.entropy)
    return f"CS-{head[3:]}-{tail[3:7]}"


def check_subject(subject: str) -> str:
    """Return a subject on one line; raises ValidationError for an empty or too long one."""
    subject = " ".join(subject.split())
    if not 1 <= len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise ValidationError("A subject has 1 to {most} characters.", most=LONGEST_SUBJECT, field="subject")
    return subject


def check_body(body: str, field: str = "communicationBody") -> str:
    """Return a letter's text without surrounding space; raises ValidationError for an empty or too long one."""
    body = body.replace("\r\n", "\n").strip()
    if not 1 <= len(body) <= LONGEST_BODY:
        raise ValidationError("Write 1 to {most} characters.", most=LONGEST_BODY, field=field)
    return body


def create(ctx: Context, new: NewCase, author: Author) -> tuple[Case, CaseMessage]:
    """Open a case with its first letter, in the bound account or for a visitor where none is bound."""
    subject, body = check_subject(new.subject), check_body(new.body)
    case = Case(
        id=f"case-{ctx.account_id or _NOBODY}-muen-{ctx.now.year}-{ctx.entropy.bytes(8).hex()}",
        number=number(ctx),
        account_id=ctx.account_id,
        kind=new.kind,
        service_code=new.service_code,
        category_code=new.category_code,
        severity_code=new.severity_code,
        language=subjects.LANGUAGE,
        subject=subject,
        status=UNASSIGNED,
        principal_id=author.principal_id,
        submitted_by=author.words,
        cc=list(new.cc),
        related_to=new.related_to,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.add(case)
    _record(ctx, "SupportCaseOpened", case)
    return case, write(ctx, case, CUSTOMER, author, body)


def open(ctx: Context, new: NewCase, author: Author) -> tuple[Case, CaseMessage]:
    """Open a case of the bound account; raises CaseCreationLimitExceeded when it has too many."""
    mine = ctx.select(Case)
    open_ones = ctx.count(mine.where(Case.status != RESOLVED))
    lately = ctx.count(mine.where(Case.created_at > ctx.now - timedelta(days=1)))
    if open_ones >= MOST_OPEN or lately >= MOST_PER_DAY:
        raise CaseCreationLimitExceeded(
            "An account may have {open} open cases, and open {day} in a day.", open=MOST_OPEN, day=MOST_PER_DAY
        )
    return create(ctx, new, author)


def write(ctx: Context, case: Case, side: str, author: Author, body: str) -> CaseMessage:
    """Add a letter to a case's thread; the case's status is for the caller to change."""
    # letters of the same moment keep the order in which they were written
    behind = ctx.count(_thread(ctx, case))
    if behind >= MOST_LETTERS:
        raise CaseIsOver("A case holds {most} letters. Open a new one for what comes next.", most=MOST_LETTERS)
    letter = CaseMessage(
        id=f"{behind:04d}-{ids.unique(ctx.entropy)}",
        case_id=case.id,
        account_id=case.account_id,
        at=ctx.now,
        side=side,
        author=author.words,
        author_id=author.principal_id,
        body=body,
    )
    case.updated_at = ctx.now
    ctx.add(letter)
    return letter


def letters(ctx: Context, case: Case) -> list[CaseMessage]:
    """Return a case's whole thread, oldest first."""
    return ctx.all(_thread(ctx, case).order_by(CaseMessage.at, CaseMessage.id))


def _thread(ctx: Context, case: Case) -> Select[CaseMessage]:
    return ctx.across_accounts(CaseMessage).where(CaseMessage.case_id == case.id)


def find(ctx: Context, case_id: str) -> Case:
    """Return a case of the bound account by its id or number; raises CaseIdNotFound, also for another account's."""
    named = or_(Case.id == case_id, Case.number == case_id)
    case = ctx.first(ctx.select(Case).where(named))
    if case is None:
        raise CaseIdNotFound("There is no case {id} in this account.", id=case_id, field="caseId")
    return case


def answered(ctx: Context) -> list[Case]:
    """Return the account's cases that support has answered and that wait for the account, at most twenty."""
    waiting = ctx.select(Case).where(Case.status == PENDING_CUSTOMER, Case.merged_into.is_(None))
    return ctx.all(waiting.order_by(Case.created_at).limit(_MOST_ANSWERED))


def related(ctx: Context, case: Case) -> list[Case]:
    """Return the case that this one follows, that it goes on in, and those that follow it; all of the same account."""
    before = [id for id in (case.related_to, case.merged_into) if id]
    named = or_(Case.related_to == case.id, Case.id.in_(before))
    same = Case.account_id == case.account_id if case.account_id else Case.account_id.is_(None)
    return ctx.all(ctx.across_accounts(Case).where(named, same).order_by(Case.created_at).limit(20))


def has_to_be_new(ctx: Context, case: Case) -> bool:
    """Say whether what is written about a case has to become a new one: it was resolved too long ago."""
    return case.resolved_at is not None and ctx.now - case.resolved_at > REOPENS_WITHIN


def reply(ctx: Context, case: Case, author: Author, body: str) -> CaseMessage:
    """Add the customer's letter; a case resolved within the last 14 days is open again.

    Raises CaseIsOver for one that was resolved before, and for a double, which goes on elsewhere.
    """
    if case.merged_into or has_to_be_new(ctx, case):
        raise CaseIsOver(
            "The case {number} is over. Open a new one; support sees the old one beside it.",
            number=case.number,
            remedy=Remedy("new-case", Message("Open a new case")),
        )
    letter = write(ctx, case, CUSTOMER, author, check_body(body))
    if case.status == RESOLVED:
        case.status, case.resolved_at = REOPENED, None
    elif case.status == PENDING_CUSTOMER:
        case.status = OPENED if case.assignee_id else UNASSIGNED
    return letter


def resolve(ctx: Context, case: Case, who: str) -> str:
    """Close a case, end its permits and return the status that it had; one that is closed stays as it is."""
    before = case.status
    if before != RESOLVED:
        permits.end_all(ctx, case, who)
        case.status, case.resolved_at, case.updated_at = RESOLVED, ctx.now, ctx.now
        _record(ctx, "SupportCaseResolved", case)
    return before


def _record(ctx: Context, name: str, case: Case) -> None:
    by_staff = ctx.caller is not None and ctx.caller.account_id != case.account_id
    event = Event(
        name=name,
        source=traces.SOURCE,
        account_id=case.account_id,
        identity=traces.identity(ctx) if by_staff else _identity(ctx),
        type="AwsServiceEvent",
        additional={"caseId": case.id, "number": case.number, "kind": case.kind},
    )
    if by_staff:
        traces.record(ctx, event)
    else:
        ctx.record(event)


def _identity(ctx: Context) -> dict[str, Any]:
    caller = ctx.caller
    if caller is None:
        return {"type": "Unknown"}
    return {"type": caller.kind, "arn": caller.arn, "accountId": caller.account_id, "principalId": caller.principal_id}


def author(ctx: Context) -> Author:
    """Return the signed-in customer as an author of letters; root by its role, because staff read it, too."""
    caller = ctx.caller
    if caller is None or caller.kind != "IAMUser":
        return Author(ROOT, ctx.account_id)
    return Author(f"{caller.user_name} (IAM user)", caller.principal_id)


@dataclass(frozen=True)
class CaseListing:
    """The bound account's cases, newest first."""

    wanted: Wanted = field(default_factory=Wanted)

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[Case], str | None]:
        """Read one page."""
        query = _filtered(ctx.select(Case), self.wanted)
        if after is not None:
            query = query.where(_before(after))
        rows = ctx.all(query.order_by(Case.created_at.desc(), Case.id.desc()).limit(limit + 1))
        return rows[:limit], key(rows[limit - 1].created_at, rows[limit - 1].id) if len(rows) > limit else None


def _filtered(query: Select[Case], wanted: Wanted) -> Select[Case]:
    if wanted.ids:
        query = query.where(Case.id.in_(wanted.ids))
    if wanted.number is not None:
        query = query.where(Case.number == wanted.number)
    if wanted.after is not None:
        query = query.where(Case.created_at >= wanted.after)
    if wanted.before is not None:
        query = query.where(Case.created_at <= wanted.before)
    return query if wanted.resolved else query.where(Case.status != RESOLVED)


def key(at: datetime, id: str) -> str:
    """Return the place of a row in a list that is newest first."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}:{id}"


def place(key: str) -> tuple[datetime, str]:
    """Return the moment and the id that :func:`key` made a place of."""
    microseconds, _, id = key.partition(":")
    return _EPOCH + int(microseconds) * timedelta(microseconds=1), id


def _before(after: str) -> ColumnElement[bool]:
    at, id = place(after)
    return or_(Case.created_at < at, and_(Case.created_at == at, Case.id < id))


@dataclass(frozen=True)
class LetterListing:
    """A case's letters within a time, newest first."""

    case: Case
    after: datetime | None = None
    before: datetime | None = None

    def page(self, ctx: Context, after: str | None, limit: int) -> tuple[Sequence[CaseMessage], str | None]:
        """Read one page."""
        query = _thread(ctx, self.case)
        if self.after is not None:
            query = query.where(CaseMessage.at >= self.after)
        if self.before is not None:
            query = query.where(CaseMessage.at <= self.before)
        if after is not None:
            at, id = place(after)
            query = query.where(or_(CaseMessage.at < at, and_(CaseMessage.at == at, CaseMessage.id < id)))
        rows = ctx.all(query.order_by(CaseMessage.at.desc(), CaseMessage.id.desc()).limit(limit + 1))
        return rows[:limit], key(rows[limit - 1].at, rows[limit - 1].id) if len(rows) > limit else None
