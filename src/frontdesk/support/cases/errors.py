"""Refusals of the support desk, by the names of AWS's model where it has one."""

from __future__ import annotations

from frontdesk.core.errors import AccessDenied, FrontdeskError, Kind, NotFound


class CaseIdNotFound(NotFound):
    """There is no such case for this account."""

    code = "CaseIdNotFound"


class CaseCreationLimitExceeded(FrontdeskError):
    """The account has as many open cases, or has opened as many lately, as one may."""

    code = "CaseCreationLimitExceeded"
    kind = Kind.CONFLICT


class AttachmentSetIdNotFound(NotFound):
    """There is no such set of files for this account."""

    code = "AttachmentSetIdNotFound"


class AttachmentSetExpired(FrontdeskError):
    """The set has not been sent within the hour."""

    code = "AttachmentSetExpired"
    kind = Kind.CONFLICT


class AttachmentSetSizeLimitExceeded(FrontdeskError):
    """More files than a set holds, or a file that is too large."""

    code = "AttachmentSetSizeLimitExceeded"
    kind = Kind.INVALID


class AttachmentLimitExceeded(FrontdeskError):
    """The account has too many sets waiting."""

    code = "AttachmentLimitExceeded"
    kind = Kind.CONFLICT


class AttachmentIdNotFound(NotFound):
    """There is no such file for this account."""

    code = "AttachmentIdNotFound"


class DryRun(FrontdeskError):
    """Everything fits, and nothing was done, because that was asked."""

    code = "DryRunOperationException"
    kind = Kind.CONFLICT


class CaseIsOver(FrontdeskError):
    """The case was resolved too long ago to go on with, or goes on as another one."""

    code = "ValidationError"
    kind = Kind.CONFLICT


class NoPermit(AccessDenied):
    """The customer has given no permit for this, or it has ended."""
