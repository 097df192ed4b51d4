"""MFA devices, recovery codes and what is asked of them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _devices()
    op.create_table(
        "hardware_tokens",
        sa.Column("serial", _TEXT, nullable=False),
        sa.Column("account_id", _TEXT),
        sa.Column("sealed_seed", _TEXT, nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.Column("last_step", sa.Integer()),
        sa.PrimaryKeyConstraint("serial", name="pk_hardware_tokens"),
    )
    op.create_index("ix_hardware_tokens_account_id", "hardware_tokens", ["account_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("principal_id", _TEXT, nullable=False),
        sa.Column("account_id", _TEXT, nullable=False),
        sa.Column("list_id", _TEXT, nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("lineage", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("principal_id", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_account_id", "recovery_codes", ["account_id"])
    op.add_column("attempt_steps", sa.Column("device", _TEXT))
    op.add_column("accounts", sa.Column("root_alone_since", sa.BigInteger()))


def _devices() -> None:
    op.create_table(
        "mfa_devices",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("serial", _TEXT, nullable=False),
        sa.Column("account_id", _TEXT, nullable=False),
        sa.Column("principal_id", _TEXT),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("bound_at", sa.BigInteger()),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("last_used_at", sa.BigInteger()),
        sa.Column("lineage", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("sealed_seed", _TEXT),
        sa.Column("drift", sa.Integer(), nullable=False),
        sa.Column("last_step", sa.Integer()),
        sa.Column("credential_id", _TEXT),
        sa.Column("public_key", _TEXT),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("rp_id", _TEXT),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("discoverable", sa.Boolean(), nullable=False),
        sa.Column("backup_eligible", sa.Boolean(), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mfa_devices"),
        sa.UniqueConstraint("serial", name="uq_mfa_devices_serial"),
        sa.UniqueConstraint("credential_id", name="uq_mfa_devices_credential_id"),
    )
    for column in ("account_id", "principal_id", "expires_at", "rp_id"):
        op.create_index(f"ix_mfa_devices_{column}", "mfa_devices", [column])
