"""Policies of organizations, trusted services and delegated administrators."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _policies()
    _attachments()
    _types()
    _trust()
    _resource_policies()
    _tags()


def _policies() -> None:
    op.create_table(
        "organization_policies",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organization_policies"),
    )
    op.create_index(
        "uq_organization_policies_organization_id_type_name",
        "organization_policies",
        ["organization_id", "type", "name"],
        unique=True,
    )


def _attachments() -> None:
    op.create_table(
        "organization_policy_attachments",
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("target_id", TEXT, nullable=False),
        sa.Column("policy_id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("attached_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "target_id", "policy_id", name="pk_organization_policy_attachments"),
    )
    op.create_index(
        "ix_organization_policy_attachments_organization_id_policy_id",
        "organization_policy_attachments",
        ["organization_id", "policy_id"],
    )


def _types() -> None:
    op.create_table(
        "organization_policy_types",
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "type", name="pk_organization_policy_types"),
    )


def _trust() -> None:
    op.create_table(
        "organization_trusted_services",
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("service", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("enabled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "service", name="pk_organization_trusted_services"),
    )
    op.create_table(
        "organization_delegates",
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("service", TEXT, nullable=False),
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("enabled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "service", name="pk_organization_delegates"),
    )
    op.create_index("ix_organization_delegates_organization_id", "organization_delegates", ["organization_id"])


def _resource_policies() -> None:
    op.create_table(
        "organization_resource_policies",
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_organization_resource_policies"),
    )


def _tags() -> None:
    op.create_table(
        "organization_tags",
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("resource_id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "resource_id", name="pk_organization_tags"),
    )
