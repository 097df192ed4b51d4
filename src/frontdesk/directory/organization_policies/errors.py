"""Refusals about policies of organizations, with the codes of AWS's model."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError, Kind


class PolicyNotFound(FrontdeskError):
    """The organization has no policy of this id."""

    code = "PolicyNotFoundException"
    kind = Kind.NOT_FOUND


class DuplicatePolicy(FrontdeskError):
    """A policy of the same type has this name."""

    code = "DuplicatePolicyException"
    kind = Kind.CONFLICT


class PolicyInUse(FrontdeskError):
    """The policy is attached somewhere."""

    code = "PolicyInUseException"
    kind = Kind.CONFLICT


class MalformedPolicy(FrontdeskError):
    """The text is no policy of its type."""

    code = "MalformedPolicyDocumentException"
    kind = Kind.INVALID


class TargetNotFound(FrontdeskError):
    """No root, unit or account of the organization has this id."""

    code = "TargetNotFoundException"
    kind = Kind.NOT_FOUND


class RootNotFound(FrontdeskError):
    """The organization has no root of this id."""

    code = "RootNotFoundException"
    kind = Kind.NOT_FOUND


class DuplicatePolicyAttachment(FrontdeskError):
    """The policy is attached there already."""

    code = "DuplicatePolicyAttachmentException"
    kind = Kind.CONFLICT


class PolicyNotAttached(FrontdeskError):
    """The policy is not attached there."""

    code = "PolicyNotAttachedException"
    kind = Kind.CONFLICT


class PolicyTypeNotEnabled(FrontdeskError):
    """Policies of this type do not count in this organization yet."""

    code = "PolicyTypeNotEnabledException"
    kind = Kind.CONFLICT


class PolicyTypeAlreadyEnabled(FrontdeskError):
    """Policies of this type count already."""

    code = "PolicyTypeAlreadyEnabledException"
    kind = Kind.CONFLICT


class PolicyTypeNotAvailable(FrontdeskError):
    """Only an organization with all features has policies."""

    code = "PolicyTypeNotAvailableForOrganizationException"
    kind = Kind.CONFLICT


class EffectivePolicyNotFound(FrontdeskError):
    """Nothing of this type applies there."""

    code = "EffectivePolicyNotFoundException"
    kind = Kind.NOT_FOUND


class ResourcePolicyNotFound(FrontdeskError):
    """The organization has no resource policy."""

    code = "ResourcePolicyNotFoundException"
    kind = Kind.NOT_FOUND


class AccountAlreadyRegistered(FrontdeskError):
    """The account is the service's delegated administrator already."""

    code = "AccountAlreadyRegisteredException"
    kind = Kind.CONFLICT


class AccountNotRegistered(FrontdeskError):
    """The account is not the service's delegated administrator."""

    code = "AccountNotRegisteredException"
    kind = Kind.CONFLICT
