"""A policy as it was written: checked, not yet compiled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from frontdesk.authorization.json_text import Position

CURRENT = "2012-10-17"
FIRST = "2008-10-17"


class PolicyKind(Enum):
    """What a document is used as, which decides its grammar (wire 6.3).

    IDENTITY serves inline policies and permissions boundaries. MANAGED is the same with one rule more:
    a managed policy has to name version 2012-10-17.
    """

    IDENTITY = "identity"
    MANAGED = "managed"
    RESOURCE = "resource"
    TRUST = "trust"
    SESSION = "session"
    SCP = "scp"
    RCP = "rcp"


@dataclass(frozen=True, slots=True)
class Condition:
    """One key of one operator block. Numbers and booleans in ``values`` are texts as written."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; a ``not_…`` flag tells which of the two elements was written.

    ``principals`` holds (type, value) pairs such as ("AWS", "*"). ``start`` and ``end`` are the places of
    the braces around it.
    """

    sid: str
    allows: bool
    actions: tuple[str, ...]
    not_action: bool
    resources: tuple[str, ...]
    not_resource: bool
    principals: tuple[tuple[str, str], ...]
    not_principal: bool
    conditions: tuple[Condition, ...]
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole document that passed every check of its kind."""

    kind: PolicyKind
    version: str
    id: str
    statements: tuple[Statement, ...]

    @property
    def has_variables(self) -> bool:
        """Whether ``${…}`` means anything here; it does since version 2012-10-17."""
        return self.version == CURRENT
