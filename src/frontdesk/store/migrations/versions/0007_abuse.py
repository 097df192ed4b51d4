"""Abuse reports and what was said about them."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    pass
