"""Refusals about credentials, in AWS's words."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError, Kind


class PasswordPolicyViolation(FrontdeskError):
    """A new password that the rules do not allow; the words say which rule."""

    code = "PasswordPolicyViolation"
    kind = Kind.INVALID


class InvalidUserType(FrontdeskError):
    """The operation is for IAM users only."""

    code = "InvalidUserType"
    kind = Kind.INVALID
