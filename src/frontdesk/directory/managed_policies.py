"""The catalogue of AWS-managed policies that this system knows (wire 11.3)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class CataloguedPolicy:
    """An AWS-managed policy: one version, nobody can change it."""

    name: str
    path: str
    id: str
    description: str
    document: str

    @property
    def arn(self) -> str:
        """The policy's ARN, in the account called ``aws``."""
        return f"arn:aws:iam::aws:policy{self.path}{self.name}"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, CataloguedPolicy]:
    """Return every catalogued policy by its ARN."""
    rows = json.loads((files(__package__) / "managed_policies.json").read_text())
    policies = (_read(row) for row in rows)
    return {policy.arn: policy for policy in policies}


def _read(row: dict[str, object]) -> CataloguedPolicy:
    document = json.dumps(row["document"], indent=4)
    return CataloguedPolicy(str(row["name"]), str(row["path"]), str(row["id"]), str(row["description"]), document)


def find(arn: str) -> CataloguedPolicy | None:
    """Return the policy with this ARN, or None."""
    return catalogue().get(arn)
