"""Closing accounts: what was granted before an account stopped counts no longer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("epoch", sa.BigInteger()))
