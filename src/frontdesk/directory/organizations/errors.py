"""Refusals of organizations, with the codes and reasons of AWS's model (wire 11.2)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError, Kind


class NotInUse(FrontdeskError):
    """The account is in no organization."""

    code = "AWSOrganizationsNotInUseException"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Your account is not a member of an organization.")


class OrganizationAccessDenied(FrontdeskError):
    """A member asked for what only the management account may do."""

    code = "AccessDeniedException"
    kind = Kind.DENIED

    def __init__(self, text: str = "", *, cause: str = "not the management account") -> None:
        super().__init__(text or "You don't have permissions to access this resource.", cause=cause)


class AlreadyInOrganization(FrontdeskError):
    """The account is in an organization already."""

    code = "AlreadyInOrganizationException"
    kind = Kind.CONFLICT


class OrganizationNotEmpty(FrontdeskError):
    """Member accounts are still in the organization."""

    code = "OrganizationNotEmptyException"
    kind = Kind.CONFLICT


class ManagementCannotLeave(FrontdeskError):
    """The management account stays as long as its organization."""

    code = "MasterCannotLeaveOrganizationException"
    kind = Kind.CONFLICT


class AccountNotFound(FrontdeskError):
    """No member has this account id."""

    code = "AccountNotFoundException"
    kind = Kind.NOT_FOUND


class AccountAlreadyClosed(FrontdeskError):
    """The member is closed."""

    code = "AccountAlreadyClosedException"
    kind = Kind.CONFLICT


class ClosingConflict(FrontdeskError):
    """The member is being closed."""

    code = "ConflictException"
    kind = Kind.CONFLICT


class DuplicateAccount(FrontdeskError):
    """The account is at the destination already."""

    code = "DuplicateAccountException"
    kind = Kind.CONFLICT


class ParentNotFound(FrontdeskError):
    """No root or unit of the organization has this id."""

    code = "ParentNotFoundException"
    kind = Kind.NOT_FOUND


class SourceParentNotFound(FrontdeskError):
    """The account does not hang there."""

    code = "SourceParentNotFoundException"
    kind = Kind.NOT_FOUND


class DestinationParentNotFound(FrontdeskError):
    """No root or unit of the organization has the id to move to."""

    code = "DestinationParentNotFoundException"
    kind = Kind.NOT_FOUND


class ChildNotFound(FrontdeskError):
    """No unit or account of the organization has this id."""

    code = "ChildNotFoundException"
    kind = Kind.NOT_FOUND


class UnitNotFound(FrontdeskError):
    """No organizational unit of the organization has this id."""

    code = "OrganizationalUnitNotFoundException"
    kind = Kind.NOT_FOUND


class UnitNotEmpty(FrontdeskError):
    """Something hangs below the unit."""

    code = "OrganizationalUnitNotEmptyException"
    kind = Kind.CONFLICT


class DuplicateUnit(FrontdeskError):
    """The parent has a unit of this name."""

    code = "DuplicateOrganizationalUnitException"
    kind = Kind.CONFLICT


class RequestNotFound(FrontdeskError):
    """No request to create an account has this id."""

    code = "CreateAccountStatusNotFoundException"
    kind = Kind.NOT_FOUND


class HandshakeNotFound(FrontdeskError):
    """No handshake with this id is the caller's to see."""

    code = "HandshakeNotFoundException"
    kind = Kind.NOT_FOUND


class HandshakeAlreadyInState(FrontdeskError):
    """The handshake has ended in just this way."""

    code = "HandshakeAlreadyInStateException"
    kind = Kind.CONFLICT


class InvalidHandshakeTransition(FrontdeskError):
    """The handshake has ended in another way, or is not ready to be completed."""

    code = "InvalidHandshakeTransitionException"
    kind = Kind.CONFLICT


class DuplicateHandshake(FrontdeskError):
    """The same is asked of the same account, and not answered yet."""

    code = "DuplicateHandshakeException"
    kind = Kind.CONFLICT


class _Reasoned(FrontdeskError):
    """A refusal with a reason out of the model's list, which goes over the wire beside the words."""

    def __init__(self, reason: str, text: str, /, **values: Any) -> None:
        super().__init__(text, **values)
        self.reason = reason
        self.members = {"Reason": reason}


class ConstraintViolation(_Reasoned):
    """A limit or a rule of organizations stands against it."""

    code = "ConstraintViolationException"
    kind = Kind.CONFLICT


class HandshakeConstraintViolation(_Reasoned):
    """A limit or a rule of handshakes stands against it."""

    code = "HandshakeConstraintViolationException"
    kind = Kind.CONFLICT


class InvalidInput(_Reasoned):
    """Input that no constraint of the model covers."""

    code = "InvalidInputException"
    kind = Kind.INVALID
