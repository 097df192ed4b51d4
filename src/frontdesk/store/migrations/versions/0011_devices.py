"""MFA devices, recovery codes and what is asked of them."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    pass
