"""A root user's e-mail address on its way to another."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass
