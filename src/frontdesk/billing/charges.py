"""Charges: what an account used, entered by the operator and collected on bills (behaviour 6)."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select

from frontdesk.billing import bills, money, names, records
from frontdesk.billing.methods import refuse_card_number
from frontdesk.billing.money import Money
from frontdesk.billing.tables import Charge
from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.directory import accounts, standing
from frontdesk.directory.organizations import membership
from frontdesk.store.context import Context

MEMO_MOST = 200
_PERIOD = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


def payer_of(ctx: Context, account_id: str) -> str:
    """Return the account whose default card pays for an account: its organization's management account, or itself."""
    return membership.management_of(ctx, account_id) or account_id


def enter(ctx: Context, account_id: str, amount: Money, memo: str, period: str | None = None) -> Charge:
    """Charge an account for a month (this one unless told otherwise) on the bill of whoever pays for it.

    Raises NotFound for an account that is not there or closed for good, and ValidationError.
    """
    account = accounts.find(ctx, account_id)
    if account is None or account.state == standing.PERMANENTLY_CLOSED:
        raise NotFound("There is no account {id} that could be charged.", id=account_id, field="AccountId")
    amount, memo, period = money.check(amount), _checked_memo(memo), _checked_period(period, ctx.now)
    bill = bills.collecting(ctx.within(payer_of(ctx, account_id)), period, amount.currency)
    bill.amount += amount.amount
    charge = ctx.add(
        Charge(
            id=names.new(ctx.entropy, names.CHARGE),
            account_id=account_id,
            bill_id=bill.id,
            amount=amount.amount,
            currency=amount.currency,
            memo=memo,
            period=period,
            created_at=ctx.now,
            created_by=records.by(ctx),
        )
    )
    facts = {"chargeId": charge.id, "amount": amount.plain, "memo": memo, "period": period, "billId": bill.id}
    records.record(ctx.within(account_id), "ChargeEntered", facts)
    return charge


def on(ctx: Context, bill_id: str) -> list[Charge]:
    """Return the charges of a bill, in the order in which they were entered."""
    query = select(Charge).where(Charge.bill_id == bill_id)
    return ctx.all(query.order_by(Charge.created_at, Charge.id))


def _checked_memo(memo: str) -> str:
    memo = " ".join(memo.split())
    if not 0 < len(memo) <= MEMO_MOST or not memo.isprintable():
        raise ValidationError("Say in 1 to {most} characters what the charge is for.", most=MEMO_MOST, field="Memo")
    refuse_card_number(memo)
    return memo


def _checked_period(period: str | None, now: datetime) -> str:
    period = period or bills.month(now)
    if not _PERIOD.fullmatch(period) or period > bills.month(now):
        raise ValidationError("Use a month that has begun, such as {month}.", month=bills.month(now), field="Period")
    return period
