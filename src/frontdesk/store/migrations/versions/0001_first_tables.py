"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _events()
    _outbox()
    _accounts()
    _aliases()
    _attachments()
    _groups()
    _inline_policies()
    _managed_policies()
    _memberships()
    _policy_versions()
    _users()
    _access_keys()
    _passwords()
    _attempt_steps()
    _attempts()
    _challenges()
    _sessions()
    _spent_puzzles()
    _throttles()


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("principal_id", TEXT),
        sa.Column("user_name", TEXT),
        sa.Column("access_key_id", TEXT),
        sa.Column("resource_type", TEXT),
        sa.Column("resource_name", TEXT),
        sa.Column("read_only", sa.Boolean(), nullable=False),
        sa.Column("reference", TEXT),
        sa.Column("attempt_id", TEXT),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_account_id_at", "events", ["account_id", "at"])
    op.create_index("ix_events_at", "events", ["at"])
    op.create_index("ix_events_principal_id_at", "events", ["principal_id", "at"])
    op.create_index("ix_events_reference", "events", ["reference"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("sealed", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger()),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("fault", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("email_key", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("operator", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.JSON()),
        sa.Column("password_policy", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email_key", name="uq_accounts_email_key"),
    )


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("name", name="pk_aliases"),
    )
    op.create_index("ix_aliases_account_id", "aliases", ["account_id"])


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("owner_id", TEXT, nullable=False),
        sa.Column("policy_arn", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "policy_arn", name="pk_attachments"),
    )
    op.create_index("ix_attachments_account_id_policy_arn", "attachments", ["account_id", "policy_arn"])


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
    )
    op.create_index("uq_groups_account_id_name_key", "groups", ["account_id", "name_key"], unique=True)


def _inline_policies() -> None:
    op.create_table(
        "inline_policies",
        sa.Column("owner_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "name", name="pk_inline_policies"),
    )


def _managed_policies() -> None:
    op.create_table(
        "managed_policies",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("arn", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("description", TEXT),
        sa.Column("default_version", sa.Integer(), nullable=False),
        sa.Column("last_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_managed_policies"),
        sa.UniqueConstraint("arn", name="uq_managed_policies_arn"),
    )
    op.create_index(
        "uq_managed_policies_account_id_name_key", "managed_policies", ["account_id", "name_key"], unique=True
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("group_id", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "user_id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])


def _policy_versions() -> None:
    op.create_table(
        "policy_versions",
        sa.Column("policy_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", "number", name="pk_policy_versions"),
    )


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("password_last_used", sa.BigInteger()),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )
    op.create_index("uq_users_account_id_name_key", "users", ["account_id", "name_key"], unique=True)


def _access_keys() -> None:
    op.create_table(
        "access_keys",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("principal_id", TEXT, nullable=False),
        sa.Column("sealed_secret", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger()),
        sa.Column("last_used_region", TEXT),
        sa.Column("last_used_service", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_access_keys"),
    )
    op.create_index("ix_access_keys_principal_id", "access_keys", ["principal_id"])


def _passwords() -> None:
    op.create_table(
        "passwords",
        sa.Column("principal_id", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("reset_required", sa.Boolean(), nullable=False),
        sa.Column("lineage", sa.JSON(), nullable=False),
        sa.Column("previous", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("principal_id", name="pk_passwords"),
    )
    op.create_index("ix_passwords_account_id", "passwords", ["account_id"])


def _attempt_steps() -> None:
    op.create_table(
        "attempt_steps",
        sa.Column("attempt_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("factor", TEXT, nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "number", name="pk_attempt_steps"),
    )
    op.create_index("ix_attempt_steps_reference", "attempt_steps", ["reference"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("token_digest", TEXT, nullable=False),
        sa.Column("browser_digest", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("claim_digest", TEXT, nullable=False),
        sa.Column("account_id", TEXT),
        sa.Column("principal_id", TEXT),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint("reference", name="uq_attempts_reference"),
        sa.UniqueConstraint("token_digest", name="uq_attempts_token_digest"),
    )
    op.create_index("ix_attempts_account_id_opened_at", "attempts", ["account_id", "opened_at"])
    op.create_index("ix_attempts_claim_digest", "attempts", ["claim_digest"])
    op.create_index("ix_attempts_expires_at", "attempts", ["expires_at"])


def _challenges() -> None:
    op.create_table(
        "challenges",
        sa.Column("attempt_id", TEXT, nullable=False),
        sa.Column("factor", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "factor", name="pk_challenges"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("token_digest", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("principal_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("attempt_id", TEXT, nullable=False),
        sa.Column("browser_digest", TEXT, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("proofs", sa.JSON(), nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_digest", name="uq_sessions_token_digest"),
    )
    op.create_index("ix_sessions_browser_digest", "sessions", ["browser_digest"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_principal_id_started_at", "sessions", ["principal_id", "started_at"])


def _spent_puzzles() -> None:
    op.create_table(
        "spent_puzzles",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_spent_puzzles"),
    )
    op.create_index("ix_spent_puzzles_expires_at", "spent_puzzles", ["expires_at"])


def _throttles() -> None:
    op.create_table(
        "throttles",
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_throttles"),
    )
    op.create_index("ix_throttles_until", "throttles", ["until"])
