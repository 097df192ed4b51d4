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
    half-finished attempt) counts no longer. ``told`` is the last number of days before its end at which a closed
    account was warned, ``erased_at`` when nothing was left of one that is closed for good. ``iam_billing`` lets IAM
    identities see bills where their policies allow it (behaviour 6). ``root_alone_since`` is when root first signed in
    with a password alone (behaviour 3.6).
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
    contact_lineage: Mapped[list[str] | None]
    password_policy: Mapped[dict[str, Any] | None]
    state_at: Mapped[datetime | None]
    state_before: Mapped[str | None]
    suspended_for: Mapped[str | None]
    iam_billing: Mapped[bool]
    epoch: Mapped[datetime | None]
    told: Mapped[int | None]
    erased_at: Mapped[datetime | None]
    root_alone_since: Mapped[datetime | None]

    __table_args__ = (Index("ix_accounts_state_state_at", "state", "state_at"),)


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


class RootEmailChange(Table):
    """One change of an account's root e-mail address, kept for good: no other account may have either address.

    Until ``junior_until`` the new address proves nothing; until ``stoppable_until`` whoever has the secret behind
    ``token_digest``, mailed to the former address, may undo the change (recovery 3.2).
    """

    __tablename__ = "root_email_changes"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    former_email: Mapped[str]
    former_key: Mapped[str] = mapped_column(index=True)
    present_key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    junior_until: Mapped[datetime]
    stoppable_until: Mapped[datetime | None]
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    restored_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_root_email_changes_account_id_at", "account_id", "at"),)


class RootEmailUpdate(Table):
    """A member's new root e-mail address, asked for by its management account and waiting for the mailed code."""

    __tablename__ = "root_email_updates"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str]
    status: Mapped[str]
    updated_at: Mapped[datetime]
    digest: Mapped[str | None]
    tries: Mapped[int]
    expires_at: Mapped[datetime]


class EnabledRegion(Table):
    """A region that an account has opted in to."""

    __tablename__ = "enabled_regions"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
