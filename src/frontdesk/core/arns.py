"""ARNs of the things this system keeps (behaviour 1.4)."""

from __future__ import annotations

PARTITION = "aws"


def root(account: str) -> str:
    """Return the ARN of an account's root user."""
    return f"arn:{PARTITION}:iam::{account}:root"


def iam(account: str, kind: str, path: str, name: str) -> str:
    """Return an IAM ARN; ``path`` begins and ends with a slash and is part of it."""
    return f"arn:{PARTITION}:iam::{account}:{kind}{path}{name}"
