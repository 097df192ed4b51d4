"""Rows of attempts, their steps and challenges, throttles and sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from frontdesk.store.base import Table

# the states of an attempt (architecture 5)
OPEN, PROVEN, COMPLETED, DENIED, EXPIRED = "OPEN", "PROVEN", "COMPLETED", "DENIED", "EXPIRED"
LIVE = (OPEN, PROVEN)


class Step(Table):
    """One answer within an attempt, right or wrong. ``passed`` steps are its proofs; ``device`` is what was shown."""

    __tablename__ = "attempt_steps"

    attempt_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    factor: Mapped[str]
    passed: Mapped[bool]
    reason: Mapped[str | None]
    reference: Mapped[str] = mapped_column(index=True)
    classes: Mapped[list[str]]
    address: Mapped[str]
    device: Mapped[str | None]


class Attempt(Table):
    """One person's try to be recognised (architecture 5).

    ``token_digest`` finds it from the browser's cookie and changes with every accepted proof;
    ``browser_digest`` binds it to one browser. What was typed stays only as ``claim_digest``.
    """

    __tablename__ = "attempts"

    id: Mapped[str] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    browser_digest: Mapped[str]
    purpose: Mapped[str]
    state: Mapped[str]
    claim_digest: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[str | None]
    principal_id: Mapped[str | None]
    reference: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str]
    agent: Mapped[str]
    data: Mapped[dict[str, Any]]
    steps: Mapped[list[Step]] = relationship(
        primaryjoin=lambda: Attempt.id == foreign(Step.attempt_id), order_by=lambda: Step.number, viewonly=True
    )

    __table_args__ = (Index("ix_attempts_account_id_opened_at", "account_id", "opened_at"),)


class Challenge(Table):
    """A code that was sent for an attempt, as keyed digest; a newer one replaces it."""

    __tablename__ = "challenges"

    attempt_id: Mapped[str] = mapped_column(primary_key=True)
    factor: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int]
    sent: Mapped[int]


class Throttle(Table):
    """Moments, in microseconds, of what counts against one credential, account or source."""

    __tablename__ = "throttles"

    scope: Mapped[str] = mapped_column(primary_key=True)
    moments: Mapped[list[Any]]
    until: Mapped[datetime] = mapped_column(index=True)


class SpentPuzzle(Table):
    """A solved proof of work or an answered challenge, kept until it would have run out, so that it counts once."""

    __tablename__ = "spent_puzzles"

    digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SessionRow(Table):
    """A signed-in session; keeps what was proven and when (architecture 5)."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[str]
    principal_id: Mapped[str]
    kind: Mapped[str]
    attempt_id: Mapped[str]
    browser_digest: Mapped[str] = mapped_column(index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    proofs: Mapped[list[Any]]
    address: Mapped[str]
    agent: Mapped[str]
    label: Mapped[str]

    __table_args__ = (Index("ix_sessions_principal_id_started_at", "principal_id", "started_at"),)
