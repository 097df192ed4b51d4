"""Rows of organizations, their units, members, account requests and handshakes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class Organization(Table):
    """A tree of accounts. ``account_id`` is the management account, ``feature_set`` ALL or CONSOLIDATED_BILLING."""

    __tablename__ = "organizations"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(unique=True)
    root_id: Mapped[str] = mapped_column(unique=True)
    feature_set: Mapped[str]
    created_at: Mapped[datetime]


class OrganizationalUnit(Table):
    """A branch of the tree. ``parent_id`` is the root's id or another unit's, ``account_id`` the management account."""

    __tablename__ = "organizational_units"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    organization_id: Mapped[str]
    parent_id: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_organizational_units_parent_id_name", "parent_id", "name", unique=True),
        Index("ix_organizational_units_organization_id", "organization_id"),
    )


class Member(Table):
    """An account's place in the one organization that it is in, the management account's included.

    ``account_id`` is the member's own. ``access_role`` names the role that gives the management account entry to a
    created member; it is made as soon as there are roles. ``agreed_at`` is when a created member agreed to the terms
    of the installation for itself, as whoever signs up does.
    """

    __tablename__ = "organization_members"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[str]
    parent_id: Mapped[str]
    joined_at: Mapped[datetime]
    joined_method: Mapped[str]
    access_role: Mapped[str | None]
    agreed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_organization_members_organization_id_account_id", "organization_id", "account_id"),
        Index("ix_organization_members_parent_id", "parent_id"),
    )


class AccountRequest(Table):
    """A request to create a member account, and how it ended. ``account_id`` is the management account."""

    __tablename__ = "organization_account_requests"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    organization_id: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]
    requested_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    made_account_id: Mapped[str | None]
    failure: Mapped[str | None]

    __table_args__ = (
        Index("ix_organization_account_requests_organization_id_requested_at", "organization_id", "requested_at"),
    )


class Handshake(Table):
    """An agreement asked for between an organization and an account (behaviour 5.8).

    ``account_id`` is the management account. ``target_type`` is ACCOUNT or EMAIL, and ``target_key`` the form in which
    the target is looked for: the account id, or the address without regard to case; both are None for a handshake that
    the management account completes itself. ``state`` is as last changed: one past ``expires_at`` has expired
    whatever it says. ``about`` is the organization as it was when it asked, and the notes; ``tags`` are what the
    account gets when it joins.
    """

    __tablename__ = "organization_handshakes"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    organization_id: Mapped[str]
    action: Mapped[str]
    state: Mapped[str]
    target_type: Mapped[str | None]
    target: Mapped[str | None]
    target_key: Mapped[str | None]
    parent_id: Mapped[str | None]
    about: Mapped[dict[str, Any]]
    tags: Mapped[list[list[str]]]
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_organization_handshakes_organization_id_requested_at", "organization_id", "requested_at"),
        Index("ix_organization_handshakes_target_key", "target_key"),
        Index("ix_organization_handshakes_expires_at", "expires_at"),
    )


class Closure(Table):
    """That a management account has asked to close a member; what the quota of thirty days counts (behaviour 5.6)."""

    __tablename__ = "organization_closures"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    organization_id: Mapped[str]
    closed_account_id: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_organization_closures_organization_id_at", "organization_id", "at"),)
