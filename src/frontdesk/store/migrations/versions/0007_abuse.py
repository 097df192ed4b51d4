"""Abuse reports and what was said about them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _column(name: str, kind: Any, empty: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=empty)


def _texts(*names: str, empty: bool = False) -> "list[sa.Column[Any]]":
    return [_column(name, TEXT, empty) for name in names]


def _moments(*names: str, empty: bool = False) -> "list[sa.Column[Any]]":
    return [_column(name, sa.BigInteger(), empty) for name in names]


def upgrade() -> None:
    _cases()
    _reports()
    _notices()
    _said()


def _cases() -> None:
    op.create_table(
        "abuse_cases",
        *_texts("id", "number", "kind", "state"),
        *_texts("outcome", empty=True),
        *_texts("subject", "search"),
        *_moments("created_at", "changed_at"),
        *_moments("due_at", empty=True),
        *_texts("joined_to", empty=True),
        sa.PrimaryKeyConstraint("id", name="pk_abuse_cases"),
        sa.UniqueConstraint("number", name="uq_abuse_cases_number"),
    )
    op.create_index("ix_abuse_cases_state_changed_at", "abuse_cases", ["state", "changed_at"])


def _reports() -> None:
    op.create_table(
        "abuse_reports",
        *_texts("id", "case_id", "number", "kind", "via", "sealed"),
        *_texts("address_mac", empty=True),
        _column("permitted", sa.Boolean()),
        *_texts("text"),
        _column("details", sa.JSON()),
        _column("addresses", sa.JSON()),
        _column("waits", sa.Boolean()),
        *_moments("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_abuse_reports"),
        sa.UniqueConstraint("number", name="uq_abuse_reports_number"),
    )
    op.create_index("ix_abuse_reports_case_id", "abuse_reports", ["case_id"])


def _notices() -> None:
    op.create_table(
        "abuse_notices",
        *_texts("id", "case_id", "account_id", "state", "words"),
        _column("shown", sa.JSON()),
        *_moments("created_at"),
        *_moments("sent_at", "due_at", "remind_at", "overdue_at", "more_time_at", "answered_at", empty=True),
        *_texts("blocked", empty=True),
        *_moments("suspended_at", "settled_at", empty=True),
        sa.PrimaryKeyConstraint("id", name="pk_abuse_notices"),
    )
    op.create_index("ix_abuse_notices_account_id", "abuse_notices", ["account_id"])
    op.create_index("ix_abuse_notices_state_due_at", "abuse_notices", ["state", "due_at"])
    op.create_index("uq_abuse_notices_case_id_account_id", "abuse_notices", ["case_id", "account_id"], unique=True)


def _said() -> None:
    op.create_table(
        "abuse_messages",
        *_texts("id", "case_id"),
        *_texts("account_id", "report_id", empty=True),
        *_texts("author"),
        *_texts("by", empty=True),
        *_texts("text"),
        *_moments("at"),
        sa.PrimaryKeyConstraint("id", name="pk_abuse_messages"),
    )
    op.create_index("ix_abuse_messages_case_id", "abuse_messages", ["case_id"])
    op.create_table(
        "abuse_files",
        *_texts("id", "report_id", "name", "kind"),
        _column("size", sa.Integer()),
        *_texts("sealed"),
        *_moments("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_abuse_files"),
    )
    op.create_index("ix_abuse_files_report_id", "abuse_files", ["report_id"])
    op.create_table(
        "abuse_addresses",
        *_texts("mac"),
        *_moments("mailed_at"),
        *_moments("proven_at", empty=True),
        sa.PrimaryKeyConstraint("mac", name="pk_abuse_addresses"),
    )
