"""Messages of the processor: each counts once, and only says that something should be looked at again.

What is true is then asked of the processor itself, so a message that is repeated, late or out of order changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from frontdesk.billing import errands
from frontdesk.billing.processors import Notice, Processor
from frontdesk.billing.tables import Notice as NoticeRow
from frontdesk.billing.tables import Payment, PaymentMethod
from frontdesk.store.context import Context
from frontdesk.store.work import Store


def receive(store: Store, processor: Processor, headers: Mapping[str, str], body: bytes) -> None:
    """Take a message; raises Forged for one that the processor did not sign a moment ago."""
    notice = processor.read(headers, body, store.clock.now())
    store.transact(lambda ctx: _take(ctx, processor.name, notice), writes=True)


def _take(ctx: Context, processor: str, notice: Notice) -> None:
    id = f"{processor}/{notice.id}"
    if ctx.by_key(NoticeRow, id) is not None:
        return
    ctx.add(NoticeRow(id=id, kind=notice.kind, received_at=ctx.now))
    method = ctx.first(select(PaymentMethod).where(PaymentMethod.setup == notice.about))
    if method is not None:
        errands.ask(ctx.within(method.account_id), errands.LOOK, method.id)
    payment = ctx.first(select(Payment).where(Payment.reference == notice.about))
    if payment is not None and payment.open_for:
        errands.ask(ctx.within(payment.account_id), errands.PAY, payment.id)
