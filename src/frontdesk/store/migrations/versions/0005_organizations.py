"""Organizations, their units, members and invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _organizations()
    _units()
    _members()
    _account_requests()
    _handshakes()
    _closures()


def _organizations() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("root_id", TEXT, nullable=False),
        sa.Column("feature_set", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
        sa.UniqueConstraint("account_id", name="uq_organizations_account_id"),
        sa.UniqueConstraint("root_id", name="uq_organizations_root_id"),
    )


def _units() -> None:
    op.create_table(
        "organizational_units",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("parent_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizational_units"),
    )
    op.create_index("ix_organizational_units_organization_id", "organizational_units", ["organization_id"])
    op.create_index(
        "uq_organizational_units_parent_id_name", "organizational_units", ["parent_id", "name"], unique=True
    )


def _members() -> None:
    op.create_table(
        "organization_members",
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("parent_id", TEXT, nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("joined_method", TEXT, nullable=False),
        sa.Column("access_role", TEXT),
        sa.Column("agreed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("account_id", name="pk_organization_members"),
    )
    op.create_index(
        "ix_organization_members_organization_id_account_id",
        "organization_members",
        ["organization_id", "account_id"],
    )
    op.create_index("ix_organization_members_parent_id", "organization_members", ["parent_id"])


def _account_requests() -> None:
    op.create_table(
        "organization_account_requests",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", sa.BigInteger()),
        sa.Column("made_account_id", TEXT),
        sa.Column("failure", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_organization_account_requests"),
    )
    op.create_index(
        "ix_organization_account_requests_organization_id_requested_at",
        "organization_account_requests",
        ["organization_id", "requested_at"],
    )


def _handshakes() -> None:
    op.create_table(
        "organization_handshakes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("target_type", TEXT),
        sa.Column("target", TEXT),
        sa.Column("target_key", TEXT),
        sa.Column("parent_id", TEXT),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_organization_handshakes"),
    )
    op.create_index("ix_organization_handshakes_expires_at", "organization_handshakes", ["expires_at"])
    op.create_index(
        "ix_organization_handshakes_organization_id_requested_at",
        "organization_handshakes",
        ["organization_id", "requested_at"],
    )
    op.create_index("ix_organization_handshakes_target_key", "organization_handshakes", ["target_key"])


def _closures() -> None:
    op.create_table(
        "organization_closures",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("organization_id", TEXT, nullable=False),
        sa.Column("closed_account_id", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organization_closures"),
    )
    op.create_index("ix_organization_closures_organization_id_at", "organization_closures", ["organization_id", "at"])
