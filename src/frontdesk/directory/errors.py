"""Refusals of the directory, in AWS's words (wire 11.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from frontdesk.core.errors import FrontdeskError, Kind, ValidationError


class DeleteConflict(FrontdeskError):
    """Something still hangs on what was to be deleted."""

    code = "DeleteConflict"
    kind = Kind.CONFLICT


class InvalidInput(FrontdeskError):
    """Input that no model constraint covers."""

    code = "InvalidInput"
    kind = Kind.INVALID


class EmailTaken(FrontdeskError):
    """The e-mail address belongs or belonged to an account, live or closed (behaviour 1.1)."""

    code = "EntityAlreadyExists"
    kind = Kind.CONFLICT


class WrongState(FrontdeskError):
    """The account is not in a state from which this may happen (behaviour 5.2)."""

    code = "ConflictException"
    kind = Kind.CONFLICT


class InvalidRegion(ValidationError):
    """No region of this name, or one that cannot be turned on and off."""

    members: ClassVar[Mapping[str, str]] = {"reason": "invalidRegionOptTarget"}
