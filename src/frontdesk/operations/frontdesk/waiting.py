"""What waits for somebody: the things that have a next step, for the first page of the console."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from frontdesk.authentication import principals
from frontdesk.authentication.principals import Question
from frontdesk.billing import bills, expiry, methods
from frontdesk.core.callers import Caller
from frontdesk.directory import accounts
from frontdesk.directory.organizations import handshakes
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.abuse import cases as abuse_cases
from frontdesk.support.abuse import notices, states
from frontdesk.support.cases import cases as support_cases
from frontdesk.support.cases import desk as support_desk

Matter = dict[str, Any]
_SOON = timedelta(days=30)


@operation("frontdesk:ListWaiting", unchecked=True)
def list_waiting(ctx: Context) -> dict[str, Any]:
    """List what waits, the nearest deadline first; only of what the caller's policies let it see."""
    caller = calling(ctx)
    kinds = [find for action, find in _asked(ctx, caller) if _may(ctx, caller, action)]
    found = [matter for find in kinds for matter in find(ctx)]
    return {"Waiting": sorted(found, key=lambda matter: (matter.get("Until") is None, matter.get("Until") or ctx.now))}


def _asked(ctx: Context, caller: Caller) -> Iterable[tuple[str, Callable[[Context], Iterable[Matter]]]]:
    account = accounts.bound(ctx)
    if caller.kind == "Root" or account.iam_billing:
        yield "billing:GetBillingData", _bills
        yield "payments:ListPaymentInstruments", _cards
    yield "frontdesk:GetAbuseNotice", _notices
    yield "organizations:ListHandshakesForAccount", _invitations
    yield "support:DescribeCases", _answers
    if account.operator:
        yield "frontdesk:ListSupportCases", _support_desk
        yield "frontdesk:ListAbuseReports", _abuse_desk


def _may(ctx: Context, caller: Caller, action: str) -> bool:
    return principals.decide(ctx, caller, Question(action, "*", {}))[1].allowed


def _bills(ctx: Context) -> Iterable[Matter]:
    for bill in bills.owed(ctx):
        yield {"Kind": "PastDueBill" if bill.state == bills.PAST_DUE else "Bill", "Id": bill.id}


def _cards(ctx: Context) -> Iterable[Matter]:
    card = methods.default(ctx)
    last = expiry.last_day(card) if card else None
    if card and last and last - ctx.now.date() <= _SOON:
        yield {"Kind": "ExpiredCard" if expiry.is_over(card, ctx.now) else "ExpiringCard", "Id": card.id}


def _notices(ctx: Context) -> Iterable[Matter]:
    for notice in notices.told(ctx):
        if notice.state == states.SENT:
            yield {"Kind": "AbuseNotice", "Id": notice.id, "Until": notice.due_at}


def _invitations(ctx: Context) -> Iterable[Matter]:
    for handshake in ctx.all(handshakes.received(ctx, accounts.bound(ctx))):
        if handshakes.is_pending(handshake, ctx.now):
            yield {"Kind": "Invitation", "Id": handshake.id, "Until": handshake.expires_at}


def _answers(ctx: Context) -> Iterable[Matter]:
    for case in support_cases.answered(ctx):
        yield {"Kind": "SupportAnswer", "Id": case.number}


def _support_desk(ctx: Context) -> Iterable[Matter]:
    if count := support_desk.counts(ctx, calling(ctx))["us"]:
        yield {"Kind": "SupportDesk", "Count": count}


def _abuse_desk(ctx: Context) -> Iterable[Matter]:
    count = abuse_cases.counts(ctx)
    if new := sum(count.get(state, 0) for state in (states.NEW, states.ANSWERED)):
        yield {"Kind": "AbuseDesk", "Count": new}
    if count["overdue"]:
        yield {"Kind": "AbuseOverdue", "Count": count["overdue"]}
