"""Ids and ARNs of organizations (wire 4.4)."""

from __future__ import annotations

import string

from frontdesk.core import arns
from frontdesk.core.entropy import Entropy
from frontdesk.directory.organizations.tables import Handshake, Organization, OrganizationalUnit

_LETTERS = string.digits + string.ascii_lowercase


def letters(entropy: Entropy, count: int) -> str:
    """Return ``count`` random digits and lower-case letters."""
    # eight bytes more than needed make the remainder even for all purposes
    number = int.from_bytes(entropy.bytes(count + 8), "big")
    drawn = []
    for _ in range(count):
        number, digit = divmod(number, len(_LETTERS))
        drawn.append(_LETTERS[digit])
    return "".join(drawn)


def organization_id(entropy: Entropy) -> str:
    """Return an id such as ``o-a1b2c3d4e5``."""
    return f"o-{letters(entropy, 10)}"


def root_id(entropy: Entropy) -> str:
    """Return an id such as ``r-f6g5``."""
    return f"r-{letters(entropy, 4)}"


def unit_id(entropy: Entropy, root: str) -> str:
    """Return an id such as ``ou-f6g5-9q0z1x2y``, which names its root."""
    return f"ou-{root.removeprefix('r-')}-{letters(entropy, 8)}"


def request_id(entropy: Entropy) -> str:
    """Return the id of a request to create an account."""
    return f"car-{letters(entropy, 32)}"


def handshake_id(entropy: Entropy) -> str:
    """Return the id of a handshake."""
    return f"h-{letters(entropy, 32)}"


def _arn(management: str, rest: str) -> str:
    return f"arn:{arns.PARTITION}:organizations::{management}:{rest}"


def organization_arn(organization: Organization) -> str:
    """Return an organization's ARN."""
    return _arn(organization.account_id, f"organization/{organization.id}")


def root_arn(organization: Organization) -> str:
    """Return the ARN of an organization's root."""
    return _arn(organization.account_id, f"root/{organization.id}/{organization.root_id}")


def unit_arn(organization: Organization, unit_id: str) -> str:
    """Return the ARN of an organizational unit."""
    return _arn(organization.account_id, f"ou/{organization.id}/{unit_id}")


def account_arn(organization: Organization, account_id: str) -> str:
    """Return the ARN of an account as a member, the management account's included."""
    return _arn(organization.account_id, f"account/{organization.id}/{account_id}")


def handshake_arn(handshake: Handshake) -> str:
    """Return a handshake's ARN."""
    kind = handshake.action.lower()
    return _arn(handshake.account_id, f"handshake/{handshake.organization_id}/{kind}/{handshake.id}")


def target_arn(organization: Organization, target: OrganizationalUnit | str) -> str:
    """Return the ARN of a root, unit or account by its id."""
    id = target if isinstance(target, str) else target.id
    if id.startswith("ou-"):
        return unit_arn(organization, id)
    return root_arn(organization) if id.startswith("r-") else account_arn(organization, id)
