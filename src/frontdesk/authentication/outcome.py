"""What completing an attempt gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from frontdesk.authentication.sessions import Started
from frontdesk.core.secret import Password


@dataclass(frozen=True)
class NewDevice:
    """A device to be registered: by serial number and two codes, or a passkey by the browser's answer."""

    name: str = ""
    serial: str = ""
    codes: tuple[str, str] = ("", "")
    state: str = ""
    response: str = ""


@dataclass(frozen=True)
class Form:
    """What a person filled in to complete an attempt."""

    password: Password | None = None
    old_password: Password | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    device: NewDevice | None = None


@dataclass(frozen=True)
class Outcome:
    """A session just started, what is still wanted (``new-password``), or neither: it is simply done.

    ``account_id`` names the account that a sign-up made.
    """

    session: Started | None = None
    wanted: str | None = None
    account_id: str | None = None
