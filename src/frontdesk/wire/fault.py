"""A refusal as one protocol says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from frontdesk.core.http import Headers


@dataclass(frozen=True, slots=True)
class Fault:
    """Status, code and words of an error reply, ready for a protocol to put into a body.

    ``service`` is the client name of the service that answers, where one is known; ``message_member`` is how
    that service spells the member that holds the words; ``members`` go beside it.
    """

    status: int
    code: str
    message: str
    service: str | None = None
    message_member: str = "message"
    members: Mapping[str, Any] = field(default_factory=dict)
    retry_after: int | None = None

    @property
    def headers(self) -> Headers:
        """What every protocol sends along: when to come again, where that is known."""
        return () if self.retry_after is None else (("retry-after", str(self.retry_after)),)
