"""Rows of support cases, what was said in them, and permits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class Case(Table):
    """A matter that somebody asks support about.

    ``account_id`` is None for a visitor's case until its writer, signed in, takes it over. ``key_digest`` finds a
    visitor's case from the link that was mailed; ``sealed`` holds what the visitor said of themselves, and
    ``address_key`` is a keyed digest of the address for the reply. A double is ``merged_into`` the case that goes on.
    """

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[str | None]
    kind: Mapped[str]
    service_code: Mapped[str]
    category_code: Mapped[str]
    severity_code: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    status: Mapped[str]
    principal_id: Mapped[str | None]
    submitted_by: Mapped[str]
    cc: Mapped[list[str]]
    key_digest: Mapped[str | None] = mapped_column(unique=True)
    sealed: Mapped[str | None]
    address_key: Mapped[str | None]
    assignee_id: Mapped[str | None]
    assignee_name: Mapped[str | None]
    related_to: Mapped[str | None]
    merged_into: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_cases_account_id_created_at", "account_id", "created_at"),
        Index("ix_cases_status_updated_at", "status", "updated_at"),
        Index("ix_cases_address_key", "address_key"),
    )


class CaseMessage(Table):
    """One letter of a case's thread, seen by both sides. ``side`` is ``customer`` or ``staff``."""

    __tablename__ = "case_messages"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str]
    account_id: Mapped[str | None]
    at: Mapped[datetime]
    side: Mapped[str]
    author: Mapped[str]
    author_id: Mapped[str | None]
    body: Mapped[str]

    __table_args__ = (Index("ix_case_messages_case_id_at", "case_id", "at"),)


class CaseNote(Table):
    """What staff write for each other. A table of its own, so that nothing a customer is shown can read it.

    ``account_id`` only says with which account it is erased.
    """

    __tablename__ = "case_notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[str | None]
    at: Mapped[datetime]
    author: Mapped[str]
    author_id: Mapped[str]
    body: Mapped[str]


class CaseAddress(Table):
    """An address that visitors named for replies, as keyed digest. Until it is verified it gets one mail, ever."""

    __tablename__ = "case_addresses"

    key: Mapped[str] = mapped_column(primary_key=True)
    mailed_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]


class AttachmentSet(Table):
    """Files waiting to go with a letter, for one hour."""

    __tablename__ = "attachment_sets"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class CaseAttachment(Table):
    """A file that came with a letter, or waits in a set. It is handed out as a download and never shown in a page."""

    __tablename__ = "case_attachments"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    set_id: Mapped[str] = mapped_column(index=True)
    message_id: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    size: Mapped[int]
    data: Mapped[bytes]


class Permit(Table):
    """What an account lets staff see because of a case, until ``expires_at`` or until it was ended."""

    __tablename__ = "support_permits"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    case_id: Mapped[str] = mapped_column(index=True)
    scopes: Mapped[list[str]]
    granted_by: Mapped[str]
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    looks: Mapped[int]
    looked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_support_permits_account_id_granted_at", "account_id", "granted_at"),)
