"""Rows of passwords and access keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class PasswordRow(Table):
    """One principal's password. Root's principal id is its account id.

    ``lineage`` names the classes of proof that authorised the present value (recovery 2.2); ``previous``
    keeps hashes for the policy's reuse rule, newest first.
    """

    __tablename__ = "passwords"

    principal_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(index=True)
    hash: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    reset_required: Mapped[bool]
    lineage: Mapped[list[str]]
    previous: Mapped[list[str]]


class AccessKey(Table):
    """A long-term access key; the secret is sealed, because verifying a signature needs it."""

    __tablename__ = "access_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    principal_id: Mapped[str] = mapped_column(index=True)
    sealed_secret: Mapped[str]
    status: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    last_used_region: Mapped[str | None]
    last_used_service: Mapped[str | None]
