"""Who acts, and from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import AddressValueError, IPv6Network


@dataclass(frozen=True)
class Origin:
    """Where a request came from. ``request_id`` is also what AWS responses call the request id."""

    address: str = "127.0.0.1"
    agent: str = ""
    request_id: str = ""
    door: str = "host"
    region: str = "us-east-1"
    secure: bool = False

    @property
    def source(self) -> str:
        """What counts as one visitor: an IPv4 address, or the /64 network that whoever has an IPv6 address owns."""
        try:
            return str(IPv6Network((self.address, 64), strict=False)) if ":" in self.address else self.address
        except AddressValueError:
            return self.address


@dataclass(frozen=True)
class Caller:
    """A proven identity with the facts of its session.

    ``kind`` is ``Root``, ``IAMUser`` or ``Host`` (a command on the machine). ``proofs`` maps a
    factor's name to the moment it was shown; empty for long-term keys. ``account_state`` is the state of
    the account (behaviour 5.2) when the identity was proven.
    """

    kind: str
    account_id: str
    principal_id: str
    arn: str
    user_name: str | None = None
    access_key_id: str | None = None
    session_id: str | None = None
    temporary: bool = False
    issued_at: datetime | None = None
    mfa_at: datetime | None = None
    proofs: Mapping[str, datetime] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    account_state: str = "ACTIVE"
