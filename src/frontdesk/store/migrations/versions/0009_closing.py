"""Closing accounts: what was granted before an account stopped, who was warned, what is left."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("epoch", sa.BigInteger()))
    op.add_column("accounts", sa.Column("told", sa.Integer()))
    op.add_column("accounts", sa.Column("erased_at", sa.BigInteger()))
    op.create_index("ix_accounts_state_state_at", "accounts", ["state", "state_at"])
