"""How many codes, passkeys and pairs of codes are checked (recovery 2.1, R12, R13).

Every code of a person is counted together, whatever it is of and wherever it is typed.
"""

from __future__ import annotations

from frontdesk.authentication.throttle import DAY, HOUR, MINUTE, Policy, Scope

CODES = Policy(5, 15 * MINUTE, free=5)
PASSKEYS = Policy(10, 15 * MINUTE, free=10)
RECOVERY_CODES = Policy(5, DAY, free=5)
RESYNCS = Policy(5, HOUR, free=5)


def codes(who: str) -> tuple[Scope, ...]:
    """Count codes of a person's apps and tokens: five in a quarter of an hour."""
    return (Scope(f"device-codes:{who}", CODES),)


def recovery_codes(who: str) -> tuple[Scope, ...]:
    """Count recovery codes: five a day, and together with the other codes."""
    return (*codes(who), Scope(f"recovery-codes:{who}", RECOVERY_CODES))


def resyncs(who: str) -> tuple[Scope, ...]:
    """Count pairs of codes that bring a device back into step: five an hour (behaviour 3.7)."""
    return (Scope(f"resyncs:{who}", RESYNCS),)


def passkeys(who: str) -> tuple[Scope, ...]:
    """Count passkeys: ten in a quarter of an hour."""
    return (Scope(f"passkeys:{who}", PASSKEYS),)
