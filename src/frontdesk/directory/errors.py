"""Refusals of the directory, in AWS's words (wire 11.2)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError, Kind


class DeleteConflict(FrontdeskError):
    """Something still hangs on what was to be deleted."""

    code = "DeleteConflict"
    kind = Kind.CONFLICT


class InvalidInput(FrontdeskError):
    """Input that no model constraint covers."""

    code = "InvalidInput"
    kind = Kind.INVALID


class EmailTaken(FrontdeskError):
    """The e-mail address belongs to a live or closed account (behaviour 1.1)."""

    code = "EntityAlreadyExists"
    kind = Kind.CONFLICT


class WrongState(FrontdeskError):
    """The account is not in a state from which this may happen (behaviour 5.2)."""

    code = "ConflictException"
    kind = Kind.CONFLICT
