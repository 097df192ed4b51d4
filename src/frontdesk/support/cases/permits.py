"""What a customer lets staff see because of a case, for a while (behaviour 7.3, recovery 8 and S10).

Nothing remembers that somebody may look: each look asks :func:`look` again, and leaves an event in the account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from frontdesk.core import ids
from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.core.messages import Message, Remedy
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.support.cases import mails, traces
from frontdesk.support.cases.errors import NoPermit
from frontdesk.support.cases.tables import Case, Permit

ACCOUNT, SIGN_INS, BILLING, EVENTS = "ACCOUNT", "SIGN_INS", "BILLING", "EVENTS"
SCOPES: Mapping[str, Message] = {
    ACCOUNT: Message("The account, its contacts masked, the names of its users and which credentials they have"),
    SIGN_INS: Message("Sign-ins and refusals of its users, with their causes"),
    BILLING: Message("Its standing with bills, and payment methods by their last four digits"),
    EVENTS: Message("The newest events of the account"),
}
LEAST, MOST = timedelta(hours=1), timedelta(days=7)
_SHOWN = 100


def grant(ctx: Context, case: Case, scopes: Sequence[str], hours: int, who: str) -> Permit:
    """Let staff see ``scopes`` of the bound account for 1 to 168 hours; a former permit of the case ends.

    Root and the security contact are mailed. Raises ValidationError for no or unknown scopes, another length, or a
    case that is over.
    """
    wanted = [scope for scope in SCOPES if scope in scopes]
    if not wanted or set(scopes) - set(SCOPES):
        raise ValidationError("Choose what staff may see.", field="Scopes")
    length = timedelta(hours=hours)
    if not LEAST <= length <= MOST:
        raise ValidationError("A permit lasts 1 to 168 hours.", field="Hours")
    if not _is_open(case):
        raise ValidationError("The case is over, so nobody needs to look.", field="CaseId")
    end_all(ctx, case, who)
    permit = Permit(
        id=ids.unique(ctx.entropy),
        account_id=case.account_id,
        case_id=case.id,
        scopes=wanted,
        granted_by=who,
        granted_at=ctx.now,
        expires_at=ctx.now + length,
        looks=0,
    )
    ctx.add(permit)
    mails.permit_given(ctx, case, who, ", ".join(scope.lower() for scope in _words(wanted)), _iso(permit))
    return permit


def _words(scopes: Sequence[str]) -> list[str]:
    return [str(SCOPES[scope]) for scope in scopes]


def _iso(permit: Permit) -> str:
    return permit.expires_at.isoformat()


def end(ctx: Context, permit_id: str, who: str) -> Permit:
    """End a permit of the bound account at once; one that has ended stays as it is. Raises NotFound."""
    permit = ctx.first(ctx.select(Permit).where(Permit.id == permit_id))
    if permit is None:
        raise NotFound("There is no such permit in this account.", field="PermitId")
    _end(ctx, permit, who)
    return permit


def end_all(ctx: Context, case: Case, who: str) -> None:
    """End every permit of a case."""
    for permit in ctx.all(ctx.across_accounts(Permit).where(Permit.case_id == case.id, Permit.ended_at.is_(None))):
        _end(ctx, permit, who)


def _end(ctx: Context, permit: Permit, who: str) -> None:
    if permit.ended_at is None:
        permit.ended_at, permit.ended_by = min(ctx.now, permit.expires_at), who


def every(ctx: Context, case: Case | None = None) -> list[Permit]:
    """Return the newest permits of the bound account, or those of one of its cases."""
    query = ctx.select(Permit)
    if case is not None:
        query = query.where(Permit.case_id == case.id)
    return ctx.all(query.order_by(Permit.granted_at.desc(), Permit.id).limit(_SHOWN))


def is_live(ctx: Context, permit: Permit) -> bool:
    """Say whether a permit counts now: neither ended nor expired, and its case still open in the same account."""
    if permit.ended_at is not None or permit.expires_at <= ctx.now:
        return False
    case = ctx.by_key(Case, permit.case_id)
    return case is not None and case.account_id == permit.account_id and _is_open(case)


def _is_open(case: Case) -> bool:
    return case.resolved_at is None and case.merged_into is None


def live(ctx: Context, account_id: str, case: Case | None = None) -> list[Permit]:
    """Return the permits of an account, or of one of its cases, that count now."""
    return [permit for permit in every(ctx.within(account_id), case) if is_live(ctx, permit)]


def look(ctx: Context, account_id: str, scope: str, what: str, case: Case | None = None) -> Permit:
    """Use a live permit of the account, or of its case, for one look, which becomes an event of the account.

    Raises NoPermit where there is none for this scope; whoever asks has to ask again for the next look.
    """
    permit = next((one for one in live(ctx, account_id, case) if scope in one.scopes), None)
    if permit is None:
        remedy = Remedy("permit", Message("Ask the customer for a permit, in an answer to the case"))
        raise NoPermit("No permit of the customer lets you see this now.", cause=f"no live {scope}", remedy=remedy)
    permit.looks, permit.looked_at = permit.looks + 1, ctx.now
    traces.record(ctx, _event(ctx, permit, scope, what))
    return permit


def _event(ctx: Context, permit: Permit, scope: str, what: str) -> Event:
    return Event(
        name="SupportPermitUsed",
        source=traces.SOURCE,
        account_id=permit.account_id,
        identity=traces.identity(ctx),
        type="AwsServiceEvent",
        read_only=True,
        additional={"permitId": permit.id, "caseId": permit.case_id, "scope": scope, "looked": what},
    )
