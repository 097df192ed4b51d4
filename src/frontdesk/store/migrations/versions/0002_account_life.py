"""What an account is between sign-up and permanent closure, and whom to tell."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _states()
    _alternate_contacts()


def _states() -> None:
    op.add_column("accounts", sa.Column("state_at", sa.BigInteger()))
    op.add_column("accounts", sa.Column("state_before", TEXT))
    op.add_column("accounts", sa.Column("suspended_for", TEXT))
    op.add_column("accounts", sa.Column("iam_billing", sa.Boolean(), nullable=False, server_default=sa.false()))


def _alternate_contacts() -> None:
    op.create_table(
        "alternate_contacts",
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("phone", TEXT, nullable=False),
        sa.Column("lineage", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "type", name="pk_alternate_contacts"),
    )
