"""The one family of refusals. Domain code raises these and knows no status numbers."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, ClassVar

from frontdesk.core.messages import Message, Remedy


class Kind(Enum):
    """What sort of refusal this is; each door maps it to its own status."""

    INVALID = "invalid"
    DENIED = "denied"
    NOT_FOUND = "not found"
    CONFLICT = "conflict"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


class FrontdeskError(Exception):
    """A refusal that explains itself.

    ``public`` is safe for whoever sees the response; ``cause`` stays in event and log;
    ``field`` names the input at fault, in the caller's own spelling, where there is one. ``afterwards`` is done
    with the unit of work that records the refusal, when everything else was rolled back: wrong guesses count. It may
    return another refusal, which is recorded and told instead.
    """

    code: ClassVar[str] = "InternalFailure"
    kind: ClassVar[Kind] = Kind.INTERNAL

    def __init__(
        self,
        text: str = "",
        /,
        *,
        cause: str = "",
        remedy: Remedy | None = None,
        field: str | None = None,
        **values: object,
    ) -> None:
        self.public = Message(text, values)
        self.cause = cause or str(self.public)
        self.remedy = remedy
        self.field = field
        self.reference: str | None = None
        self.afterwards: Callable[[Any], FrontdeskError | None] | None = None
        super().__init__(str(self.public))


class ValidationError(FrontdeskError):
    """Input that a model's constraint or a written rule refuses."""

    code = "ValidationError"
    kind = Kind.INVALID


class AccessDenied(FrontdeskError):
    """The caller is known and not allowed."""

    code = "AccessDenied"
    kind = Kind.DENIED


class NotFound(FrontdeskError):
    """What was named does not exist for this caller."""

    code = "NoSuchEntity"
    kind = Kind.NOT_FOUND


class AlreadyExists(FrontdeskError):
    """The name is taken."""

    code = "EntityAlreadyExists"
    kind = Kind.CONFLICT


class LimitExceeded(FrontdeskError):
    """A quota is reached; status 409 on the query protocol (wire 11.2)."""

    code = "LimitExceeded"
    kind = Kind.CONFLICT


class Throttled(FrontdeskError):
    """Too many requests from this source; try again later."""

    code = "Throttling"
    kind = Kind.LIMITED


class Unavailable(FrontdeskError):
    """Busy or not ready; the same request may succeed in a moment."""

    code = "ServiceUnavailable"
    kind = Kind.UNAVAILABLE


class Internal(FrontdeskError):
    """Our own fault; the story is in the log under the reference."""

    code = "InternalFailure"
    kind = Kind.INTERNAL
