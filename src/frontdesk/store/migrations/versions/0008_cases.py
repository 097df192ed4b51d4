"""Support cases, what was said in them, and permits."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _cases()
    _letters()
    _attachments()
    _permits()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("account_id", TEXT),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("service_code", TEXT, nullable=False),
        sa.Column("category_code", TEXT, nullable=False),
        sa.Column("severity_code", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("principal_id", TEXT),
        sa.Column("submitted_by", TEXT, nullable=False),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("key_digest", TEXT),
        sa.Column("sealed", TEXT),
        sa.Column("address_key", TEXT),
        sa.Column("assignee_id", TEXT),
        sa.Column("assignee_name", TEXT),
        sa.Column("related_to", TEXT),
        sa.Column("merged_into", TEXT),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("resolved_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.UniqueConstraint("key_digest", name="uq_cases_key_digest"),
    )
    op.create_index("ix_cases_account_id_created_at", "cases", ["account_id", "created_at"])
    op.create_index("ix_cases_status_updated_at", "cases", ["status", "updated_at"])
    op.create_index("ix_cases_address_key", "cases", ["address_key"])


def _letters() -> None:
    op.create_table(
        "case_messages",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("case_id", TEXT, nullable=False),
        sa.Column("account_id", TEXT),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_id", TEXT),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_messages"),
    )
    op.create_index("ix_case_messages_case_id_at", "case_messages", ["case_id", "at"])
    op.create_table(
        "case_notes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("case_id", TEXT, nullable=False),
        sa.Column("account_id", TEXT),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_id", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_notes"),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])
    op.create_table(
        "case_addresses",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("mailed_at", sa.BigInteger(), nullable=False),
        sa.Column("verified_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("key", name="pk_case_addresses"),
    )


def _attachments() -> None:
    op.create_table(
        "attachment_sets",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment_sets"),
    )
    op.create_index("ix_attachment_sets_expires_at", "attachment_sets", ["expires_at"])
    op.create_table(
        "case_attachments",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("set_id", TEXT, nullable=False),
        sa.Column("message_id", TEXT),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_attachments"),
    )
    op.create_index("ix_case_attachments_set_id", "case_attachments", ["set_id"])
    op.create_index("ix_case_attachments_message_id", "case_attachments", ["message_id"])


def _permits() -> None:
    op.create_table(
        "support_permits",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("case_id", TEXT, nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("granted_by", TEXT, nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("ended_by", TEXT),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_support_permits"),
    )
    op.create_index("ix_support_permits_case_id", "support_permits", ["case_id"])
    op.create_index("ix_support_permits_account_id_granted_at", "support_permits", ["account_id", "granted_at"])
