"""The catalogue of AWS-managed policies that this system knows (wire 11.3).

Names, paths, ids and dates are AWS's where they are published. The documents say in few words what AWS describes;
each policy has one version, and nobody can change it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class CataloguedPolicy:
    """An AWS-managed policy, with the same attributes as an account's own."""

    name: str
    path: str
    id: str
    description: str
    document: str
    created_at: datetime
    updated_at: datetime

    @property
    def arn(self) -> str:
        """The policy's ARN, in the account called ``aws``."""
        return f"arn:aws:iam::aws:policy{self.path}{self.name}"

    @property
    def default_version(self) -> int:
        """The number of its only version."""
        return 1

    @property
    def tags(self) -> list[list[str]]:
        """AWS's policies have no tags."""
        return []


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, CataloguedPolicy]:
    """Return every catalogued policy by its ARN."""
    rows = json.loads((files(__package__) / "managed_policies.json").read_text(encoding="utf-8"))
    policies = (_read(row) for row in rows)
    return {policy.arn: policy for policy in policies}


def _read(row: dict[str, Any]) -> CataloguedPolicy:
    return CataloguedPolicy(
        name=row["name"],
        path=row["path"],
        id=row["id"],
        description=row["description"],
        document=json.dumps({"Version": "2012-10-17", "Statement": row["statements"]}, indent=4),
        created_at=datetime.fromisoformat(row["created"]),
        updated_at=datetime.fromisoformat(row.get("updated", row["created"])),
    )


def find(arn: str) -> CataloguedPolicy | None:
    """Return the policy with this ARN, or None."""
    return catalogue().get(arn)
