"""How large policies may be (wire 6.3). White space does not count."""

from __future__ import annotations

from enum import Enum

from frontdesk.core.errors import LimitExceeded


class Quota(Enum):
    """AWS's name of a quota and how many characters it allows."""

    MANAGED = ("PolicySize", 6144)
    USER_INLINE = ("PolicySize", 2048)
    GROUP_INLINE = ("PolicySize", 5120)
    ROLE_INLINE = ("PolicySize", 10240)
    TRUST = ("ACLSizePerRole", 2048)


def size(text: str) -> int:
    """Return how many characters of a policy count."""
    return sum(map(len, text.split()))


def require(quota: Quota, *texts: str) -> None:
    """Refuse policies that are too large together; inline policies of one entity share their quota.

    Raises LimitExceeded in AWS's words.
    """
    name, limit = quota.value
    if sum(map(size, texts)) > limit:
        raise LimitExceeded("Cannot exceed quota for {name}: {limit}", name=name, limit=limit, field="PolicyDocument")
