"""Recovery cases, proofs, objections and votes."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    pass
