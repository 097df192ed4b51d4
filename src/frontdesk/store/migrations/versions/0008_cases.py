"""Support cases, what was said in them, and permits."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    pass
