"""Payment methods, charges and bills."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _methods()
    _charges()
    _bills()
    _payments()
    _errands()
    _processors()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _methods() -> None:
    op.create_table(
        "payment_methods",
        _text("id"),
        _text("account_id"),
        _text("processor"),
        *(sa.Column(name, TEXT) for name in ("customer", "setup", "secret", "token")),
        _text("state"),
        *(sa.Column(name, TEXT) for name in ("fault", "brand", "last4")),
        *(sa.Column(name, sa.Integer()) for name in ("expiry_year", "expiry_month")),
        _text("holder"),
        sa.Column("phone", TEXT),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("default_for", TEXT),
        sa.Column("wants_default", sa.Boolean(), nullable=False),
        sa.Column("lineage", sa.JSON(), nullable=False),
        _moment("created_at"),
        sa.Column("verified_at", sa.BigInteger()),
        _moment("changed_at"),
        _text("changed_by"),
        sa.Column("told", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_payment_methods"),
        sa.UniqueConstraint("setup", name="uq_payment_methods_setup"),
        sa.UniqueConstraint("default_for", name="uq_payment_methods_default_for"),
    )
    op.create_index("ix_payment_methods_account_id", "payment_methods", ["account_id"])


def _charges() -> None:
    op.create_table(
        "charges",
        _text("id"),
        _text("account_id"),
        _text("bill_id"),
        _moment("amount"),
        *(_text(name) for name in ("currency", "memo", "period")),
        _moment("created_at"),
        _text("created_by"),
        sa.PrimaryKeyConstraint("id", name="pk_charges"),
    )
    op.create_index("ix_charges_account_id", "charges", ["account_id"])
    op.create_index("ix_charges_bill_id", "charges", ["bill_id"])


def _bills() -> None:
    op.create_table(
        "bills",
        *(_text(name) for name in ("id", "account_id", "period", "currency", "state")),
        sa.Column("collecting", TEXT),
        *(_moment(name) for name in ("amount", "paid", "created_at")),
        *(sa.Column(name, sa.BigInteger()) for name in ("issued_at", "paid_at", "retry_at")),
        _whole("tries"),
        sa.Column("fault", TEXT),
        sa.Column("payer", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_bills"),
        sa.UniqueConstraint("collecting", name="uq_bills_collecting"),
    )
    op.create_index("ix_bills_account_id_period", "bills", ["account_id", "period"])
    op.create_index("ix_bills_state_retry_at", "bills", ["state", "retry_at"])


def _payments() -> None:
    op.create_table(
        "payments",
        *(_text(name) for name in ("id", "account_id", "bill_id")),
        sa.Column("open_for", TEXT),
        *(_text(name) for name in ("method_id", "processor")),
        sa.Column("customer", TEXT),
        _text("token"),
        *(sa.Column(name, TEXT) for name in ("brand", "last4")),
        _moment("amount"),
        *(_text(name) for name in ("currency", "state")),
        *(sa.Column(name, TEXT) for name in ("reference", "secret", "fault")),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.Column("finished_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
        sa.UniqueConstraint("open_for", name="uq_payments_open_for"),
        sa.UniqueConstraint("reference", name="uq_payments_reference"),
    )
    op.create_index("ix_payments_account_id", "payments", ["account_id"])
    op.create_index("ix_payments_bill_id", "payments", ["bill_id"])


def _errands() -> None:
    op.create_table(
        "errands",
        *(_text(name) for name in ("id", "account_id", "act", "subject", "state")),
        *(_moment(name) for name in ("created_at", "due_at")),
        _whole("tries"),
        *(sa.Column(name, sa.BigInteger()) for name in ("claimed_until", "finished_at")),
        sa.Column("fault", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_errands"),
    )
    op.create_index("ix_errands_state_due_at", "errands", ["state", "due_at"])
    op.create_index("ix_errands_subject", "errands", ["subject"])


def _processors() -> None:
    op.create_table(
        "processor_notices",
        *(_text(name) for name in ("id", "kind")),
        _moment("received_at"),
        sa.PrimaryKeyConstraint("id", name="pk_processor_notices"),
    )
    op.create_index("ix_processor_notices_received_at", "processor_notices", ["received_at"])
    op.create_table(
        "sandbox_things",
        *(_text(name) for name in ("id", "kind")),
        sa.Column("key", TEXT),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_sandbox_things"),
        sa.UniqueConstraint("key", name="uq_sandbox_things_key"),
    )
    op.create_index("ix_sandbox_things_due_at", "sandbox_things", ["due_at"])
