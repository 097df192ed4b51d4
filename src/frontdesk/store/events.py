"""One fact per row, written in the transaction of the change it describes (architecture 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class EventRow(Table):
    """A CloudTrail record with the columns that look-ups ask for."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str | None]
    at: Mapped[datetime]
    name: Mapped[str]
    source: Mapped[str]
    principal_id: Mapped[str | None]
    user_name: Mapped[str | None]
    access_key_id: Mapped[str | None]
    resource_type: Mapped[str | None]
    resource_name: Mapped[str | None]
    read_only: Mapped[bool]
    reference: Mapped[str | None]
    attempt_id: Mapped[str | None]
    record: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_events_account_id_at", "account_id", "at"),
        Index("ix_events_principal_id_at", "principal_id", "at"),
        Index("ix_events_reference", "reference"),
        Index("ix_events_at", "at"),
    )


@dataclass(frozen=True)
class Event:
    """What happened. ``account_id`` None means that only operators may read it."""

    name: str
    source: str
    account_id: str | None
    identity: dict[str, Any]
    type: str = "AwsApiCall"
    read_only: bool = False
    request: dict[str, Any] | None = None
    response: dict[str, Any] | None = None
    error_code: str | None = None
    error_message: str | None = None
    additional: dict[str, Any] | None = None
    resource_type: str | None = None
    resource_name: str | None = None
    reference: str | None = None
    attempt_id: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
