"""Rows of abuse reports: what was reported, the matter it belongs to, who was told and what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class AbuseCase(Table):
    """One matter, to which one or several reports belong. A case that was joined to another is kept as its number.

    ``search`` is what staff can find it by, in lower case; ``due_at`` the earliest deadline that runs.
    """

    __tablename__ = "abuse_cases"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    outcome: Mapped[str | None]
    subject: Mapped[str]
    search: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    joined_to: Mapped[str | None]

    __table_args__ = (Index("ix_abuse_cases_state_changed_at", "state", "changed_at"),)


class AbuseReport(Table):
    """What one reporter told. ``sealed`` holds who that is; ``address_mac`` is a keyed digest of the e-mail address.

    ``details`` are the facts that the kind asks for, ``addresses`` the lines of a list of addresses. ``permitted``
    says that the reporter's name may be passed on; ``waits`` that the reporter was asked something.
    """

    __tablename__ = "abuse_reports"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    via: Mapped[str]
    sealed: Mapped[str]
    address_mac: Mapped[str | None]
    permitted: Mapped[bool]
    text: Mapped[str]
    details: Mapped[dict[str, Any]]
    addresses: Mapped[list[list[str]]]
    waits: Mapped[bool]
    created_at: Mapped[datetime]


class AbuseNotice(Table):
    """One account that a case was matched to, and what it was told; ``shown`` is to the letter what it sees.

    ``state`` is matched, sent, answered or settled. Deadlines count while it is sent;
    ``remind_at`` is empty once the account was reminded.
    """

    __tablename__ = "abuse_notices"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str]
    account_id: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    words: Mapped[str]
    shown: Mapped[list[Any]]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    more_time_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    blocked: Mapped[str | None]
    suspended_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_abuse_notices_case_id_account_id", "case_id", "account_id", unique=True),
        Index("ix_abuse_notices_state_due_at", "state", "due_at"),
    )


class AbuseMessage(Table):
    """Something said in a case: to or by an account, to or by a reporter, or, with neither, a note of the staff."""

    __tablename__ = "abuse_messages"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[str | None]
    report_id: Mapped[str | None]
    author: Mapped[str]
    by: Mapped[str | None]
    text: Mapped[str]
    at: Mapped[datetime]


class AbuseFile(Table):
    """An attachment, sealed. ``kind`` was found by looking at the content, never by the name."""

    __tablename__ = "abuse_files"

    id: Mapped[str] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sealed: Mapped[str]
    created_at: Mapped[datetime]


class AbuseAddress(Table):
    """An e-mail address of a reporter, as a keyed digest: mailed once unproven, freely once proven (recovery 5)."""

    __tablename__ = "abuse_addresses"

    mac: Mapped[str] = mapped_column(primary_key=True)
    mailed_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
