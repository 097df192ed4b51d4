"""Refusals about MFA devices, in AWS's words."""

from __future__ import annotations

from frontdesk.core.errors import AccessDenied, AlreadyExists, FrontdeskError, Kind


class InvalidAuthenticationCode(FrontdeskError):
    """Two codes that are not consecutive, not of this device or not of this moment (wire 11.2)."""

    code = "InvalidAuthenticationCode"
    kind = Kind.DENIED


class DeviceInUse(AlreadyExists):
    """The device belongs to somebody already."""


class PasskeyRefused(AccessDenied):
    """What a browser sent does not register this passkey here; the cause says why."""
