"""Rows of what an organization rules. ``account_id`` is the management account unless said otherwise."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table


class OrganizationPolicy(Table):
    """A policy that the organization wrote; AWS's own are not rows."""

    __tablename__ = "organization_policies"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    organization_id: Mapped[str]
    type: Mapped[str]
    name: Mapped[str]
    description: Mapped[str]
    content: Mapped[str]
    updated_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_organization_policies_organization_id_type_name", "organization_id", "type", "name", unique=True),
    )


class PolicyAttachment(Table):
    """A policy, AWS's own included, attached to a root, unit or account."""

    __tablename__ = "organization_policy_attachments"

    organization_id: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(primary_key=True)
    policy_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    type: Mapped[str]
    attached_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_organization_policy_attachments_organization_id_policy_id", "organization_id", "policy_id"),
    )


class PolicyTypeRow(Table):
    """That policies of a type count in an organization."""

    __tablename__ = "organization_policy_types"

    organization_id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]


class TrustedService(Table):
    """A service that may act in the whole organization."""

    __tablename__ = "organization_trusted_services"

    organization_id: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    enabled_at: Mapped[datetime]


class Delegate(Table):
    """A member that administers a service for the whole organization; ``account_id`` is the member's."""

    __tablename__ = "organization_delegates"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[str] = mapped_column(index=True)
    enabled_at: Mapped[datetime]


class ResourcePolicy(Table):
    """The one policy that says which members may do what with the organization itself."""

    __tablename__ = "organization_resource_policies"

    organization_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str]
    account_id: Mapped[str]
    content: Mapped[str]


class ResourceTags(Table):
    """The tags of a root, unit, account, policy or resource policy, in the order in which they came."""

    __tablename__ = "organization_tags"

    organization_id: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    tags: Mapped[list[list[str]]]
