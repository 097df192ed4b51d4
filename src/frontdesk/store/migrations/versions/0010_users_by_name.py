"""Users in the order of their names."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    pass
