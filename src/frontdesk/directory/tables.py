"""Rows of accounts, IAM users, groups and policies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class Account(Table):
    """A tenant. ``version`` rises with every change that a cached principal could notice.

    ``state`` has held since ``state_at``; ``state_before`` is what reopening a closed account returns to, and
    ``suspended_for`` the cause of a suspension. What was granted before ``epoch`` (a session, temporary credentials, a
    half-finished attempt) counts no longer. ``iam_billing`` lets IAM identities see bills where their policies allow it
    (behaviour 6).
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    created_at: Mapped[datetime]
    version: Mapped[int]
    operator: Mapped[bool]
    contact: Mapped[dict[str, Any] | None]
    password_policy: Mapped[dict[str, Any] | None]
    state_at: Mapped[datetime | None]
    state_before: Mapped[str | None]
    suspended_for: Mapped[str | None]
    iam_billing: Mapped[bool]
    epoch: Mapped[datetime | None]


class AlternateContact(Table):
    """Whom to tell beside the root user: one each of BILLING, OPERATIONS and SECURITY (behaviour 5.3)."""

    __tablename__ = "alternate_contacts"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    title: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    lineage: Mapped[list[str]]
    changed_at: Mapped[datetime]


class Alias(Table):
    """An account alias; a released one keeps its row until its quarantine ends (behaviour 5.7)."""

    __tablename__ = "aliases"

    name: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]


class User(Table):
    """An IAM user. ``name_key`` is the name in lower case; names are unique without regard to case."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[datetime]
    password_last_used: Mapped[datetime | None]
    tags: Mapped[list[list[str]]]

    __table_args__ = (Index("uq_users_account_id_name_key", "account_id", "name_key", unique=True),)


class Group(Table):
    """An IAM group."""

    __tablename__ = "groups"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (Index("uq_groups_account_id_name_key", "account_id", "name_key", unique=True),)


class Membership(Table):
    """A user's place in a group."""

    __tablename__ = "memberships"

    group_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    account_id: Mapped[str]
    created_at: Mapped[datetime]


class InlinePolicy(Table):
    """A policy written into a user or group. ``owner_id`` is the owner's unique id."""

    __tablename__ = "inline_policies"

    owner_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    document: Mapped[str]


class ManagedPolicy(Table):
    """A customer managed policy; AWS's own stand in a catalogue, not here."""

    __tablename__ = "managed_policies"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    arn: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str]
    path: Mapped[str]
    description: Mapped[str | None]
    default_version: Mapped[int]
    last_version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    tags: Mapped[list[list[str]]]

    __table_args__ = (Index("uq_managed_policies_account_id_name_key", "account_id", "name_key", unique=True),)


class PolicyVersion(Table):
    """One text of a managed policy; ``number`` 3 is version ``v3``."""

    __tablename__ = "policy_versions"

    policy_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    document: Mapped[str]
    created_at: Mapped[datetime]


class Attachment(Table):
    """A managed policy, by ARN, attached to a user or group."""

    __tablename__ = "attachments"

    owner_id: Mapped[str] = mapped_column(primary_key=True)
    policy_arn: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_attachments_account_id_policy_arn", "account_id", "policy_arn"),)
