"""Refusals of a signed request, by the codes of the query protocol (wire 2.5).

Each door turns the code into its own spelling and status.
"""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError, Kind


class MissingAuthenticationToken(FrontdeskError):
    """The request is not signed at all."""

    code = "MissingAuthenticationToken"
    kind = Kind.DENIED

    def __init__(self) -> None:
        super().__init__("Request is missing Authentication Token")


class IncompleteSignature(FrontdeskError):
    """Something was supplied that cannot be read as a signature."""

    code = "IncompleteSignature"
    kind = Kind.INVALID


class SignatureDoesNotMatch(FrontdeskError):
    """Scope, time or signature is not what it should be."""

    code = "SignatureDoesNotMatch"
    kind = Kind.DENIED


class InvalidClientTokenId(FrontdeskError):
    """The key is unknown, inactive or deleted, or the session token is missing or another key's."""

    code = "InvalidClientTokenId"
    kind = Kind.DENIED

    def __init__(self, cause: str = "") -> None:
        super().__init__("The security token included in the request is invalid.", cause=cause)


class ExpiredToken(FrontdeskError):
    """The session that the temporary key belongs to is over."""

    code = "ExpiredToken"
    kind = Kind.DENIED

    def __init__(self, cause: str = "") -> None:
        super().__init__("The security token included in the request is expired", cause=cause)


class OptInRequired(FrontdeskError):
    """The key is right, but its account is suspended."""

    code = "OptInRequired"
    kind = Kind.DENIED

    def __init__(self, cause: str = "") -> None:
        super().__init__("The AWS Access Key Id needs a subscription for the service", cause=cause)
