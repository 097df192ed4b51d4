"""ARNs of the things this system keeps (behaviour 1.4)."""

from __future__ import annotations

import re

PARTITION = "aws"
_ARN = re.compile(r"arn:[^:]+:[^:]+:[^:]*:[^:]*:.+", re.DOTALL)


def root(account: str) -> str:
    """Return the ARN of an account's root user."""
    return f"arn:{PARTITION}:iam::{account}:root"


def iam(account: str, kind: str, path: str, name: str) -> str:
    """Return an IAM ARN; ``path`` begins and ends with a slash and is part of it."""
    return f"arn:{PARTITION}:iam::{account}:{kind}{path}{name}"


def looks_like(text: str) -> bool:
    """Say whether ``text`` has the six parts of an ARN."""
    return _ARN.fullmatch(text) is not None
