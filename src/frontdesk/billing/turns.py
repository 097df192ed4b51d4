"""What time brings: bills are issued and charged, failed ones charged again, and cards about to expire announced.

Each may run twice at once with the same result.
"""

from __future__ import annotations

from datetime import UTC, timedelta

from sqlalchemy import delete, select

from frontdesk.billing import bills, dunning, errands, expiry, faults, methods, payments, records
from frontdesk.billing.processors import BANK_ASKS, VALID
from frontdesk.billing.tables import Bill, Notice, PaymentMethod
from frontdesk.directory import accounts, standing
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

WARNED = (30, 7, 0)  # days before the expiry (behaviour 6)
_KEPT = timedelta(days=90)
_STILL_UNDER_WAY = timedelta(hours=1)
_BATCH = 200


def issue_bills(ctx: Context) -> bool:
    """Issue the bills of months that are over and charge the default cards; return whether there may be more."""
    found = bills.over(ctx)
    for bill in found:
        payer = ctx.within(bill.account_id)
        bills.issue(payer, bill)
        _charge(payer, bill)
    return bool(found)


def retry_payments(ctx: Context) -> bool:
    """Charge past-due bills again whose time has come; return whether there may be more."""
    found = dunning.to_retry(ctx)
    for bill in found:
        payer = ctx.within(bill.account_id)
        under_way = payments.open_for(payer, bill)
        if under_way is None:
            _charge(payer, bill)
        elif under_way.state == BANK_ASKS:
            dunning.failed(payer, bill, faults.BANK_ASKED, automatic=True)
        else:
            bill.retry_at = ctx.now + _STILL_UNDER_WAY
    return bool(found)


def _charge(ctx: Context, bill: Bill) -> None:
    method = methods.default(ctx)
    if method is None:
        dunning.failed(ctx, bill, faults.NO_CARD, automatic=True)
    elif not methods.is_chargeable(ctx, method):
        dunning.failed(ctx, bill, faults.EXPIRED, automatic=True)
    else:
        bill.retry_at = None
        payments.begin(ctx, bill, method, automatic=True)


def announce_expiry(ctx: Context) -> bool:
    """Mail root and BILLING contact 30, 7 and 0 days before a card expires, each once; return if there may be more."""
    found = [(method, days) for method in _expiring(ctx) if (days := _due_warning(ctx, method)) is not None]
    for method, days in found[:_BATCH]:
        method.told = days
        account = ctx.within(method.account_id)
        if accounts.bound(account).state != standing.PERMANENTLY_CLOSED:
            _tell(account, method, days)
    return len(found) > _BATCH


def _expiring(ctx: Context) -> list[PaymentMethod]:
    ahead = [ctx.now + timedelta(days=days) for days in range(max(WARNED) + 1)]
    months = {(at.year, at.month) for at in ahead}
    valid = select(PaymentMethod).where(PaymentMethod.state == VALID)
    return [
        method
        for year, month in sorted(months)
        for method in ctx.all(valid.where(PaymentMethod.expiry_year == year, PaymentMethod.expiry_month == month))
    ]


def _due_warning(ctx: Context, method: PaymentMethod) -> int | None:
    last = expiry.last_day(method)
    if last is None:
        return None
    left = (last - ctx.now.astimezone(UTC).date()).days
    reached = [days for days in WARNED if 0 <= left <= days]
    due = min(reached, default=None)
    return due if due is not None and (method.told is None or due < method.told) else None


def _tell(ctx: Context, method: PaymentMethod, days: int) -> None:
    last = expiry.last_day(method)
    records.tell(
        ctx,
        "card_expires",
        records.record(ctx, "CardExpires", {"paymentInstrumentId": method.id, "lastFour": method.last4}),
        card=records.called(method.brand, method.last4),
        until=f"{last}T23:59:00+00:00",
        when="soon" if days else "today",
        default="yes" if method.default_for else "no",
        methods_link=f"{ctx.settings.public_origin}/console/billing/methods",
    )


def forget_ended(ctx: Context) -> bool:
    """Take the cards of accounts that are closed for good away, here and at the processor; return if more wait."""
    ended = select(Account.id).where(Account.state == standing.PERMANENTLY_CLOSED)
    kept = PaymentMethod.state != methods.REMOVED
    found = ctx.all(select(PaymentMethod).where(kept, PaymentMethod.account_id.in_(ended)).limit(_BATCH))
    for method in found:
        methods.let_go(ctx.within(method.account_id), method)
    return len(found) == _BATCH


def forget(ctx: Context) -> bool:
    """Drop unfinished cards, finished errands and old messages of the processor; return whether there may be more."""
    methods.forget_unfinished(ctx)
    ctx.db.execute(delete(Notice).where(Notice.received_at < ctx.now - _KEPT))
    return errands.forget_finished(ctx)
