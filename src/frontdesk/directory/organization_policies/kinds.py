"""The types of policies that an organization can have: their limits, and how their text is checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from frontdesk.authorization import policies as language
from frontdesk.authorization.documents import PolicyKind
from frontdesk.authorization.errors import MalformedPolicyDocument
from frontdesk.directory.organization_policies.errors import MalformedPolicy
from frontdesk.directory.organizations.errors import ConstraintViolation

SERVICE_CONTROL, RESOURCE_CONTROL = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
_DEEPEST = 12


@dataclass(frozen=True)
class PolicyType:
    """How many characters a policy of this type may have, how many of them a target, and what language it is in."""

    most_characters: int
    most_per_target: int
    language: PolicyKind | None = None


TYPES = {
    SERVICE_CONTROL: PolicyType(5120, 5, PolicyKind.SCP),
    RESOURCE_CONTROL: PolicyType(5120, 5, PolicyKind.RCP),
    "TAG_POLICY": PolicyType(10_000, 10),
    "BACKUP_POLICY": PolicyType(10_000, 10),
    "AISERVICES_OPT_OUT_POLICY": PolicyType(2_500, 5),
    "CHATBOT_POLICY": PolicyType(10_000, 5),
    "DECLARATIVE_POLICY_EC2": PolicyType(10_000, 10),
    "SECURITYHUB_POLICY": PolicyType(10_000, 10),
    "SECURITYHUB_CSPM_POLICY": PolicyType(10_000, 10),
    "INSPECTOR_POLICY": PolicyType(10_000, 10),
    "UPGRADE_ROLLOUT_POLICY": PolicyType(10_000, 10),
    "BEDROCK_POLICY": PolicyType(10_000, 10),
    "S3_POLICY": PolicyType(10_000, 10),
    "NETWORK_SECURITY_DIRECTOR_POLICY": PolicyType(10_000, 10),
    "GUARDDUTY_POLICY": PolicyType(10_000, 10),
}


def check(type: str, content: str) -> None:
    """Raise MalformedPolicy unless a text is a policy of its type, ConstraintViolation where it is too long."""
    kind = TYPES[type]
    if len(content) > kind.most_characters:
        words = "You have exceeded the maximum policy size of {most} characters."
        raise ConstraintViolation("POLICY_CONTENT_LIMIT_EXCEEDED", words, most=kind.most_characters)
    if kind.language is None:
        tree(content)
        return
    try:
        language.parse(content, kind.language)
    except MalformedPolicyDocument as fault:
        raise MalformedPolicy("{why}", why=fault.public, field="Content") from fault


def tree(content: str) -> dict[str, Any]:
    """Return the text of a management policy as a tree; raises MalformedPolicy."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise MalformedPolicy("The provided policy document is not valid JSON.", field="Content") from None
    if not isinstance(found, dict) or not _is_shallow(found, _DEEPEST):
        raise MalformedPolicy("The provided policy document is not an object of a few levels.", field="Content")
    return found


def _is_shallow(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(one, levels - 1) for one in inner)
