"""Changes that can be taken back, holds and freezes."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    pass
