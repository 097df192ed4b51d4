"""What is refused about methods, charges and bills."""

from __future__ import annotations

from frontdesk.core.errors import AccessDenied, FrontdeskError, Kind, LimitExceeded, NotFound, ValidationError


class NoSuchMethod(NotFound):
    """This account has no such payment method."""

    code = "ResourceNotFoundException"


class NoSuchBill(NotFound):
    """This account has no such bill."""

    code = "ResourceNotFoundException"


class WrongMoment(FrontdeskError):
    """The method or bill is not in a state in which this can be done."""

    code = "ConflictException"
    kind = Kind.CONFLICT


class TooManyMethods(LimitExceeded):
    """An account keeps a few payment methods, not many."""

    code = "ServiceQuotaExceededException"


class BillingNotActivated(AccessDenied):
    """Only the root user sees bills and cards until it lets IAM identities do so (behaviour 6)."""

    code = "AccessDeniedException"


class HoldsCardNumber(ValidationError):
    """Something typed looks like a card number, which belongs on the processor's page alone."""

    code = "ValidationException"
