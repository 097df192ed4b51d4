"""A root user's e-mail address on its way to another, who set the contact, and regions opted in to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("accounts", sa.Column("contact_lineage", sa.JSON()))
    _changes()
    _updates()
    _regions()


def _changes() -> None:
    op.create_table(
        "root_email_changes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("former_email", TEXT, nullable=False),
        sa.Column("former_key", TEXT, nullable=False),
        sa.Column("present_key", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("junior_until", sa.BigInteger(), nullable=False),
        sa.Column("stoppable_until", sa.BigInteger()),
        sa.Column("token_digest", TEXT),
        sa.Column("restored_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_root_email_changes"),
        sa.UniqueConstraint("token_digest", name="uq_root_email_changes_token_digest"),
    )
    op.create_index("ix_root_email_changes_account_id_at", "root_email_changes", ["account_id", "at"])
    op.create_index("ix_root_email_changes_former_key", "root_email_changes", ["former_key"])
    op.create_index("ix_root_email_changes_present_key", "root_email_changes", ["present_key"])


def _updates() -> None:
    op.create_table(
        "root_email_updates",
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("digest", TEXT),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_root_email_updates"),
    )


def _regions() -> None:
    op.create_table(
        "enabled_regions",
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "name", name="pk_enabled_regions"),
    )
