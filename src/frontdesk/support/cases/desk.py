"""The staff's side of cases: inbox, answers, notes for each other, who works on what, doubles (behaviour 7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from frontdesk.core import ids
from frontdesk.core.callers import Caller
from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.directory import users
from frontdesk.store.context import Context
from frontdesk.support.cases import cases, mails, permits, subjects, visitors
from frontdesk.support.cases.cases import IN_PROGRESS, OPENED, PENDING_CUSTOMER, RESOLVED, UNASSIGNED, WAITS_FOR_US
from frontdesk.support.cases.errors import CaseIdNotFound
from frontdesk.support.cases.tables import Case, CaseMessage, CaseNote

KINDS = (subjects.ACCOUNT, subjects.BILLING, subjects.SIGN_IN)
QUEUES = ("unassigned", "mine", "us", "customer", "resolved", "all")
BY_STAFF = (OPENED, IN_PROGRESS, PENDING_CUSTOMER, RESOLVED)
PER_PAGE = 50
SUPPORT = "Support"


@dataclass(frozen=True)
class Search:
    """What of the inbox is wanted: a queue, perhaps a kind, and words of subject, number, account or address."""

    queue: str = "us"
    kind: str | None = None
    words: str = ""
    oldest_first: bool = True


def inbox(ctx: Context, search: Search, staff: Caller, after: str | None = None) -> tuple[list[Case], str | None]:
    """Return a page of cases of every account and of visitors, and where the next begins; doubles are left out."""
    query = ctx.across_accounts(Case).where(Case.merged_into.is_(None), *_wanted(ctx, search, staff))
    order = (Case.updated_at.asc(), Case.id.asc()) if search.oldest_first else (Case.updated_at.desc(), Case.id.desc())
    start = int(after) if after and after.isdecimal() and len(after) < 7 else 0
    rows = ctx.all(query.order_by(*order).offset(start).limit(PER_PAGE + 1))
    return rows[:PER_PAGE], str(start + PER_PAGE) if len(rows) > PER_PAGE else None


def counts(ctx: Context, staff: Caller) -> dict[str, int]:
    """Return how many cases are in each queue that somebody has to look after."""
    query = ctx.across_accounts(Case).where(Case.merged_into.is_(None))
    return {name: ctx.count(query.where(*_queue(name, staff))) for name in QUEUES[:4]}


def _wanted(ctx: Context, search: Search, staff: Caller) -> list[ColumnElement[bool]]:
    wanted = _queue(search.queue, staff)
    if search.kind:
        wanted.append(Case.kind == search.kind)
    if search.words:
        wanted.append(_words(ctx, search.words))
    return wanted


def _queue(name: str, staff: Caller) -> list[ColumnElement[bool]]:
    by_name: Mapping[str, ColumnElement[bool] | None] = {
        "unassigned": Case.assignee_id.is_(None) & (Case.status != RESOLVED),
        "mine": (Case.assignee_id == staff.principal_id) & (Case.status != RESOLVED),
        "us": Case.status.in_(WAITS_FOR_US),
        "customer": Case.status == PENDING_CUSTOMER,
        "resolved": Case.status == RESOLVED,
    }
    found = by_name.get(name)
    return [] if found is None else [found]


def _words(ctx: Context, words: str) -> ColumnElement[bool]:
    words = words.strip()
    if "@" in words:
        return Case.address_key == mails.address_key(ctx, words)
    part = Case.subject.icontains(words, autoescape=True)
    return or_(part, Case.number == words.upper(), Case.id == words, Case.account_id == words)


def find(ctx: Context, case_id: str) -> Case:
    """Return a case by id or number, whosever it is; raises CaseIdNotFound."""
    named = or_(Case.id == case_id, Case.number == case_id.strip().upper())
    case = ctx.first(ctx.across_accounts(Case).where(named))
    if case is None:
        raise CaseIdNotFound("There is no case {id}.", id=case_id, field="CaseId")
    return case


def answer(ctx: Context, case: Case, staff: Caller, body: str) -> CaseMessage:
    """Write to the customer, mail it to them, and wait for them; whoever answers an unassigned case has it."""
    _check_goes_on(case)
    words = cases.check_body(body, "CommunicationBody")
    letter = cases.write(ctx, case, cases.STAFF, cases.Author(SUPPORT, staff.principal_id), words)
    if case.assignee_id is None:
        _assign(case, staff.principal_id, name(staff))
    case.status, case.resolved_at = PENDING_CUSTOMER, None
    visitors.answered(ctx, case, letter)
    return letter


def note(ctx: Context, case: Case, staff: Caller, body: str) -> CaseNote:
    """Write something that only staff ever see."""
    found = CaseNote(
        id=ids.unique(ctx.entropy),
        case_id=case.id,
        account_id=case.account_id,
        at=ctx.now,
        author=name(staff),
        author_id=staff.principal_id,
        body=cases.check_body(body, "Note"),
    )
    ctx.add(found)
    return found


def notes(ctx: Context, case: Case) -> list[CaseNote]:
    """Return what staff wrote for each other about a case, oldest first."""
    query = ctx.across_accounts(CaseNote).where(CaseNote.case_id == case.id)
    return ctx.all(query.order_by(CaseNote.at, CaseNote.id))


def assign(ctx: Context, case: Case, user_name: str | None) -> None:
    """Give a case to a user of the operator's account, or to nobody; raises NotFound for an unknown one."""
    _check_goes_on(case)
    if user_name is None:
        _assign(case, None, None)
        return
    user = users.find(ctx, user_name)
    if user is None:
        raise NotFound("There is no member of staff called {name}.", name=user_name, field="UserName")
    _assign(case, user.id, user.name)


def take(case: Case, staff: Caller) -> None:
    """Give a case to the member of staff who asks for it."""
    _check_goes_on(case)
    _assign(case, staff.principal_id, name(staff))


def _assign(case: Case, staff_id: str | None, staff_name: str | None) -> None:
    case.assignee_id, case.assignee_name = staff_id, staff_name
    if case.status == UNASSIGNED and staff_id:
        case.status = OPENED
    elif case.status == OPENED and not staff_id:
        case.status = UNASSIGNED


def update(ctx: Context, case: Case, status: str | None, severity: str | None, staff: Caller) -> None:
    """Set status or priority; raises ValidationError for others than staff may set."""
    _check_goes_on(case)
    if severity is not None and severity not in subjects.SEVERITIES:
        raise ValidationError("Choose one of the priorities.", field="SeverityCode")
    if status is not None and status not in BY_STAFF:
        raise ValidationError("Choose one of the states.", field="Status")
    case.severity_code = severity or case.severity_code
    if status == RESOLVED:
        cases.resolve(ctx, case, SUPPORT)
    elif status is not None:
        case.status, case.resolved_at = status, None


def merge(ctx: Context, double: Case, into: Case, staff: Caller) -> None:
    """Let one case go on in another of the same customer; letters and notes move, permits of the double end.

    Raises ValidationError where the two are not of the same account, or of the same visitor's address.
    """
    _check_goes_on(double)
    _check_goes_on(into)
    if double.id == into.id or not _is_same_customer(double, into):
        raise ValidationError("Only two cases of the same customer can be merged.", field="IntoCaseId")
    for letter in cases.letters(ctx, double):
        letter.case_id = into.id
    for note in notes(ctx, double):
        note.case_id = into.id
    cases.resolve(ctx, double, SUPPORT)
    double.merged_into, into.updated_at = into.id, ctx.now


def _is_same_customer(one: Case, other: Case) -> bool:
    if one.account_id is not None or other.account_id is not None:
        return one.account_id == other.account_id
    return one.address_key == other.address_key


def _check_goes_on(case: Case) -> None:
    if case.merged_into:
        raise ValidationError("This case goes on in another one.", field="CaseId")


def others(ctx: Context, case: Case) -> list[Case]:
    """Return further cases of the same customer, newest first: doubles are among them."""
    if not _has_customer(case):
        return []
    same = Case.account_id == case.account_id if case.account_id else Case.address_key == case.address_key
    query = ctx.across_accounts(Case).where(same, Case.id != case.id, Case.merged_into.is_(None))
    return ctx.all(query.order_by(Case.created_at.desc()).limit(20))


def _has_customer(case: Case) -> bool:
    return bool(case.account_id or case.address_key)


def signers(ctx: Context, letters: Iterable[CaseMessage]) -> dict[str, str]:
    """Return the names of the staff who wrote letters, by their principal ids; customers never read them."""
    ids = {letter.author_id for letter in letters if letter.side == cases.STAFF and letter.author_id}
    return {id: user.name for id in ids if (user := users.get(ctx, id))}


def name(staff: Caller) -> str:
    """Return how a member of staff is called at the desk."""
    return staff.user_name or "root"


def live_scopes(ctx: Context, case: Case) -> list[str]:
    """Return what of the account staff may look at now because of this case."""
    if case.account_id is None:
        return []
    found = {scope for permit in permits.live(ctx, case.account_id, case) for scope in permit.scopes}
    return [scope for scope in permits.SCOPES if scope in found]
