"""Passwords of root and IAM users: hashing, checking, setting (behaviour 3.1 to 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from frontdesk.core.secret import MAX_PASSWORD_BYTES, Password
from frontdesk.core.settings import Settings
from frontdesk.credentials.tables import PasswordRow
from frontdesk.store.context import Context

_KEPT = 24


@dataclass(frozen=True)
class Target:
    """What a password is compared with: a stored hash, or None for the dummy that costs as much."""

    hash: str | None


@lru_cache(maxsize=8)
def _hasher(memory_kib: int, passes: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)


def hasher(settings: Settings) -> PasswordHasher:
    """Return the Argon2id hasher with this installation's parameters."""
    return _hasher(settings.hash_memory_kib, settings.hash_passes)


@lru_cache(maxsize=8)
def _dummy(memory_kib: int, passes: int) -> str:
    return _hasher(memory_kib, passes).hash("nobody")


def warm(settings: Settings) -> None:
    """Make the dummy hash beforehand, so that the first unknown name costs no more than the next."""
    _dummy(settings.hash_memory_kib, settings.hash_passes)


def of(ctx: Context, principal_id: str) -> PasswordRow | None:
    """Return a principal's password row, or None where there is no password."""
    return ctx.by_key(PasswordRow, principal_id)


def hash(settings: Settings, password: Password) -> str:
    """Return the Argon2id hash, computed once per Password value."""
    if password.hashed is None:
        password.hashed = hasher(settings).hash(password.reveal())
    return password.hashed


def verify(settings: Settings, stored: str | None, password: Password) -> bool:
    """Say whether the password is right; costs one hash, also where ``stored`` is None.

    Longer input than 4096 bytes is refused at the same cost without being hashed.
    """
    target = stored or _dummy(settings.hash_memory_kib, settings.hash_passes)
    if target not in password.verified:
        password.verified[target] = _check(hasher(settings), target, password)
    return password.verified[target] and stored is not None


def _check(hasher: PasswordHasher, target: str, password: Password) -> bool:
    raw = password.reveal().encode(errors="surrogatepass")
    try:
        hasher.verify(target, raw if len(raw) <= MAX_PASSWORD_BYTES else b"")
        return len(raw) <= MAX_PASSWORD_BYTES
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


def matches(ctx: Context, row: PasswordRow | None, password: Password) -> bool:
    """Check a password against its row, renewing a hash made with older parameters."""
    right = verify(ctx.settings, row.hash if row else None, password)
    ctx.go_on_if_fresh()
    if right and row and hasher(ctx.settings).check_needs_rehash(row.hash):
        row.hash = hash(ctx.settings, password)
    return right


def put(
    ctx: Context, principal_id: str, password: Password, *, lineage: list[str], reset_required: bool = False
) -> PasswordRow:
    """Set a principal's password, keeping the former hash for the reuse rule.

    ``lineage`` says which classes of proof authorised it; rules about its text are checked before.
    """
    row = of(ctx, principal_id)
    hashed = hash(ctx.settings, password)
    ctx.go_on_if_fresh()
    if row is None:
        row = ctx.add(
            PasswordRow(
                principal_id=principal_id,
                account_id=ctx.account_id or "",
                hash=hashed,
                created_at=ctx.now,
                changed_at=ctx.now,
                reset_required=reset_required,
                lineage=lineage,
                previous=[],
            )
        )
        return row
    row.previous = [row.hash, *row.previous][:_KEPT]
    row.hash, row.changed_at, row.reset_required, row.lineage = hashed, ctx.now, reset_required, lineage
    return row


def used_before(ctx: Context, row: PasswordRow, password: Password, count: int) -> bool:
    """Say whether the password is the present one or among the ``count`` last ones."""
    return any(verify(ctx.settings, former, password) for former in [row.hash, *row.previous][:count])


def remove(ctx: Context, row: PasswordRow) -> None:
    """Take the password away; console access ends with it."""
    ctx.delete(row)
