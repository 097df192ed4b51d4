"""Rows of MFA devices, imported hardware tokens and recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.base import Table

TOTP, HARDWARE, PASSKEY = "TOTP", "HARDWARE", "PASSKEY"
KINDS = (TOTP, HARDWARE, PASSKEY)


class Device(Table):
    """An MFA device. ``serial`` is its ARN, or what is printed on a hardware token.

    Without ``principal_id`` it is an unassigned virtual device, which nobody can sign in with and which ends at
    ``expires_at``. ``lineage`` names the classes of proof that authorised its binding (recovery 2.2). Devices with
    codes have ``sealed_seed``, ``drift`` in steps and the ``last_step`` whose code was accepted; passkeys have what
    WebAuthn gave, with the ``rp_id`` they were made for.
    """

    __tablename__ = "mfa_devices"

    id: Mapped[str] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[str] = mapped_column(index=True)
    principal_id: Mapped[str | None] = mapped_column(index=True)
    kind: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    last_used_at: Mapped[datetime | None]
    lineage: Mapped[list[str]]
    tags: Mapped[list[list[str]]]
    sealed_seed: Mapped[str | None]
    drift: Mapped[int]
    last_step: Mapped[int | None]
    credential_id: Mapped[str | None] = mapped_column(unique=True)
    public_key: Mapped[str | None]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    rp_id: Mapped[str | None] = mapped_column(index=True)
    transports: Mapped[list[str]]
    discoverable: Mapped[bool]
    backup_eligible: Mapped[bool]
    backed_up: Mapped[bool]


class HardwareToken(Table):
    """A hardware token whose seed the operator imported; ``account_id`` is the account that uses it, or None."""

    __tablename__ = "hardware_tokens"

    serial: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str | None] = mapped_column(index=True)
    sealed_seed: Mapped[str]
    imported_at: Mapped[datetime]
    last_step: Mapped[int | None]


class RecoveryCodes(Table):
    """One person's list of recovery codes, of which only digests are kept; a used one is taken from the list."""

    __tablename__ = "recovery_codes"

    principal_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(index=True)
    list_id: Mapped[str]
    digests: Mapped[list[str]]
    made_at: Mapped[datetime]
    lineage: Mapped[list[str]]
