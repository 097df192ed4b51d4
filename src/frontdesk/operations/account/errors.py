"""Refusals of the account service, with the members that its model has beside the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.core.errors import FrontdeskError, Kind, ValidationError


class FieldInvalid(ValidationError):
    """A field that the model's constraints let through and that is wrong all the same."""

    def __init__(self, refusal: ValidationError, field: str) -> None:
        super().__init__("{words}", words=refusal.public, field=field, cause=refusal.cause)
        self.members: Mapping[str, Any] = {
            "reason": "fieldValidationFailed",
            "fieldList": [{"name": field, "message": str(refusal.public)}],
        }


class Conflict(FrontdeskError):
    """The account is not in a state in which this can be done."""

    code = "ConflictException"
    kind = Kind.CONFLICT


class ResourceNotFound(FrontdeskError):
    """What was asked about is not there."""

    code = "ResourceNotFoundException"
    kind = Kind.NOT_FOUND
