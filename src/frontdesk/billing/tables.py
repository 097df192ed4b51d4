"""Rows of payment methods, charges, bills, payments, and of what is to be asked of the processor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class PaymentMethod(Table):
    """A card as the processor knows it by ``token``: never its number, never its code.

    ``setup`` is the processor's name for the step in which the card is entered, ``secret`` (sealed) what a page needs
    to begin that step. ``default_for`` is the account's id in the one default method, else null. ``lineage`` and
    ``created_at`` say what a check of this card is worth as a proof (recovery 2.1). ``told`` is the last number of
    days before the expiry at which a mail was sent.
    """

    __tablename__ = "payment_methods"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(index=True)
    processor: Mapped[str]
    customer: Mapped[str | None]
    setup: Mapped[str | None] = mapped_column(unique=True)
    secret: Mapped[str | None]
    token: Mapped[str | None]
    state: Mapped[str]
    fault: Mapped[str | None]
    brand: Mapped[str | None]
    last4: Mapped[str | None]
    expiry_year: Mapped[int | None]
    expiry_month: Mapped[int | None]
    holder: Mapped[str]
    phone: Mapped[str | None]
    address: Mapped[dict[str, Any]]
    default_for: Mapped[str | None] = mapped_column(unique=True)
    wants_default: Mapped[bool]
    lineage: Mapped[list[str]]
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    told: Mapped[int | None]


class Charge(Table):
    """What an account used: an amount of money for a period, and on which bill it is."""

    __tablename__ = "charges"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(index=True)
    bill_id: Mapped[str] = mapped_column(index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    memo: Mapped[str]
    period: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class Bill(Table):
    """The charges of one period and currency, for whoever pays them.

    ``amount`` is the sum of its charges and ``paid`` that of its successful payments. ``collecting`` holds payer,
    period and currency while charges are still added, else null, so that there is one such bill. ``tries`` counts
    automatic payments that failed; ``retry_at`` is when the next one is made. ``payer`` is kept as it was at issue.
    """

    __tablename__ = "bills"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    period: Mapped[str]
    currency: Mapped[str]
    state: Mapped[str]
    collecting: Mapped[str | None] = mapped_column(unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    tries: Mapped[int]
    fault: Mapped[str | None]
    payer: Mapped[dict[str, Any] | None]

    __table_args__ = (
        Index("ix_bills_account_id_period", "account_id", "period"),
        Index("ix_bills_state_retry_at", "state", "retry_at"),
    )


class Payment(Table):
    """One try to pay a bill with a card; its id is the idempotency key towards the processor.

    ``open_for`` is the bill's id until the payment ends, so that a bill has at most one at a time. ``reference`` is the
    processor's name for it, ``secret`` (sealed) what a page needs where the card's bank asks its holder.
    ``automatic`` ones are made by the worker.
    """

    __tablename__ = "payments"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(index=True)
    bill_id: Mapped[str] = mapped_column(index=True)
    open_for: Mapped[str | None] = mapped_column(unique=True)
    method_id: Mapped[str]
    processor: Mapped[str]
    customer: Mapped[str | None]
    token: Mapped[str]
    brand: Mapped[str | None]
    last4: Mapped[str | None]
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    state: Mapped[str]
    reference: Mapped[str | None] = mapped_column(unique=True)
    secret: Mapped[str | None]
    fault: Mapped[str | None]
    automatic: Mapped[bool]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Errand(Table):
    """Something to ask of the processor once the transaction that wants it stands: an outbox for its network calls.

    ``act`` names it, ``subject`` is the id of the method or payment. ``state`` is waiting, done or dead.
    """

    __tablename__ = "errands"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int]
    claimed_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    fault: Mapped[str | None]

    __table_args__ = (
        Index("ix_errands_state_due_at", "state", "due_at"),
        Index("ix_errands_subject", "subject"),
    )


class Notice(Table):
    """A message of the processor that was taken, by the processor's own id, so that it counts once."""

    __tablename__ = "processor_notices"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(index=True)


class SandboxThing(Table):
    """What the embedded sandbox processor remembers: setups, cards, payments and the notices it has still to send.

    Of a card it keeps how the card behaves, its brand, last four digits and expiry; it forgets the number at once.
    """

    __tablename__ = "sandbox_things"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    facts: Mapped[dict[str, Any]]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
