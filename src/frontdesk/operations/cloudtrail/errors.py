"""CloudTrail's refusals, by the names of its model."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError, Kind


class InvalidLookupAttributes(FrontdeskError):
    """Attributes that cannot be searched for."""

    code = "InvalidLookupAttributesException"
    kind = Kind.INVALID


class InvalidTimeRange(FrontdeskError):
    """A range that ends before it starts."""

    code = "InvalidTimeRangeException"
    kind = Kind.INVALID


class InvalidNextToken(FrontdeskError):
    """A token that was not given out for these filters."""

    code = "InvalidNextTokenException"
    kind = Kind.INVALID


class TrailNotFound(FrontdeskError):
    """No trail has this name; there are none."""

    code = "TrailNotFoundException"
    kind = Kind.NOT_FOUND


class ResourceNotFound(FrontdeskError):
    """Nothing that could have tags has this ARN."""

    code = "ResourceNotFoundException"
    kind = Kind.NOT_FOUND
