"""The types of policies that have pages, with their words."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authorization.policies import PolicyKind
from frontdesk.core.messages import Message

_SCP = """\
{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Action": "organizations:LeaveOrganization",
            "Resource": "*"
        }
    ]
}
"""
_RCP = """\
{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sts:AssumeRole",
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}
        }
    ]
}
"""


@dataclass(frozen=True)
class Kind:
    """One type: AWS's name for it, our words, what it is for, its language and a text to begin from."""

    type: str
    words: Message
    turn_on: Message
    turn_off: Message
    about: Message
    language: PolicyKind
    beginning: str


KINDS = (
    Kind(
        "SERVICE_CONTROL_POLICY",
        Message("Service control policies"),
        Message("Turn on service control policies"),
        Message("Turn off service control policies"),
        Message("The most that anybody in a member account may do, its root user included. They never grant anything."),
        PolicyKind.SCP,
        _SCP,
    ),
    Kind(
        "RESOURCE_CONTROL_POLICY",
        Message("Resource control policies"),
        Message("Turn on resource control policies"),
        Message("Turn off resource control policies"),
        Message("The most that anybody, from wherever, may do with the resources of member accounts."),
        PolicyKind.RCP,
        _RCP,
    ),
)
BY_TYPE = {kind.type: kind for kind in KINDS}
