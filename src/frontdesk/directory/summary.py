"""How many of each thing an account has."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.directory.tables import Group, ManagedPolicy, PolicyVersion, User
from frontdesk.store.context import Context


@dataclass(frozen=True)
class Counts:
    """What ``iam:GetAccountSummary`` counts; AWS's own policies are not among them."""

    users: int
    groups: int
    policies: int
    policy_versions: int


def counts(ctx: Context) -> Counts:
    """Count the bound account's users, groups, policies and their versions."""
    return Counts(*(ctx.count(ctx.select(table)) for table in (User, Group, ManagedPolicy, PolicyVersion)))
