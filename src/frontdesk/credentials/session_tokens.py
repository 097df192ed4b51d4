"""Temporary credentials: the session token is the only place where they are kept (wire 4.2).

A token is an authenticated, encrypted text that only this installation can make and read. It holds the secret
beside the facts of its session, so nothing is stored for it; what may change meanwhile (key, principal, account)
is asked on every use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from frontdesk.core import ids
from frontdesk.core.callers import Caller
from frontdesk.core.errors import Internal
from frontdesk.core.keyring import Keyring
from frontdesk.core.secret import SecretKey
from frontdesk.store.context import Context

PREFIX = "ASIA"
LONGEST = 4096
_PURPOSE = "session-token"


@dataclass(frozen=True)
class Issued:
    """New temporary credentials; ``secret`` and ``token`` are shown this once."""

    key_id: str
    secret: SecretKey
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class SessionFacts:
    """What an open token says. ``issuer_key_id`` is the long-term key that asked for it."""

    key_id: str
    secret: SecretKey
    account_id: str
    principal_id: str
    kind: str
    issuer_key_id: str
    issued_at: datetime
    expires_at: datetime
    mfa_at: datetime | None


class Unusable(Enum):
    """Why a token opens nothing: foreign, altered or of another key; or its time is over (wire 2.5)."""

    INVALID = "invalid"
    EXPIRED = "expired"


def issue(
    ctx: Context, caller: Caller, duration: timedelta, *, mfa_at: datetime | None = None, least_size: int = 0
) -> Issued:
    """Make temporary credentials for whoever called with a long-term key.

    They end after ``duration``, counted from the whole second; ``mfa_at`` is when a second factor was shown for
    them. The token is at least ``least_size`` characters long. Raises Internal for a caller without a key.
    """
    if caller.access_key_id is None:
        raise Internal(cause="temporary credentials for a caller without an access key")
    issued_at = ctx.now.replace(microsecond=0)
    facts = SessionFacts(
        key_id=ids.access_key_id(ctx.entropy, PREFIX, caller.account_id),
        secret=SecretKey(ids.secret_access_key(ctx.entropy)),
        account_id=caller.account_id,
        principal_id=caller.principal_id,
        kind=caller.kind,
        issuer_key_id=caller.access_key_id,
        issued_at=issued_at,
        expires_at=issued_at + duration,
        mfa_at=mfa_at,
    )
    return Issued(facts.key_id, facts.secret, _sealed(ctx.keyring, facts, least_size), facts.expires_at)


def _sealed(keyring: Keyring, facts: SessionFacts, least_size: int) -> str:
    fields = _written(facts)
    token = keyring.seal(json.dumps(fields, separators=(",", ":")), _PURPOSE)
    if len(token) >= least_size:
        return token
    # three characters more inside are four more outside
    fields["pad"] = "." * (-(len(token) - least_size) * 3 // 4)
    return keyring.seal(json.dumps(fields, separators=(",", ":")), _PURPOSE)


def _written(facts: SessionFacts) -> dict[str, Any]:
    return {
        "key": facts.key_id,
        "secret": facts.secret.reveal(),
        "account": facts.account_id,
        "principal": facts.principal_id,
        "kind": facts.kind,
        "issuer": facts.issuer_key_id,
        "issued": int(facts.issued_at.timestamp()),
        "expires": int(facts.expires_at.timestamp()),
        "mfa": int(facts.mfa_at.timestamp()) if facts.mfa_at else None,
    }


def open(keyring: Keyring, token: str, key_id: str, now: datetime) -> SessionFacts | Unusable:
    """Return what a token says of the key it was sent with, or why it says nothing.

    Whether key, principal and account still stand is not in it: ``authentication.wire_callers`` asks that.
    """
    opened = keyring.open(token, _PURPOSE) if len(token) <= 2 * LONGEST else None
    facts = _read(json.loads(opened)) if opened is not None else None
    if facts is None or facts.key_id != key_id:
        return Unusable.INVALID
    return facts if now < facts.expires_at else Unusable.EXPIRED


def _read(fields: dict[str, Any]) -> SessionFacts:
    return SessionFacts(
        key_id=fields["key"],
        secret=SecretKey(fields["secret"]),
        account_id=fields["account"],
        principal_id=fields["principal"],
        kind=fields["kind"],
        issuer_key_id=fields["issuer"],
        issued_at=_moment(fields["issued"]),
        expires_at=_moment(fields["expires"]),
        mfa_at=_moment(fields["mfa"]) if fields["mfa"] is not None else None,
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
